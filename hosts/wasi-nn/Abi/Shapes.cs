using System.Collections.Immutable;

namespace WebNN.Wasi.Abi;

/// <summary>Dimensions that a guest gives: u32 each.</summary>
internal static class Shapes
{
    /// <summary>TensorFlow Lite's own limit.</summary>
    private const int MostDimensions = 8;

    private const ulong MostElements = uint.MaxValue;

    /// <summary>Whether the rank and every dimension are the model's. A dimension of 0 fits none.</summary>
    public static bool Equal(ReadOnlySpan<byte> dimensions, ImmutableArray<int> shape)
    {
        if (dimensions.Length != shape.Length * sizeof(uint))
        {
            return false;
        }

        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] <= 0 || GuestStructures.UInt32(dimensions, i * sizeof(uint)) != (uint)shape[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many elements these dimensions have; false for too many dimensions, one of 0 or 2^31 and more, or more elements than 2^32.</summary>
    public static bool TryElements(ReadOnlySpan<byte> dimensions, out ulong elements)
    {
        elements = 1;
        if (dimensions.Length > MostDimensions * sizeof(uint))
        {
            return false;
        }

        for (var i = 0; i < dimensions.Length; i += sizeof(uint))
        {
            var dimension = GuestStructures.UInt32(dimensions, i);
            if (dimension is 0 or > int.MaxValue || elements > MostElements / dimension)
            {
                return false;
            }

            elements *= dimension;
        }

        return true;
    }

    /// <summary>For messages.</summary>
    public static string Text(ReadOnlySpan<byte> dimensions)
    {
        var shown = new uint[Math.Min(dimensions.Length / sizeof(uint), MostDimensions)];
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = GuestStructures.UInt32(dimensions, i * sizeof(uint));
        }

        return $"[{string.Join(',', shown)}{(shown.Length * sizeof(uint) < dimensions.Length ? ",…" : "")}]";
    }
}
