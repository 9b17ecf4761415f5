using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Integers;

/// <summary>
/// A dense convolution of bytes by <see cref="ByteTileCall"/>s, for signed weights without a zero point. The image is read where it is, by
/// the addresses of its pixels; only where these are no multiple of four bytes, rows are gathered first.
/// </summary>
internal sealed unsafe class ByteConvolution : WindowKernel
{
    private readonly IntegerFilter filter;
    private readonly ZeroLine zeros;
    private readonly PixelRows<EightFours, Vector256<int>>? gathered;
    private readonly int perPass;

    /// <summary>Taps of a row, and bytes of each.</summary>
    private readonly (nint Count, nint Bytes) taps;

    public ByteConvolution(WindowShape shape, KernelTarget target, int shares)
        : base(shape, OutputRange.Unlimited, shares)
    {
        filter = new(shape, target, sizeof(sbyte));
        zeros = new(shape.Channels);
        gathered = shape.Channels % target.Together == 0 ? null : new(shape, filter.Steps);
        taps = gathered is null ? (shape.Taps, shape.Channels) : (1, (nint)filter.Steps * target.Together);

        // What panels share stays in the second cache: pixels, their addresses and results.
        var pixelBytes = (taps.Count * sizeof(byte*)) + shape.Filters + (gathered is null ? (nint)shape.Channels * shape.StrideX * shape.StrideY : gathered.RowBytes);
        perPass = (int)Math.Clamp(target.WorkingFloats * sizeof(float) / pixelBytes, ByteTile.MostRows, int.MaxValue / 2);
    }

    public override void Prepare(in WindowBuffers buffers)
    {
        var zero = new Requantizer(buffers.PackedBytes).InputZero;
        zeros.Fill(zero);
        gathered?.Prepare(zero);
    }

    /// <summary>A share has some of the pixels, or, where these are few, some of the panels.</summary>
    public override void Run(in WindowBuffers buffers, int share)
    {
        var panels = filter.Panels.Count(Shape.Filters);
        if (Shape.Pixels >= Shares * ByteTile.MostRows * 4 || panels < Shares)
        {
            var (first, end) = Part(Shape.Pixels, share);
            Run(buffers, first, end, 0, panels);
        }
        else
        {
            var (first, end) = Part(panels, share);
            Run(buffers, 0, Shape.Pixels, first, end);
        }
    }

