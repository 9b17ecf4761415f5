using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>
/// A convolution as a product of matrices whose left one is never made: rows are pointers into the image, one for each tap of the window,
/// or one for each line of it where its pixels lie one behind the other.
/// </summary>
internal sealed unsafe class DenseConvolution<TLanes, TVector> : WindowKernel
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>Pointers of a pass: they stay in the first cache, with room for other things, and lie on the stack.</summary>
    private const int MostPointers = 2048;

    private readonly int depth;
    private readonly bool isPointwise;
    private readonly int segments;
    private readonly int segmentPixels;
    private readonly int perPass;
    private readonly bool isFetched;
    private readonly AlignedMemory zeros;
    private readonly WindowEdges? edges;

    public DenseConvolution(WindowShape shape, OutputRange range, KernelTarget target, int shares)
        : base(shape, range, shares)
    {
        depth = shape.Taps * shape.Channels;
        isPointwise = shape.IsPointwise;
        edges = shape.DilationX == 1 && shape.KernelWidth > 1 ? WindowEdges.Of(shape) : null;
        segmentPixels = edges is null ? 1 : shape.KernelWidth;
        segments = shape.Taps / segmentPixels;
        zeros = new(segmentPixels * shape.Channels);
        var most = Math.Max(TileRows, WholeTiles(MostPointers / segments));
        var packed = DenseFilter.PackedSize(shape, Panels);
        isFetched = packed > target.CacheFloats / 8;
        perPass = Math.Min(most, packed <= target.WorkingFloats ? PixelsPerShortPass : Math.Max(PixelsPerShortPass, WholeTiles(target.WorkingFloats / shape.Channels)));
    }

    private static Panels Panels => new(TLanes.Count);

    private static int TileRows => RegisterTile<TLanes, TVector>.MostRows;

    private static int PixelsPerShortPass => 8 * TileRows;

    public override void Prepare(in WindowBuffers buffers) => edges?.Fill(buffers.X);

    /// <summary>A share has some of the pixels, or, where these are few, some of the panels.</summary>
    public override void Run(in WindowBuffers buffers, int share)
    {
        var panels = Panels.Count(Shape.Filters);
        if (Shape.Pixels >= Shares * TileRows * 4 || panels < Shares)
        {
            var (first, end) = Part(Shape.Pixels, share);
            RunPixels(buffers, first, end);
        }
        else
        {
            var (first, end) = Part(panels, share);
            Run(buffers, 0, Shape.Pixels, first, end);
        }
    }

    /// <summary>All results of some of the pixels.</summary>
    public void RunPixels(in WindowBuffers buffers, int first, int end) => Run(buffers, first, end, 0, Panels.Count(Shape.Filters));

    private protected override void Release()
    {
        zeros.Dispose();
        edges?.Dispose();
    }

    /// <summary>
    /// The image is read once for each panel, and the panels once for each pass: a pass is short where all panels stay in the second cache,
    /// so that its results are written side by side, and as long as its part of the image stays there otherwise.
    /// </summary>
    private void Run(in WindowBuffers buffers, int first, int end, int firstPanel, int endPanel)
    {
        var rows = stackalloc float*[perPass * segments];
        for (; first < end; first += perPass)
        {
            var count = Math.Min(perPass, end - first);
            var cursor = new PixelCursor(Shape, first);
            for (var row = 0; row < count; row += TileRows)
            {
                Point(rows + (row * segments), buffers.X, ref cursor, Math.Min(TileRows, count - row));
            }

            for (var panel = firstPanel; panel < endPanel; panel++)
            {
                RunPanel(buffers, rows, first, count, panel);
            }
        }
    }

    private void RunPanel(in WindowBuffers buffers, float** rows, int first, int count, int panel)
    {
        var width = Panels.WidthOf(panel, Shape.Filters);
        var columns = Math.Min(width, Shape.Filters - (panel * Panels.Width));
        var weights = buffers.Packed + Panels.Offset(panel, depth);
        var next = panel + 1 < Panels.Count(Shape.Filters) ? buffers.Packed + Panels.Offset(panel + 1, depth) : weights;
        var output = buffers.Y + ((nint)first * Shape.Filters) + (panel * Panels.Width);
        var addends = Addends(buffers, first, panel);
        var hasAddends = addends.First != null;
        if (columns % Panels.ColumnStep != 0 || (hasAddends && addends.Columns < columns))
        {
            RunPart(rows, count, width, columns, weights, next, output, addends);
            return;
        }

        var (tiles, rest) = Math.DivRem(count, TileRows);
        var full = RegisterTile<TLanes, TVector>.Function(TileRows, columns, hasAddends, Range.HasSlopes, isFetched);
        full(rows, tiles, segments, depth / segments, weights, new(output, Shape.Filters, addends, Range.Low, Range.High, next));
        if (rest > 0)
        {
            var done = (nint)tiles * TileRows;
            var last = RegisterTile<TLanes, TVector>.Function(rest, columns, hasAddends, Range.HasSlopes, isFetched);
            last(rows + (done * segments), 1, segments, depth / segments, weights, new(output + (done * Shape.Filters), Shape.Filters, addends.Skip(done), Range.Low, Range.High, next));
        }
    }

    /// <summary>What is added to a panel's results, from a pixel on.</summary>
    private RowAddends Addends(in WindowBuffers buffers, int first, int panel)
    {
        var (stride, done) = (Shape.SumColumns, panel * Panels.Width);
        return buffers.Addend == null || done >= stride ? default : new(buffers.Addend + ((nint)first * stride) + done, stride, stride - done);
    }

    /// <summary>By way of the stack: columns that a tile cannot write, or of which only some have addends.</summary>
    private void RunPart(float** rows, int count, int width, int columns, float* weights, float* next, float* output, RowAddends addends)
    {
        var tile = stackalloc float[TileRows * Panels.Width];
        for (; count > 0; count -= TileRows, rows += TileRows * segments, output += (nint)TileRows * Shape.Filters, addends = addends.Skip(TileRows))
        {
            var rowCount = Math.Min(TileRows, count);
            var multiply = RegisterTile<TLanes, TVector>.Function(rowCount, width, hasAddends: false, hasSlopes: false, isFetched);
            multiply(rows, 1, segments, depth / segments, weights, new(tile, width, default, float.NegativeInfinity, float.PositiveInfinity, next));
            Outlet<TLanes, TVector>.StorePart(tile, rowCount, width, columns, output, Shape.Filters, addends, weights + width, Range);
        }
    }

    private static int WholeTiles(int pixels) => pixels / TileRows * TileRows;

    /// <summary>Points the rows of a tile at what their pixels read, neighbours in a line of results at a time.</summary>
    private void Point(float** rows, float* x, ref PixelCursor cursor, int count)
    {
        if (isPointwise)
        {
            PointAlong(rows, count, x + ((nint)cursor.Index * Shape.Channels), Shape.Channels);
            cursor.Index += count;
            return;
        }

        for (int row = 0, run; row < count; row += run, cursor.Move(run))
        {
            run = Math.Min(count - row, Shape.OutputWidth - cursor.X);
            PointAtSegments(rows + row, count, run, x, cursor);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PointAlong(float** rows, int count, float* first, nint step)
    {
        for (var row = 0; row < count; row++, first += step)
        {
            rows[row] = first;
        }
    }

    private void PointAtSegments(float** rows, int stride, int run, float* x, in PixelCursor cursor)
    {
        var perLine = Shape.KernelWidth / segmentPixels;
        var column = (cursor.X * Shape.StrideX) - Shape.PadLeft;
        for (var tap = 0; tap < perLine; tap++, column += Shape.DilationX, rows += stride)
        {
            int before = 0, end = run;
            for (; before < run && column + (before * Shape.StrideX) < 0; before++)
            {
            }

            for (; end > before && column + ((end - 1) * Shape.StrideX) + segmentPixels > Shape.Width; end--)
            {
            }

            PointAtLines(rows, perLine * stride, (before, end, run), x + ((nint)column * Shape.Channels), cursor);
        }
    }

    /// <summary>The same segment of each line of the windows, those from <c>Before</c> to <c>End</c> within the image.</summary>
    private void PointAtLines(float** rows, int stride, (int Before, int End, int Count) run, float* x, in PixelCursor cursor)
    {
        int first = (cursor.Y * Shape.StrideY) - Shape.PadTop, end = first + (Shape.KernelHeight * Shape.DilationY);
        nint lineStep = (nint)Shape.DilationY * Shape.Width * Shape.Channels, step = (nint)Shape.StrideX * Shape.Channels;
        var pixels = x + (((((nint)cursor.Image * Shape.Height) + first) * Shape.Width) * Shape.Channels);
        if (first >= 0 && end - Shape.DilationY < Shape.Height && run.Before == 0 && run.End == run.Count)
        {
            for (; first < end; first += Shape.DilationY, rows += stride, pixels += lineStep)
            {
                PointAlong(rows, run.Count, pixels, step);
            }

            return;
        }

        for (; first < end; first += Shape.DilationY, rows += stride, pixels += lineStep)
        {
            if ((uint)first >= (uint)Shape.Height)
            {
                PointAlong(rows, run.Count, zeros.Pointer, 0);
                continue;
            }

            var imageLine = (cursor.Image * Shape.Height) + first;
            PointAtEdges(rows, 0, run.Before, imageLine, cursor.X);
            PointAlong(rows + run.Before, run.End - run.Before, pixels + (run.Before * step), step);
            PointAtEdges(rows, run.End, run.Count, imageLine, cursor.X);
        }
    }

    private void PointAtEdges(float** rows, int first, int end, int imageLine, int output)
    {
        for (var row = first; row < end; row++)
        {
            rows[row] = edges is null ? zeros.Pointer : edges.Line(imageLine, output + row);
        }
    }
}
