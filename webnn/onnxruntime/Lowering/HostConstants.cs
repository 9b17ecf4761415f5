using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Lowering;

/// <summary>What is computed on the host, once, while a graph is compiled: layouts and values of constants.</summary>
internal static class HostConstants
{
    /// <summary>Far above any model's, and few enough for the stack.</summary>
    private const int MaxRank = 64;

    /// <summary>Moves axes: output axis i is input axis <c>permutation[i]</c>. The same memory where only axes of size 1 move.</summary>
    public static ReadOnlyMemory<byte> Transpose(ReadOnlyMemory<byte> bytes, ImmutableArray<int> shape, ReadOnlySpan<int> permutation, int elementSize)
    {
        if (KeepsOrder(shape, permutation))
        {
            return bytes;
        }

        var rank = shape.Length;
        if (rank > MaxRank)
        {
            throw new UnsupportedException($"a constant of rank {rank}; the ONNX Runtime backend moves axes of at most {MaxRank}");
        }

        var inputStrides = HostData.Strides(shape);
        Span<int> sizes = stackalloc int[rank];
        Span<int> strides = stackalloc int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            sizes[axis] = shape[permutation[axis]];
            strides[axis] = inputStrides[permutation[axis]] * elementSize;
        }

        var result = GC.AllocateUninitializedArray<byte>(bytes.Length);
        Copy(bytes.Span, result, sizes, strides, elementSize);
        return result;
    }

    /// <summary>The same of data that need not be there yet.</summary>
    public static HostData Transposed(HostData source, ImmutableArray<int> shape, ImmutableArray<int> permutation, int elementSize) =>
        new(() => Transpose(source.Bytes, shape, permutation.AsSpan(), elementSize), new(source, shape, permutation));

    public static ImmutableArray<int> Transpose(ImmutableArray<int> shape, ReadOnlySpan<int> permutation)
    {
        var result = ImmutableArray.CreateBuilder<int>(shape.Length);
        foreach (var axis in permutation)
        {
            result.Add(shape[axis]);
        }

        return result.MoveToImmutable();
    }

    /// <summary>int8 as the unsigned type 128 higher, or back: one bit per element.</summary>
    public static byte[] Shift(ReadOnlySpan<byte> bytes)
    {
        var result = GC.AllocateUninitializedArray<byte>(bytes.Length);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (byte)(bytes[i] ^ 0x80);
        }

        return result;
    }

    /// <summary>Each of <paramref name="rows"/> rows has equal parts: part i of the result is part <c>order[i]</c>.</summary>
    public static byte[] Reorder(ReadOnlySpan<byte> bytes, int rows, ImmutableArray<int> order)
    {
        var result = GC.AllocateUninitializedArray<byte>(bytes.Length);
        var size = bytes.Length / rows / order.Length;
        for (var i = 0; i < rows * order.Length; i++)
        {
            var source = (i / order.Length * order.Length) + order[i % order.Length];
            bytes.Slice(source * size, size).CopyTo(result.AsSpan(i * size));
        }

        return result;
    }

    /// <summary>The rows of two matrices of one shape, each row of the first before its row of the second.</summary>
    public static byte[] SideBySide(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int rows)
    {
        var result = GC.AllocateUninitializedArray<byte>(first.Length + second.Length);
        var size = first.Length / rows;
        for (var row = 0; row < rows; row++)
        {
            first.Slice(row * size, size).CopyTo(result.AsSpan(2 * row * size));
            second.Slice(row * size, size).CopyTo(result.AsSpan(((2 * row) + 1) * size));
        }

        return result;
    }

    /// <summary>Floats of one value.</summary>
    public static byte[] Filled(MLOperandDataType type, int length, double value)
    {
        var result = GC.AllocateUninitializedArray<byte>(checked(length * type.ByteSize()));
        if (type is MLOperandDataType.Float16)
        {
            MemoryMarshal.Cast<byte, Half>(result.AsSpan()).Fill((Half)value);
        }
        else
        {
            MemoryMarshal.Cast<byte, float>(result.AsSpan()).Fill((float)value);
        }

        return result;
    }

    /// <summary>Repeats what has length 1 along an axis, or lacks the axis, to another shape.</summary>
    public static byte[] Expand(ReadOnlySpan<byte> bytes, ImmutableArray<int> from, ImmutableArray<int> to, int elementSize)
    {
        var count = to.Aggregate(1, (product, dimension) => product * dimension);
        var result = new byte[count * elementSize];
        for (var i = 0; i < count; i++)
        {
            var (rest, source, stride) = (i, 0, 1);
            for (var axis = 1; axis <= from.Length; axis++)
            {
                source += from[^axis] == 1 ? 0 : rest % to[^axis] * stride;
                (rest, stride) = (rest / to[^axis], stride * from[^axis]);
            }

            bytes.Slice(source * elementSize, elementSize).CopyTo(result.AsSpan(i * elementSize));
        }

        return result;
    }

    public static byte[] HalfToSingle(ReadOnlySpan<byte> bytes)
    {
        var source = MemoryMarshal.Cast<byte, Half>(bytes);
        var result = GC.AllocateUninitializedArray<byte>(bytes.Length * 2);
        var target = MemoryMarshal.Cast<byte, float>(result.AsSpan());
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = (float)source[i];
        }

        return result;
    }

    private static bool KeepsOrder(ImmutableArray<int> shape, ReadOnlySpan<int> permutation)
    {
        var last = -1;
        foreach (var axis in permutation)
        {
            if (shape[axis] == 1)
            {
                continue;
            }

            if (axis < last)
            {
                return false;
            }

            last = axis;
        }

        return true;
    }

    private static void Copy(ReadOnlySpan<byte> source, Span<byte> target, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides, int elementSize)
    {
        Span<int> index = stackalloc int[sizes.Length];
        index.Clear();
        var last = sizes.Length - 1;
        var offset = 0;
        for (var written = 0; written < target.Length;)
        {
            for (var i = 0; i < sizes[last]; i++, written += elementSize)
            {
                source.Slice(offset + (i * strides[last]), elementSize).CopyTo(target[written..]);
            }

            for (var axis = last - 1; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++index[axis] < sizes[axis])
                {
                    break;
                }

                offset -= sizes[axis] * strides[axis];
                index[axis] = 0;
            }
        }
    }
}