    private protected override void Release()
    {
        zeros.Dispose();
        gathered?.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(in WindowBuffers buffers, int first, int end, int firstPanel, int endPanel)
    {
        // Passes of about equal length: none of a few pixels, for which all panels would be read.
        var passes = Math.Max(1, (end - first + perPass - 1) / perPass);
        var length = (end - first + passes - 1) / passes;
        nint tableBytes = ((length * taps.Count) + ByteTile.MostRows) * sizeof(byte*), partBytes = length * filter.Panels.Width;
        var memory = Workspace.Of(tableBytes + partBytes + (gathered?.Bytes(length) ?? 0));
        for (; first < end; first += length)
        {
            var cut = new TileCut(Math.Min(length, end - first));
            if (gathered is null)
            {
                Address(buffers.XBytes, (byte**)memory, first, cut);
            }
            else
            {
                var rows = memory + tableBytes + partBytes;
                gathered.Gather(buffers.XBytes, rows, first, cut.Count);
                for (var i = 0; i < cut.Count; i++)
                {
                    ((byte**)memory)[i] = rows + (i * gathered.RowBytes) + taps.Bytes;
                }
            }

            for (var panel = firstPanel; panel < endPanel; panel++)
            {
                var next = filter.Offset(panel + 1 < endPanel ? panel + 1 : firstPanel);
                RunPanel(buffers, (byte**)memory, memory + tableBytes, first, cut, panel, buffers.PackedBytes + next);
            }

            ImageAdder.AddTo(buffers, first, cut.Count, Shape.Filters, firstPanel * filter.Panels.Width, Math.Min(Shape.Filters, endPanel * filter.Panels.Width));
        }
    }

    /// <param name="part">Memory for columns that a tile cannot write.</param>
    /// <param name="next">The panel that is read then.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPanel(in WindowBuffers buffers, byte** table, byte* part, int first, TileCut cut, int panel, byte* next)
    {
        int width = filter.Panels.WidthOf(panel, Shape.Filters), columns = Math.Min(width, Shape.Filters - (panel * filter.Panels.Width));
        var output = buffers.YBytes + ((nint)first * Shape.Filters) + (panel * filter.Panels.Width);
        var fetches = cut.Tiles * taps.Count * Math.Max(1, taps.Bytes / ByteTile.FetchedWith);
        ByteTileCall call = new()
        {
            Rows = table,
            Taps = taps.Count,
            Channels = -taps.Bytes,
            Panel = buffers.PackedBytes + filter.Offset(panel),
            Target = columns < width ? part : output,
            TargetStride = columns < width ? width : Shape.Filters,
            Next = next,
            NextStep = (nint)((filter.PanelBytes(width, sizeof(sbyte)) + fetches - 1) / fetches),
            Requantizer = buffers.PackedBytes,
            Most = Requantizer.Most,
            Order = ByteTile.Order,
        };
        ByteTile.Run(ref call, cut, width / ByteTile.Columns);
        for (var i = 0; columns < width && i < cut.Count; i++, output += Shape.Filters)
        {
            new ReadOnlySpan<byte>(part + ((nint)i * width), columns).CopyTo(new(output, columns));
        }
    }

    /// <summary>The table of a <see cref="ByteTileCall"/> for some pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Address(byte* x, byte** table, int first, TileCut cut)
    {
        if (Shape.IsPointwise)
        {
            for (nint i = 0, pixel = (nint)x + ((first + 1) * taps.Bytes); i < cut.Count; i++, pixel += taps.Bytes)
            {
                table[i] = (byte*)pixel;
            }

            return;
        }

        var cursor = new PixelCursor(Shape, first);
        for (int tile = 0, rows; tile < cut.Tiles; tile++, table += rows * taps.Count)
        {
            rows = cut.RowsOf(tile);
            AddressTile(x, table, ref cursor, rows);
        }
    }

    /// <summary>The same for one tile. Addresses are written as many at a time as a tile can have rows, those beyond it to be overwritten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddressTile(byte* x, byte** table, ref PixelCursor cursor, int rows)
    {
        long* corners = stackalloc long[ByteTile.MostRows], tops = stackalloc long[ByteTile.MostRows], lefts = stackalloc long[ByteTile.MostRows];
        var isInside = Corners(x, ref cursor, rows, corners, tops, lefts);
        var pixels = Vector512.Load(corners);
        Vector512<ulong> ys = Vector512.Load(tops).AsUInt64(), xs = Vector512.Load(lefts).AsUInt64();
        Vector512<ulong> height = Vector512.Create((ulong)Shape.Height), width = Vector512.Create((ulong)Shape.Width);
        var outside = Vector512.Create((long)(zeros.Pixels + taps.Bytes));
        for (int row = 0, y = 0; row < Shape.KernelHeight; row++, y += Shape.DilationY)
        {
            var isRowInside = Vector512.LessThan(ys + Vector512.Create((ulong)y), height);
            for (int column = 0, at = 0; column < Shape.KernelWidth; column++, at += Shape.DilationX, table += rows)
            {
                var addresses = pixels + Vector512.Create((long)((((nint)y * Shape.Width) + at) * taps.Bytes));
                if (!isInside)
                {
                    var isPixel = isRowInside & Vector512.LessThan(xs + Vector512.Create((ulong)at), width);
                    addresses = Vector512.ConditionalSelect(isPixel.AsInt64(), addresses, outside);
                }

                addresses.Store((long*)table);
            }
        }
    }

    /// <summary>The places of the first taps of some windows, and their pixels' addresses. Returns whether all windows lie inside of the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Corners(byte* x, ref PixelCursor cursor, int rows, long* corners, long* tops, long* lefts)
    {
        int reachY = (Shape.KernelHeight - 1) * Shape.DilationY, reachX = (Shape.KernelWidth - 1) * Shape.DilationX;
        var isInside = true;
        for (var row = 0; row < rows; row++, cursor.MoveNext())
        {
            int top = (cursor.Y * Shape.StrideY) - Shape.PadTop, left = (cursor.X * Shape.StrideX) - Shape.PadLeft;
            corners[row] = (nint)x + (((((((nint)cursor.Image * Shape.Height) + top) * Shape.Width) + left) + 1) * taps.Bytes);
            (tops[row], lefts[row]) = (top, left);
            isInside &= top >= 0 && left >= 0 && top + reachY < Shape.Height && left + reachX < Shape.Width;
        }

        return isInside;
    }
}
