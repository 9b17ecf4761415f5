using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Integers;

/// <summary>Addresses of an image's own pixels, whose channels are a multiple of four: each is a tap.</summary>
internal sealed unsafe class PixelTable : WindowTable
{
    private readonly WindowShape shape;
    private readonly ZeroLine zeros;

    /// <summary>How far a window reaches from its corner.</summary>
    private readonly (int Y, int X) reach;

    // For each row of a tile whose pixels are neighbours.
    private readonly Vector512<long> columns;
    private readonly Vector512<long> bytes;

    public PixelTable(WindowShape shape)
        : base(shape.Taps, shape.Channels)
    {
        this.shape = shape;
        zeros = new(TapBytes);
        reach = ((shape.KernelHeight - 1) * shape.DilationY, (shape.KernelWidth - 1) * shape.DilationX);
        columns = Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7) * shape.StrideX;
        bytes = columns * shape.Channels;
    }

    /// <inheritdoc/>
    public override nint Bytes(int first, int count) => TableBytes(count);

    public override void Prepare(byte inputZero) => zeros.Fill(inputZero);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Fill(byte* x, byte** table, int first, TileCut cut)
    {
        var (tiles, rows, last) = (cut.Tiles, cut.Rows, first + cut.Count - cut.Rows);
        if (shape.IsPointwise)
        {
            for (var tile = 0; tile < tiles; tile++, first += rows, table += rows)
            {
                var pixel = (nint)x + ((Math.Min(first, last) + 1) * TapBytes);
                (Vector512.Create((long)pixel) + bytes).Store((long*)table);
            }

            return;
        }

        var cursor = new PixelCursor(shape, first);
        for (var tile = 0; tile < tiles; tile++, table += rows * Taps)
        {
            cursor = tile + 1 == tiles ? new(shape, last) : cursor;
            FillTile(x, table, ref cursor, rows);
        }
    }

    private protected override void Release() => zeros.Dispose();

    /// <summary>Addresses are written as many at a time as a tile can have rows, those beyond it to be overwritten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillTile(byte* x, byte** table, ref PixelCursor cursor, int rows)
    {
        long* corners = stackalloc long[ByteTile.MostRows], tops = stackalloc long[ByteTile.MostRows], lefts = stackalloc long[ByteTile.MostRows];
        var isInside = cursor.X + rows <= shape.OutputWidth
            ? Neighbours(x, ref cursor, rows, corners, tops, lefts)
            : Corners(x, ref cursor, rows, corners, tops, lefts);
        var pixels = Vector512.Load(corners);
        Vector512<ulong> ys = Vector512.Load(tops).AsUInt64(), xs = Vector512.Load(lefts).AsUInt64();
        Vector512<ulong> height = Vector512.Create((ulong)shape.Height), width = Vector512.Create((ulong)shape.Width);
        var outside = Vector512.Create((long)(zeros.Pixels + TapBytes));
        for (int row = 0, y = 0; row < shape.KernelHeight; row++, y += shape.DilationY)
        {
            var isRowInside = Vector512.LessThan(ys + Vector512.Create((ulong)y), height);
            for (int tap = 0, at = 0; tap < shape.KernelWidth; tap++, at += shape.DilationX, table += rows)
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
}
