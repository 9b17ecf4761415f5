using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WebNN.Kernels;

/// <summary>
/// A matrix [depth, columns] as <see cref="RegisterTile{TLanes, TVector}"/> reads it: panels of two vectors of columns, the last of one where
/// that is enough. A panel begins with a row of biases and a row of slopes; columns beyond the matrix are zeros.
/// </summary>
/// <param name="Lanes">Floats of a vector.</param>
internal readonly record struct Panels(int Lanes)
{
    /// <summary>Of so many columns a tile writes all or none.</summary>
    public const int ColumnStep = 8;

    /// <summary>Rows of a panel that are not the matrix's.</summary>
    public const int HeadRows = 2;

    public int Width => 2 * Lanes;

    public int Count(int columns) => (columns + Width - 1) / Width;

    public int WidthOf(int panel, int columns) => columns - (panel * Width) > Lanes ? Width : Lanes;

    /// <summary>Floats before a panel.</summary>
    public nint Offset(int panel, int depth) => (nint)panel * Width * (depth + HeadRows);

    public long Size(int depth, int columns)
    {
        var last = Count(columns) - 1;
        return Offset(last, depth) + ((long)WidthOf(last, columns) * (depth + HeadRows));
    }

    /// <summary>Fills panels with the element <c>source[row * rowStride + column * columnStride]</c> at each row and column.</summary>
    public void Fill(
        Span<float> target, int depth, int columns, ReadOnlySpan<float> bias, ReadOnlySpan<float> slopes, ReadOnlySpan<float> source, int rowStride, int columnStride)
    {
        for (var panel = 0; panel < Count(columns); panel++)
        {
            int width = WidthOf(panel, columns), first = panel * Width, count = Math.Min(width, columns - first);
            var floats = target.Slice(checked((int)Offset(panel, depth)), width * (depth + HeadRows));
            if (count < width)
            {
                floats.Clear();
            }

            for (var i = 0; i < count; i++)
            {
                floats[i] = bias.IsEmpty ? 0 : bias[first + i];
                floats[width + i] = slopes.IsEmpty ? 1 : slopes[first + i];
            }

            var rows = floats[(HeadRows * width)..];
            for (var row = 0; row < depth; row++)
            {
                // In the order of the target: columns that are far from each other in the source stay in the first cache for some rows.
                var elements = source[((first * columnStride) + (row * rowStride))..];
                FillRow(rows.Slice(row * width, count), elements, columnStride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillRow(Span<float> target, ReadOnlySpan<float> source, int stride)
    {
        if (stride == 1)
        {
            source[..target.Length].CopyTo(target);
            return;
        }

        _ = source[(target.Length - 1) * stride];
        ref var element = ref MemoryMarshal.GetReference(source);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = Unsafe.Add(ref element, (nint)i * stride);
        }
    }
}
