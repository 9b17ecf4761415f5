namespace WebNN.Kernels;

/// <summary>
/// A convolution as a product of matrices whose left one is never made: rows are pointers into the image, one for each tap of the window,
/// or one for each line of the window where its pixels lie one behind the other.
/// </summary>
internal sealed unsafe class DenseConvolution<TLanes, TVector> : WindowKernel
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>Below, a tap has so few products that it pays to copy the image into one with a frame of zeros.</summary>
    private const int FewChannels = 16;

    /// <summary>Pointers of a pass: they stay in the first cache, with room for other things, and lie on the stack.</summary>
    private const int MostPointers = 2048;

    private readonly int depth;
    private readonly bool byLines;
    private readonly bool isPointwise;
    private readonly int segments;
    private readonly int perPass;
    private readonly AlignedMemory? framed;
    private readonly AlignedMemory zeros;
    private readonly int framedHeight;
    private readonly int framedWidth;

    public DenseConvolution(WindowShape shape, OutputRange range, KernelTarget target, int shares)
        : base(shape, range, shares)
    {
        depth = shape.Taps * shape.Channels;
        isPointwise = shape.IsPointwise;
        zeros = new(shape.Channels);
        var adjacent = shape.DilationX == 1 && shape.KernelWidth > 1;
        if (adjacent && !shape.IsUnpadded && shape.Channels < FewChannels)
        {
            framedHeight = ((shape.OutputHeight - 1) * shape.StrideY) + ((shape.KernelHeight - 1) * shape.DilationY) + 1;
            framedWidth = ((shape.OutputWidth - 1) * shape.StrideX) + shape.KernelWidth;
            framed = new((long)shape.Batch * framedHeight * framedWidth * shape.Channels);
        }

        byLines = adjacent && (framed is not null || shape.IsUnpadded);
        segments = byLines ? shape.KernelHeight : shape.Taps;
        var most = Math.Max(TileRows, WholeTiles(MostPointers / segments));
        var isShort = DenseFilter.PackedSize(shape, Panels) <= target.WorkingFloats;
        perPass = Math.Min(most, isShort ? PixelsPerShortPass : Math.Max(PixelsPerShortPass, WholeTiles(target.WorkingFloats / shape.Channels)));
    }

    private static Panels Panels => new(TLanes.Count);

    private static int TileRows => RegisterTile<TLanes, TVector>.MostRows;

    private static int PixelsPerShortPass => 8 * TileRows;

    public override void Prepare(in WindowBuffers buffers)
    {
        if (framed is null)
        {
            return;
        }

        var (top, left) = (Shape.PadTop, Shape.PadLeft);
        var pixels = Math.Max(0, Math.Min(Shape.Width, framedWidth - left));
        for (var image = 0; image < Shape.Batch; image++)
        {
            for (var y = 0; y < Math.Min(Shape.Height, framedHeight - top); y++)
            {
                var source = buffers.X + ((((nint)image * Shape.Height) + y) * Shape.Width * Shape.Channels);
                var target = framed.Pointer + (((((nint)image * framedHeight) + top + y) * framedWidth) + left) * Shape.Channels;
                new ReadOnlySpan<float>(source, pixels * Shape.Channels).CopyTo(new(target, pixels * Shape.Channels));
            }
        }
    }

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
        framed?.Dispose();
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
        var output = buffers.Y + ((nint)first * Shape.Filters) + (panel * Panels.Width);
        var addends = Addends(buffers, first, panel);
        var hasAddends = addends.First != null;
        if (columns % Panels.ColumnStep != 0 || (hasAddends && addends.Columns < columns))
        {
            RunPart(rows, count, width, columns, weights, output, addends);
            return;
        }

        var (tiles, rest) = Math.DivRem(count, TileRows);
        var full = RegisterTile<TLanes, TVector>.Function(TileRows, columns, hasAddends, Range.HasSlopes);
        full(rows, tiles, segments, depth / segments, weights, new(output, Shape.Filters, addends, Range.Low, Range.High));
        if (rest > 0)
        {
            var done = (nint)tiles * TileRows;
            var last = RegisterTile<TLanes, TVector>.Function(rest, columns, hasAddends, Range.HasSlopes);
            last(rows + (done * segments), 1, segments, depth / segments, weights, new(output + (done * Shape.Filters), Shape.Filters, addends.Skip(done), Range.Low, Range.High));
        }
    }

    /// <summary>What is added to a panel's results, from a pixel on.</summary>
    private RowAddends Addends(in WindowBuffers buffers, int first, int panel)
    {
        var (stride, done) = (Shape.SumColumns, panel * Panels.Width);
        return buffers.Addend == null || done >= stride ? default : new(buffers.Addend + ((nint)first * stride) + done, stride, stride - done);
    }

    /// <summary>By way of the stack: columns that a tile cannot write, or of which only some have addends.</summary>
    private void RunPart(float** rows, int count, int width, int columns, float* weights, float* output, RowAddends addends)
    {
        var tile = stackalloc float[TileRows * Panels.Width];
        for (; count > 0; count -= TileRows, rows += TileRows * segments, output += (nint)TileRows * Shape.Filters, addends = addends.Skip(TileRows))
        {
            var rowCount = Math.Min(TileRows, count);
            var multiply = RegisterTile<TLanes, TVector>.Function(rowCount, width, hasAddends: false, hasSlopes: false);
            multiply(rows, 1, segments, depth / segments, weights, new(tile, width, default, float.NegativeInfinity, float.PositiveInfinity));
            Outlet<TLanes, TVector>.StorePart(tile, rowCount, width, columns, output, Shape.Filters, addends, weights + width, Range);
        }
    }

    private static int WholeTiles(int pixels) => pixels / TileRows * TileRows;

    /// <summary>Points the rows of a tile at what their pixels read.</summary>
    private void Point(float** rows, float* x, ref PixelCursor cursor, int count)
    {
        if (isPointwise)
        {
            for (var row = 0; row < count; row++)
            {
                rows[row] = x + ((nint)(cursor.Index + row) * Shape.Channels);
            }

            cursor.Index += count;
        }
        else if (byLines)
        {
            PointAtLines(rows, framed is null ? x : framed.Pointer, ref cursor, count);
        }
        else
        {
            for (var row = 0; row < count; row++, cursor.MoveNext())
            {
                PointAtTaps(
                    rows + row, count, x, cursor.Image, (cursor.Y * Shape.StrideY) - Shape.PadTop, (cursor.X * Shape.StrideX) - Shape.PadLeft);
            }
        }
    }

    /// <summary>Neighbours in a line of results read pixels a stride apart.</summary>
    private void PointAtLines(float** rows, float* source, ref PixelCursor cursor, int count)
    {
        var (height, width) = framed is null ? (Shape.Height, Shape.Width) : (framedHeight, framedWidth);
        nint lineStep = (nint)Shape.DilationY * width * Shape.Channels, step = (nint)Shape.StrideX * Shape.Channels;
        float* first = null;
        for (var row = 0; row < count; row++, cursor.MoveNext())
        {
            first = row > 0 && cursor.X > 0
                ? first + step
                : source + ((((((nint)cursor.Image * height) + (cursor.Y * Shape.StrideY)) * width) + (cursor.X * Shape.StrideX)) * Shape.Channels);
            var pixels = first;
            for (nint at = row, end = (nint)Shape.KernelHeight * count; at < end; at += count, pixels += lineStep)
            {
                rows[at] = pixels;
            }
        }
    }

    private void PointAtTaps(float** rows, int stride, float* x, int image, int top, int left)
    {
        for (int line = 0, y = top; line < Shape.KernelHeight; line++, y += Shape.DilationY)
        {
            var isInside = (uint)y < (uint)Shape.Height;
            var source = x + ((((nint)image * Shape.Height) + y) * Shape.Width * Shape.Channels);
            for (int tap = 0, column = left; tap < Shape.KernelWidth; tap++, column += Shape.DilationX)
            {
                *rows = isInside && (uint)column < (uint)Shape.Width ? source + ((nint)column * Shape.Channels) : zeros.Pointer;
                rows += stride;
            }
        }
    }
}
