using System.Buffers.Binary;
using WebNN.Cli.Images;
using WebNN.FlatBuffers;
using WebNN.TfLite;

namespace WebNN.Cli.Inputs;

/// <summary>Turns a picture into the bytes of an input tensor.</summary>
internal static class ImageInput
{
    /// <summary>ITU-R BT.601: how bright red, green and blue look.</summary>
    private static readonly float[] luma = [0.299f, 0.587f, 0.114f];

    public static byte[] Bytes(TensorView input, ModelProfile profile, RgbImage image, Normalization? chosen)
    {
        var (scale, zeroPoint) = input.Quantization;
        var metadata = profile.Metadata.Inputs.ElementAtOrDefault(input.Index);
        float Quantize(float value) => scale == 0 ? value : (value / scale) + zeroPoint;
        return Bytes(image, profile.Input(input.Index).Type, [.. input.Shape], chosen, metadata, Quantize);
    }

    /// <param name="shape">[1, height, width, 1 or 3].</param>
    /// <param name="quantize">The stored integer of a normalised value; used where the user chose a normalization.</param>
    /// <exception cref="InputException">The input is no picture.</exception>
    public static byte[] Bytes(
        RgbImage image,
        TensorType type,
        ReadOnlySpan<int> shape,
        Normalization? chosen,
        TensorMetadata? metadata,
        Func<float, float> quantize)
    {
        if (shape is not [1, var height, var width, (1 or 3) and var channels]
            || type is not (TensorType.Float32 or TensorType.UInt8 or TensorType.Int8))
        {
            throw new InputException(
                $"its input {type}[{string.Join(',', shape.ToArray())}] is no picture; [1,height,width,3] of float32, uint8 or int8 is");
        }

        var samples = Samples(Resizing.Bilinear(image, width, height), channels);
        var normalization = Normalization.ForFloats(chosen, metadata);
        var bytes = new byte[samples.Length * (type.BitSize() / 8)];
        for (var i = 0; i < samples.Length; i++)
        {
            var channel = i % channels;
            if (type == TensorType.Float32)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), normalization.Apply(samples[i], channel));
            }
            else
            {
                bytes[i] = Integer(samples[i], channel, type, chosen, quantize);
            }
        }

        return bytes;
    }

    /// <summary>Without a chosen normalization integers are the samples themselves; signed ones are shifted by 128.</summary>
    private static byte Integer(float sample, int channel, TensorType type, Normalization? chosen, Func<float, float> quantize)
    {
        var (least, most) = ModelProfile.IntegerRange(type);
        var stored = chosen is null ? sample + least : quantize(chosen.Apply(sample, channel));
        return unchecked((byte)(long)Math.Clamp(MathF.Round(stored), least, most));
    }

    private static float[] Samples(RgbImage image, int channels)
    {
        var samples = new float[image.Width * image.Height * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = channels == 3 ? image.Pixels[i] : Grey(image.Pixels.AsSpan(i * 3, 3));
        }

        return samples;
    }

    private static float Grey(ReadOnlySpan<byte> pixel) => (luma[0] * pixel[0]) + (luma[1] * pixel[1]) + (luma[2] * pixel[2]);
}
