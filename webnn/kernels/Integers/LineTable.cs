using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Integers;

/// <summary>
/// Addresses of lines of windows: a tap is a line, up to a multiple of four bytes. Those at the edges of the image, which it does not hold whole, and
/// those of dilated windows are put together once for each line of the image, for all windows of a pass that read it.
/// </summary>
internal sealed unsafe class LineTable : WindowTable
{
    private readonly WindowShape shape;
    private readonly ZeroLine zeros;
    private readonly nint lineBytes;

    /// <summary>The windows of a line of results that the image holds: from the first of them to behind the last.</summary>
    private readonly (int Start, int End) whole;

    /// <summary>The bytes of what is put together for a line of the image.</summary>
    private readonly nint edgeBytes;

    /// <summary>From the first of neighbours to each.</summary>
    private readonly Vector512<long> neighbours;

    public LineTable(WindowShape shape)
        : base(shape.KernelHeight, ((shape.KernelWidth * (nint)shape.Channels) + sizeof(int) - 1) & -sizeof(int))
    {
        this.shape = shape;
        zeros = new(TapBytes);
        lineBytes = (nint)shape.Width * shape.Channels;
        whole = Whole();
        edgeBytes = TapBytes * (shape.OutputWidth - (whole.End - whole.Start));
        neighbours = Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7) * (shape.StrideX * (long)shape.Channels);
    }

    /// <inheritdoc/>
    public override nint Bytes(int first, int count)
    {
        var (start, end) = Lines(first, count);
        return TableBytes(count) + ((end - start) * edgeBytes);
    }

    public override void Prepare(byte inputZero) => zeros.Fill(inputZero);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Fill(byte* x, byte** table, int first, TileCut cut)
    {
        var (start, end) = Lines(first, cut.Count);
        var (tiles, rows) = (cut.Tiles, cut.Rows);
        var edges = (byte*)table + TableBytes(cut.Count);
        FillEdges(x, edges, start, end);

        // As if those of the first image's first line were there, too.
        edges -= start * edgeBytes;
        for (int tile = 0, run; tile < tiles; tile += run, table += run * rows * Taps)
        {
            var isLast = tile + 1 == tiles;
            var cursor = new PixelCursor(shape, isLast ? first + cut.Count - rows : first + (tile * rows));
            run = Math.Min((shape.OutputWidth - cursor.X) / rows, isLast ? 1 : tiles - 1 - tile);
            if (run > 0)
            {
                FillRun(x, edges, table, cursor, run, rows);
                continue;
            }

            run = 1;
            for (var row = 0; row < rows; row++, cursor.MoveNext())
            {
                FillRow(x, edges, table + row, cursor, rows);
            }
        }
    }

    private protected override void Release() => zeros.Dispose();

    private (int Start, int End) Whole()
    {
        var start = shape.DilationX > 1 ? shape.OutputWidth : (int)Math.Min(shape.OutputWidth, ((long)shape.PadLeft + shape.StrideX - 1) / shape.StrideX);
        var last = lineBytes < TapBytes ? -1 : (((lineBytes - TapBytes) / shape.Channels) + shape.PadLeft) / shape.StrideX;
        return (start, (int)Math.Clamp(last + 1, start, shape.OutputWidth));
    }

    /// <summary>Lines of all images that windows of some pixels read: from the first one's first to the last one's last.</summary>
    private (nint Start, nint End) Lines(int first, int count)
    {
        PixelCursor start = new(shape, first), end = new(shape, first + count - 1);
        var reach = (shape.KernelHeight - 1) * shape.DilationY;
        var top = ((nint)start.Image * shape.Height) + Math.Clamp((start.Y * shape.StrideY) - shape.PadTop, 0, shape.Height);
        var bottom = ((nint)end.Image * shape.Height) + Math.Clamp((end.Y * shape.StrideY) - shape.PadTop + reach + 1, 0, shape.Height);
        return (top, Math.Max(top, bottom));
    }

    /// <summary>Puts lines of windows together, of each line of the image those on its left, and then those on its right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillEdges(byte* x, byte* target, nint start, nint end)
    {
        var inside = whole.End - whole.Start;
        for (var source = x + (start * lineBytes); start < end; start++, source += lineBytes)
        {
            for (var edge = 0; edge < shape.OutputWidth - inside; edge++, target += TapBytes)
            {
                var column = edge + (edge < whole.Start ? 0 : inside);
                FillEdge(source, target, (column * shape.StrideX) - shape.PadLeft);
            }
        }
    }

    /// <param name="left">The window's first column.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FillEdge(byte* source, byte* target, int left)
    {
        nint channels = shape.Channels;
        ByteRun.Copy(zeros.Pixels, target, TapBytes);
        if (shape.DilationX == 1)
        {
            nint start = Math.Clamp(-left, 0, shape.KernelWidth), end = Math.Clamp(shape.Width - left, 0, shape.KernelWidth);
            ByteRun.Copy(source + ((left + start) * channels), target + (start * channels), (end - start) * channels);
            return;
        }

        for (var tap = 0; tap < shape.KernelWidth; tap++, left += shape.DilationX, target += channels)
        {
            if ((uint)left < (uint)shape.Width)
            {
                ByteRun.Copy(source + (left * channels), target, channels);
            }
        }
    }

    /// <summary>
    /// Tiles of neighbours in a line of results. Addresses are written as many at a time as a tile can have rows, those beyond it to be overwritten,
    /// and those of edges once more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillRun(byte* x, byte* edges, byte** table, in PixelCursor cursor, int tiles, int rows)
    {
        var lines = stackalloc byte*[Taps];
        var (line, top) = Place(cursor);
        for (var tap = 0; tap < Taps; tap++)
        {
            lines[tap] = IsInside(top, tap) ? x + Start(line, tap, cursor.X) : null;
        }

        var target = table;
        var count = Taps;
        var step = Vector512.Create((long)rows * shape.StrideX * shape.Channels);
        var outside = Vector512.Create((long)(zeros.Pixels + TapBytes));
        var offsets = neighbours;
        for (var tile = 0; tile < tiles; tile++, offsets += step)
        {
            for (var tap = 0; tap < count; tap++, target += rows)
            {
                (lines[tap] == null ? outside : Vector512.Create((long)lines[tap]) + offsets).Store((long*)target);
            }
        }

        var end = cursor.X + (tiles * rows);
        for (var column = cursor.X; column < end; column++)
        {
            column = column >= whole.Start ? Math.Max(column, whole.End) : column;
            var (tile, row) = Math.DivRem(column - cursor.X, rows);
            for (var tap = 0; tap < Taps && column < end; tap++)
            {
                table[(((tile * Taps) + tap) * rows) + row] = lines[tap] == null ? zeros.Pixels + TapBytes : Edge(edges, line + (tap * shape.DilationY), column);
            }
        }
    }

    /// <summary>A pixel's window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillRow(byte* x, byte* edges, byte** table, in PixelCursor cursor, int rows)
    {
        var (line, top) = Place(cursor);
        for (var tap = 0; tap < Taps; tap++, table += rows)
        {
            *table = !IsInside(top, tap) ? zeros.Pixels + TapBytes
                : cursor.X < whole.Start || cursor.X >= whole.End ? Edge(edges, line + (tap * shape.DilationY), cursor.X)
                : x + Start(line, tap, cursor.X);
        }
    }

    /// <summary>A window's first line, of all images and of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (nint Line, int Top) Place(in PixelCursor cursor)
    {
        var top = (cursor.Y * shape.StrideY) - shape.PadTop;
        return (((nint)cursor.Image * shape.Height) + top, top);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsInside(int top, int tap) => (uint)(top + (tap * shape.DilationY)) < (uint)shape.Height;

    /// <summary>What follows a line of a window, from the image's first byte on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint Start(nint line, int tap, int column) =>
        ((line + (tap * shape.DilationY)) * lineBytes) + ((((nint)column * shape.StrideX) - shape.PadLeft) * shape.Channels) + TapBytes;

    /// <summary>What follows the line of a window that was put together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Edge(byte* edges, nint line, int column) =>
        edges + (line * edgeBytes) + ((column - (column < whole.Start ? 0 : whole.End - whole.Start) + 1) * TapBytes);
}
