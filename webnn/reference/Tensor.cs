using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace WebNN.Reference;

/// <summary>
/// A value of a graph while it is computed, in standard (row-major) order: floats as doubles that the operand's type can hold, integers as
/// integers wide enough for the sum, difference or product of any two elements.
/// </summary>
internal sealed class Tensor
{
    private Tensor(MLOperandDescriptor descriptor, double[] reals, Int128[] integers)
    {
        Descriptor = descriptor;
        Reals = reals;
        Integers = integers;
    }

    public MLOperandDescriptor Descriptor { get; }

    public ImmutableArray<int> Shape => Descriptor.Shape;

    public bool IsReal => Descriptor.DataType.IsFloat();

    /// <summary>The elements of a float operand; empty for another.</summary>
    public double[] Reals { get; }

    /// <summary>The elements of an integer operand; empty for another.</summary>
    public Int128[] Integers { get; }

    /// <summary>Takes over <paramref name="values"/>, each rounded once to the descriptor's type, halves to even.</summary>
    public static Tensor Of(MLOperandDescriptor descriptor, double[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Numbers.Round(descriptor.DataType, values[i]);
        }

        return new(descriptor, values, []);
    }

    /// <summary>Takes over <paramref name="values"/>, each wrapped around to the descriptor's type.</summary>
    public static Tensor Of(MLOperandDescriptor descriptor, Int128[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Numbers.Wrap(descriptor.DataType, values[i]);
        }

        return new(descriptor, [], values);
    }

    public static Tensor Zeros(MLOperandDescriptor descriptor) => descriptor.DataType.IsFloat()
        ? new(descriptor, new double[descriptor.ElementCount], [])
        : new(descriptor, [], new Int128[descriptor.ElementCount]);

    public static Tensor Read(MLOperandDescriptor descriptor, ReadOnlySpan<byte> bytes) => descriptor.DataType switch
    {
        MLOperandDataType.Float32 => new(descriptor, Values<float, double>(bytes, value => value), []),
        MLOperandDataType.Float16 => new(descriptor, Values<Half, double>(bytes, value => (double)value), []),
        MLOperandDataType.Int32 => new(descriptor, [], Values<int, Int128>(bytes, value => value)),
        MLOperandDataType.Uint32 => new(descriptor, [], Values<uint, Int128>(bytes, value => value)),
        MLOperandDataType.Int64 => new(descriptor, [], Values<long, Int128>(bytes, value => value)),
        MLOperandDataType.Uint64 => new(descriptor, [], Values<ulong, Int128>(bytes, value => value)),
        MLOperandDataType.Int8 => new(descriptor, [], Values<sbyte, Int128>(bytes, value => value)),
        _ => new(descriptor, [], Values<byte, Int128>(bytes, value => value)),
    };

    public byte[] ToBytes() => Descriptor.DataType switch
    {
        MLOperandDataType.Float32 => Bytes(Reals, value => (float)value),
        MLOperandDataType.Float16 => Bytes(Reals, value => (Half)value),
        MLOperandDataType.Int32 => Bytes(Integers, value => (int)value),
        MLOperandDataType.Uint32 => Bytes(Integers, value => (uint)value),
        MLOperandDataType.Int64 => Bytes(Integers, value => (long)value),
        MLOperandDataType.Uint64 => Bytes(Integers, value => (ulong)value),
        MLOperandDataType.Int8 => Bytes(Integers, value => (sbyte)value),
        _ => Bytes(Integers, value => (byte)value),
    };

    /// <summary>A tensor whose element i is this one's at <c>positions[i]</c>; 0 where that is negative.</summary>
    public Tensor Take(MLOperandDescriptor descriptor, int[] positions) => new(
        descriptor,
        IsReal ? Array.ConvertAll(positions, position => position < 0 ? 0 : Reals[position]) : [],
        IsReal ? [] : Array.ConvertAll(positions, position => position < 0 ? 0 : Integers[position]));

    /// <summary>This tensor stretched to a shape that it broadcasts to.</summary>
    public Tensor Stretch(ImmutableArray<int> shape) => Take(Descriptor.WithShape(shape.AsSpan()), Positions.Broadcast(Shape, shape));

    /// <summary>A copy in which <c>positions[i]</c> has element i of <paramref name="source"/>, in their order; not where that is negative.</summary>
    public Tensor Replace(int[] positions, Tensor source)
    {
        double[] reals = [.. Reals];
        Int128[] integers = [.. Integers];
        for (var i = 0; i < positions.Length; i++)
        {
            if (positions[i] >= 0 && IsReal)
            {
                reals[positions[i]] = source.Reals[i];
            }
            else if (positions[i] >= 0)
            {
                integers[positions[i]] = source.Integers[i];
            }
        }

        return new(Descriptor, reals, integers);
    }

    private static TValue[] Values<TElement, TValue>(ReadOnlySpan<byte> bytes, Func<TElement, TValue> widen) where TElement : unmanaged
    {
        var elements = MemoryMarshal.Cast<byte, TElement>(bytes);
        var values = new TValue[elements.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = widen(elements[i]);
        }

        return values;
    }

    private static byte[] Bytes<TValue, TElement>(TValue[] values, Func<TValue, TElement> narrow) where TElement : unmanaged =>
        MemoryMarshal.AsBytes<TElement>(Array.ConvertAll(values, value => narrow(value))).ToArray();
}
