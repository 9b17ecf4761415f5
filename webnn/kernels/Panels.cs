using System.Runtime.CompilerServices;

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

    /// <summary>Fills panels with a matrix whose columns follow each other.</summary>
    public void Fill(Span<float> target, int depth, int columns, ReadOnlySpan<float> bias, ReadOnlySpan<float> slopes, ReadOnlySpan<float> source)
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

            FillRows(floats[(HeadRows * width)..], width, source.Slice(checked(first * depth), checked(count * depth)), depth);
        }
    }

    /// <summary>In the order of the target: columns that are far from each other in the source stay in the first cache for some rows. In squares, but for what is left over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void FillRows(Span<float> target, int width, ReadOnlySpan<float> source, int depth)
    {
        var side = TransposedFloats.Side;
        var count = source.Length / depth;
        int columns = count / side * side, rows = depth / side * side;
        _ = target[((depth - 1) * width) + count - 1];
        fixed (float* x = source, y = target)
        {
            for (var row = 0; row < rows; row += side)
            {
                for (var column = 0; column < columns; column += side)
                {
                    float* from = x + ((nint)column * depth) + row, to = y + ((nint)row * width) + column;
                    TransposedFloats.Square((byte*)from, (nint)depth * sizeof(float), (byte*)to, (nint)width * sizeof(float));
                }
            }

            for (var column = 0; column < count; column++)
            {
                for (var row = column < columns ? rows : 0; row < depth; row++)
                {
                    y[((nint)row * width) + column] = x[((nint)column * depth) + row];
                }
            }
        }
    }
}
