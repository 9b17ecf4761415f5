using System.Globalization;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Inputs;

/// <summary>Which values a random input takes, both ends included, and where that is known from.</summary>
internal sealed record InputRange(double Minimum, double Maximum, string Reason)
{
    /// <summary>Small enough for any table, where nothing tells its size.</summary>
    private const int SmallIntegers = 10;

    /// <summary>Samples of images and sounds before normalization.</summary>
    private const int LargestSample = 255;

    public static InputRange Of(ModelProfile profile, int ordinal)
    {
        var type = profile.Input(ordinal).Type;
        if (type is not (TensorType.String or TensorType.Bool) && profile.Uses.Bound(ordinal) is { } bound)
        {
            return new(bound.Minimum, bound.Maximum, bound.Reason);
        }

        return type switch
        {
            TensorType.Float32 or TensorType.Float16 or TensorType.Float64 => OfFloats(profile, ordinal),
            TensorType.UInt8 or TensorType.Int8 or TensorType.Int16 or TensorType.UInt16 or TensorType.Bool => OfType(type),
            TensorType.Int32 or TensorType.Int64 or TensorType.UInt32 or TensorType.UInt64 => new(0, SmallIntegers - 1, "small integers"),
            _ => throw new InputException($"input {ordinal} has type {type}, for which no values can be made up"),
        };
    }

    /// <summary>Fills a tensor's bytes.</summary>
    public void Fill(Span<byte> data, TensorType type, Random random)
    {
        var size = type.BitSize() / 8;
        for (var at = 0; at + size <= data.Length; at += size)
        {
            Write(data.Slice(at, size), type, random);
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Minimum:g4}, {Maximum:g4}] ({Reason})");

    private static InputRange OfType(TensorType type)
    {
        var (minimum, maximum) = ModelProfile.IntegerRange(type);
        return new(minimum, maximum, "all values of its type");
    }

    private static InputRange OfFloats(ModelProfile profile, int ordinal)
    {
        if (profile.QuantizedRange(ordinal) is var (least, most))
        {
            return new(least, most, "what its QUANTIZE can represent");
        }

        var metadata = profile.Metadata.Inputs.ElementAtOrDefault(ordinal);
        if (metadata is { Mean: [var mean, ..], Std: [not 0 and var std, ..] })
        {
            return new((0 - mean) / std, (LargestSample - mean) / std, "normalization in its metadata");
        }

        return metadata is { Minimum: [var from, ..], Maximum: [var to, ..] } && from < to
            ? new(from, to, "range in its metadata")
            : new(-1, 1, "nothing says more");
    }

    private void Write(Span<byte> element, TensorType type, Random random)
    {
        if (Elements.IsFloat(type))
        {
            Elements.WriteReal(element, type, Minimum + ((Maximum - Minimum) * random.NextDouble()));
        }
        else
        {
            Elements.WriteInteger(element, random.NextInt64((long)Minimum, (long)Maximum + 1));
        }
    }
}
