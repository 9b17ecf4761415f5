using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>SOFTMAX over the last axis.</summary>
internal sealed record SoftmaxStep(string Label, TensorInfo Input, TensorInfo Output, float Beta) : ManagedStep(Label, Input, Output)
{
    private const int Levels = 256;

    private readonly float[] row = new float[Input.Shape[^1]];
    private readonly float[] exponentials = Exponentials(Input, Beta);

    public override void Run(ReadOnlySpan<byte> input, Span<byte> output)
    {
        for (var at = 0; at < Elements.Count(Input); at += row.Length)
        {
            if (Input.Type == TfLiteType.Float32)
            {
                var result = MemoryMarshal.Cast<byte, float>(output).Slice(at, row.Length);
                Scale(result, 1 / Exponentiate(MemoryMarshal.Cast<byte, float>(input).Slice(at, row.Length), result));
            }
            else
            {
                Quantized(input.Slice(at, row.Length), output.Slice(at, row.Length));
            }
        }
    }

    /// <summary>Of every difference from the largest; none for floats.</summary>
    private static float[] Exponentials(TensorInfo input, float beta) => input.Quantization is not { } quantization ? []
        : [.. Enumerable.Range(0, Levels).Select(difference => MathF.Exp(-difference * quantization.Scales[0] * beta))];

    /// <summary>The powers, and their sum.</summary>
    private float Exponentiate(ReadOnlySpan<float> input, Span<float> output)
    {
        var largest = Largest(input);
        var (sum, i) = (Vector<float>.Zero, 0);
        ref var from = ref MemoryMarshal.GetReference(input);
        ref var to = ref MemoryMarshal.GetReference(output);
        for (; i <= input.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var power = Vector.Exp((Vector.LoadUnsafe(ref from, (nuint)i) - new Vector<float>(largest)) * Beta);
            power.StoreUnsafe(ref to, (nuint)i);
            sum += power;
        }

        var total = Vector.Sum(sum);
        for (; i < input.Length; i++)
        {
            total += output[i] = MathF.Exp((input[i] - largest) * Beta);
        }

        return total;
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        var (vector, i) = (new Vector<float>(float.NegativeInfinity), 0);
        ref var from = ref MemoryMarshal.GetReference(values);
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            vector = Vector.Max(vector, Vector.LoadUnsafe(ref from, (nuint)i));
        }

        var largest = float.NegativeInfinity;
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            largest = Math.Max(largest, vector[lane]);
        }

        for (; i < values.Length; i++)
        {
            largest = Math.Max(largest, values[i]);
        }

        return largest;
    }

    private static void Scale(Span<float> values, float factor)
    {
        var i = 0;
        ref var at = ref MemoryMarshal.GetReference(values);
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (Vector.LoadUnsafe(ref at, (nuint)i) * factor).StoreUnsafe(ref at, (nuint)i);
        }

        for (; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }

    private void Quantized(ReadOnlySpan<byte> input, Span<byte> output)
    {
        // Stored int8 and uint8 have the same order once the sign bit is turned.
        var sign = Input.Type == TfLiteType.Int8 ? 0x80 : 0;
        var largest = 0;
        foreach (var value in input)
        {
            largest = Math.Max(largest, value ^ sign);
        }

        var total = 0f;
        for (var i = 0; i < input.Length; i++)
        {
            total += row[i] = exponentials[largest - (input[i] ^ sign)];
        }

        var quantization = Output.Quantization!;
        var (factor, zeroPoint) = (1 / (total * quantization.Scales[0]), quantization.ZeroPoints[0]);
        var (low, high) = Elements.Range(Output);
        for (var i = 0; i < input.Length; i++)
        {
            output[i] = (byte)Math.Clamp((int)MathF.Round(row[i] * factor) + zeroPoint, low, high);
        }
    }
}

/// <summary>PAD that is not a convolution's: everything is filled, then rows are copied.</summary>
/// <param name="Before">For each axis.</param>
internal sealed record PadStep(string Label, TensorInfo Input, TensorInfo Output, ImmutableArray<int> Before) : ManagedStep(Label, Input, Output)
{
    public override void Run(ReadOnlySpan<byte> input, Span<byte> output)
    {
        output.Fill(Input.Type == TfLiteType.Float32 ? (byte)0 : (byte)(Input.Quantization?.ZeroPoints[0] ?? 0));
        Copy(input, output, axis: 0);
    }

    private void Copy(ReadOnlySpan<byte> input, Span<byte> output, int axis)
    {
        var (from, to) = (input.Length / Input.Shape[axis], output.Length / Output.Shape[axis]);
        if (from == to)
        {
            input.CopyTo(output[(Before[axis] * to)..]);
            return;
        }

        for (var i = 0; i < Input.Shape[axis]; i++)
        {
            Copy(input.Slice(i * from, from), output.Slice((Before[axis] + i) * to, to), axis + 1);
        }
    }
}
