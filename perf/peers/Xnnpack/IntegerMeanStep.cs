using System.Numerics;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>
/// The mean of a quantized image's pixels, or of rows, channel by channel. XNNPACK exports it, but its AVX-512 kernel that makes floats of the sums
/// (s32_f32_vcvt) takes one in sixteen of them for all sixteen.
/// </summary>
internal sealed record IntegerMeanStep(string Label, TensorInfo Input, TensorInfo Output) : ManagedStep(Label, Input, Output)
{
    /// <summary>How many bytes a sum of 16 bits holds.</summary>
    private const int Most = 256;
    private const int SignBit = 0x80;

    private readonly int[] sums = new int[Input.Shape[^1]];

    public override void Run(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var channels = sums.Length;
        var batches = output.Length / channels;
        var image = input.Length / batches;
        var (x, y) = (Elements.Quantization(Input), Elements.Quantization(Output));
        var pixels = image / channels;
        var sign = Input.Type == TfLiteType.Int8 ? (byte)SignBit : (byte)0;
        var (scale, zero, (low, high)) = (x.Scale / (y.Scale * pixels), (x.ZeroPoint + sign) * pixels, Elements.Range(Output));
        for (var n = 0; n < batches; n++)
        {
            Sum(input.Slice(n * image, image), sign);
            for (var c = 0; c < channels; c++)
            {
                output[(n * channels) + c] = (byte)Math.Clamp((int)MathF.Round((sums[c] - zero) * scale) + y.ZeroPoint, low, high);
            }
        }
    }

    /// <summary>A vector of channels at a time, the last of which may overlap; one at a time where there are fewer.</summary>
    /// <param name="sign">The bit that makes a byte without a sign of one with one.</param>
    private void Sum(ReadOnlySpan<byte> image, byte sign)
    {
        var channels = sums.Length;
        if (channels < Vector<byte>.Count)
        {
            for (var c = 0; c < channels; c++)
            {
                sums[c] = 0;
                for (var at = c; at < image.Length; at += channels)
                {
                    sums[c] += image[at] ^ sign;
                }
            }

            return;
        }

        for (var c = 0; c < channels; c += Vector<byte>.Count)
        {
            SumVector(image, Math.Min(c, channels - Vector<byte>.Count), new Vector<byte>(sign));
        }
    }

    private void SumVector(ReadOnlySpan<byte> image, int channel, Vector<byte> sign)
    {
        var to = sums.AsSpan(channel, Vector<byte>.Count);
        to.Clear();
        ref var first = ref MemoryMarshal.GetReference(image);
        for (var at = channel; at < image.Length;)
        {
            var (low, high) = (Vector<ushort>.Zero, Vector<ushort>.Zero);
            for (var end = Math.Min(image.Length, at + (Most * sums.Length)); at < end; at += sums.Length)
            {
                Vector.Widen(Vector.LoadUnsafe(ref first, (nuint)at) ^ sign, out var even, out var odd);
                low += even;
                high += odd;
            }

            Add(low, to);
            Add(high, to[Vector<ushort>.Count..]);
        }
    }

    private static void Add(Vector<ushort> sums, Span<int> to)
    {
        Vector.Widen(sums, out var low, out var high);
        (new Vector<int>(to) + Vector.AsVectorInt32(low)).CopyTo(to);
        (new Vector<int>(to[Vector<int>.Count..]) + Vector.AsVectorInt32(high)).CopyTo(to[Vector<int>.Count..]);
    }
}
