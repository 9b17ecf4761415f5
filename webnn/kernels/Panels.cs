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

    /// <summary>Fills panels of zeros with the element <c>source[row * rowStride + column * columnStride]</c> at each row and column.</summary>
    public void Fill(
        Span<float> target, int depth, int columns, ReadOnlySpan<float> bias, ReadOnlySpan<float> slopes, ReadOnlySpan<float> source, int rowStride, int columnStride)
    {
        for (var panel = 0; panel < Count(columns); panel++)
        {
            var width = WidthOf(panel, columns);
            var floats = target[checked((int)Offset(panel, depth))..];
            for (var i = 0; i < Math.Min(width, columns - (panel * Width)); i++)
            {
                var column = (panel * Width) + i;
                floats[i] = bias.IsEmpty ? 0 : bias[column];
                floats[width + i] = slopes.IsEmpty ? 1 : slopes[column];
                var elements = source[(column * columnStride)..];
                for (var row = 0; row < depth; row++)
                {
                    floats[((row + HeadRows) * width) + i] = elements[row * rowStride];
                }
            }
        }
    }
}
