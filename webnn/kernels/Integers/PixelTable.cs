using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Integers;

/// <summary>
/// The tables of <see cref="ByteTileCall"/>s: where the pixels under windows are. A tap of them is a pixel where its channels are a multiple of
/// four; elsewhere it is a line of the window, read with what follows it up to such a multiple, and copied where that is not all within a line
/// of the image.
/// </summary>
internal sealed unsafe class PixelTable : IDisposable
{
    private readonly WindowShape shape;
    private readonly ZeroLine zeros;
    private readonly bool hasLines;

    /// <summary>How far a window reaches from its corner, with what is read behind it.</summary>
    private readonly (int Y, int X) reach;

    // For each row of a tile whose pixels are neighbours.
    private readonly Vector512<long> columns;
    private readonly Vector512<long> bytes;

    public PixelTable(WindowShape shape)
    {
        this.shape = shape;
        hasLines = shape.Channels % sizeof(int) != 0;
        var lineBytes = shape.KernelWidth * shape.Channels;
        TapBytes = hasLines ? (lineBytes + sizeof(int) - 1) & -sizeof(int) : shape.Channels;
        Taps = hasLines ? shape.KernelHeight : shape.Taps;
        zeros = new(TapBytes);
        reach.Y = (shape.KernelHeight - 1) * shape.DilationY;
        reach.X = !hasLines ? (shape.KernelWidth - 1) * shape.DilationX
            : shape.DilationX == 1 ? shape.KernelWidth - 1 + (((int)TapBytes - lineBytes + shape.Channels - 1) / shape.Channels)
            : shape.Width;
        columns = Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7) * shape.StrideX;
        bytes = columns * shape.Channels;
    }

    /// <summary>Taps of a window.</summary>
    public int Taps { get; }

    /// <summary>Bytes of a tap.</summary>
    public nint TapBytes { get; }

    /// <summary>The memory of a table for so many pixels.</summary>
    public nint Bytes(int pixels) => TableBytes(pixels) + (hasLines ? Most(pixels) * Taps * TapBytes : 0);

    public void Prepare(byte inputZero) => zeros.Fill(inputZero);

    public void Dispose() => zeros.Dispose();

    /// <summary>Fills the table for some pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(byte* x, byte** table, int first, TileCut cut)
    {
        var (tiles, rows, last) = (cut.Tiles, cut.Rows, first + cut.Count - cut.Rows);
        if (shape.IsPointwise && !hasLines)
        {
            for (var tile = 0; tile < tiles; tile++, first += rows, table += rows)
            {
                var pixel = (nint)x + ((Math.Min(first, last) + 1) * TapBytes);
                (Vector512.Create((long)pixel) + bytes).Store((long*)table);
            }

            return;
        }

        var copies = (byte*)table + TableBytes(cut.Count);
        var cursor = new PixelCursor(shape, first);
        for (var tile = 0; tile < tiles; tile++, table += rows * Taps)
        {
            cursor = tile + 1 == tiles ? new(shape, last) : cursor;
            FillTile(x, table, ref cursor, rows, ref copies);
        }
    }

    /// <summary>The rows of all tiles of so many pixels.</summary>
    public static int Most(int pixels) => pixels + (pixels / ByteTile.MostRows) + 1;

    /// <summary>A vector of addresses is written at a time.</summary>
    private nint TableBytes(int pixels) => ((Most(pixels) * Taps) + ByteTile.MostRows) * sizeof(byte*);

    /// <summary>Addresses are written as many at a time as a tile can have rows, those beyond it to be overwritten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillTile(byte* x, byte** table, ref PixelCursor cursor, int rows, ref byte* copies)
    {
        long* corners = stackalloc long[ByteTile.MostRows], tops = stackalloc long[ByteTile.MostRows], lefts = stackalloc long[ByteTile.MostRows];
        var isInside = cursor.X + rows <= shape.OutputWidth
            ? Neighbours(x, ref cursor, rows, corners, tops, lefts)
            : Corners(x, ref cursor, rows, corners, tops, lefts);
        if (hasLines && !isInside)
        {
            CopyLines(table, rows, corners, tops, lefts, ref copies);
            return;
        }

        var pixels = Vector512.Load(corners);
        Vector512<ulong> ys = Vector512.Load(tops).AsUInt64(), xs = Vector512.Load(lefts).AsUInt64();
        Vector512<ulong> height = Vector512.Create((ulong)shape.Height), width = Vector512.Create((ulong)shape.Width);
        var outside = Vector512.Create((long)(zeros.Pixels + TapBytes));
        var tapsPerLine = hasLines ? 1 : shape.KernelWidth;
        for (int row = 0, y = 0; row < shape.KernelHeight; row++, y += shape.DilationY)
        {
            var isRowInside = Vector512.LessThan(ys + Vector512.Create((ulong)y), height);
            for (int tap = 0, at = 0; tap < tapsPerLine; tap++, at += shape.DilationX, table += rows)
            {
                var addresses = pixels + Vector512.Create((long)((((nint)y * shape.Width) + at) * shape.Channels));
                if (!isInside)
                {
                    var isPixel = isRowInside & Vector512.LessThan(xs + Vector512.Create((ulong)at), width);
                    addresses = Vector512.ConditionalSelect(isPixel.AsInt64(), addresses, outside);
                }

                addresses.Store((long*)table);
            }
        }
    }

    /// <summary>
    /// The corners of some windows: what follows their first tap, and their places. Returns whether all windows lie inside of the image.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Corners(byte* x, ref PixelCursor cursor, int rows, long* corners, long* tops, long* lefts)
    {
        var isInside = true;
        for (var row = 0; row < rows; row++, cursor.MoveNext())
        {
            int top = (cursor.Y * shape.StrideY) - shape.PadTop, left = (cursor.X * shape.StrideX) - shape.PadLeft;
            corners[row] = (nint)x + ((((((nint)cursor.Image * shape.Height) + top) * shape.Width) + left) * shape.Channels) + TapBytes;
            (tops[row], lefts[row]) = (top, left);
            isInside &= top >= 0 && left >= 0 && top + reach.Y < shape.Height && left + reach.X < shape.Width;
        }

        return isInside;
    }

    /// <summary>The same for neighbours in a line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Neighbours(byte* x, ref PixelCursor cursor, int rows, long* corners, long* tops, long* lefts)
    {
        int top = (cursor.Y * shape.StrideY) - shape.PadTop, left = (cursor.X * shape.StrideX) - shape.PadLeft;
        var corner = (nint)x + ((((((nint)cursor.Image * shape.Height) + top) * shape.Width) + left) * shape.Channels) + TapBytes;
        (Vector512.Create((long)corner) + bytes).Store(corners);
        Vector512.Create((long)top).Store(tops);
        (Vector512.Create((long)left) + columns).Store(lefts);
        cursor.Move(rows);
        return top >= 0 && left >= 0 && top + reach.Y < shape.Height && left + ((rows - 1) * shape.StrideX) + reach.X < shape.Width;
    }

    /// <summary>Lines of windows some of which lie outside of the image, in memory of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyLines(byte** table, int rows, long* corners, long* tops, long* lefts, ref byte* copies)
    {
        for (int line = 0, y = 0; line < shape.KernelHeight; line++, y += shape.DilationY)
        {
            for (var row = 0; row < rows; row++)
            {
                if ((ulong)(tops[row] + y) >= (ulong)shape.Height)
                {
                    *table++ = zeros.Pixels + TapBytes;
                    continue;
                }

                var pixels = (byte*)corners[row] - TapBytes + ((nint)y * shape.Width * shape.Channels);
                if (lefts[row] >= 0 && lefts[row] + reach.X < shape.Width)
                {
                    *table++ = pixels + TapBytes;
                    continue;
                }

                for (int tap = 0, at = 0; tap < shape.KernelWidth; tap++, at += shape.DilationX)
                {
                    var pixel = (ulong)(lefts[row] + at) < (ulong)shape.Width ? pixels + ((nint)at * shape.Channels) : zeros.Pixels;
                    for (var channel = 0; channel < shape.Channels; channel++)
                    {
                        copies[(tap * shape.Channels) + channel] = pixel[channel];
                    }
                }

                copies += TapBytes;
                *table++ = copies;
            }
        }
    }
}
