using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Integers;

/// <summary>
/// A dense convolution of bytes as a product of matrices. The rows of some pixels at a time are gathered in memory of the thread's, in the
/// form that the instructions take, and stay in its caches while all panels are multiplied with them. What runs for each row is compiled in
/// its last form at once: it has no time to warm up in.
/// </summary>
internal sealed unsafe class IntegerConvolution<TLanes, TVector> : WindowKernel
    where TLanes : IIntegerLanes<TVector>
    where TVector : struct
{
    /// <summary>Tiles of a pass, of which a panel is read once: as many as hide that it comes from a further cache.</summary>
    private const int TilesPerPass = 16;

    /// <summary>What is read or written at once when rows are gathered.</summary>
    private const int Chunk = 16;

    private readonly IntegerFilter filter;
    private readonly ZeroLine zeros;
    private readonly bool isPointwise;
    private readonly bool isNarrow;
    private readonly nint rowBytes;
    private readonly int perPass;

    /// <param name="weightBytes">Bytes of a packed weight.</param>
    public IntegerConvolution(WindowShape shape, KernelTarget target, int weightBytes, int shares)
        : base(shape, OutputRange.Unlimited, shares)
    {
        filter = new(shape, target, weightBytes);
        isNarrow = weightBytes < ElementBytes;
        zeros = new(shape.Channels);
        isPointwise = shape.IsPointwise;

        // Lines of a window are not gathered in the order in which they lie in memory.
        rowBytes = ((nint)filter.Steps * sizeof(int)) + (isPointwise ? 0 : Chunk * ElementBytes);
        var most = (int)Math.Min(TilesPerPass, target.WorkingFloats * sizeof(float) / (rowBytes * TLanes.TileRows));
        perPass = Math.Max(1, most) * TLanes.TileRows;
    }

    /// <summary>Bytes of an element in a gathered row.</summary>
    private static int ElementBytes => sizeof(int) / TLanes.Together;

    public override void Prepare(in WindowBuffers buffers) => zeros.Fill(new Requantizer(buffers.PackedBytes).InputZero);

    /// <summary>A share has some of the pixels, or, where these are few, some of the panels.</summary>
    public override void Run(in WindowBuffers buffers, int share)
    {
        var panels = filter.Panels.Count(Shape.Filters);
        if (Shape.Pixels >= Shares * TLanes.TileRows * 4 || panels < Shares)
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

    private protected override void Release() => zeros.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(in WindowBuffers buffers, int first, int end, int firstPanel, int endPanel)
    {
        // Passes of about equal length: none of a few pixels, for which all panels would be read.
        var passes = Math.Max(1, (end - first + (perPass / 2)) / perPass);
        var length = ((((end - first + passes - 1) / passes) + TLanes.TileRows - 1) / TLanes.TileRows) * TLanes.TileRows;
        var widened = isNarrow ? filter.PanelBytes(filter.Panels.Width, ElementBytes) : 0;
        var rows = Workspace.Of(widened + (length * rowBytes) + (Chunk * ElementBytes)) + widened;
        for (; first < end; first += length)
        {
            var count = Math.Min(length, end - first);
            Gather(buffers.XBytes, rows, first, count);
            for (var panel = firstPanel; panel < endPanel; panel++)
            {
                RunPanel(buffers, rows, first, count, panel);
            }

            Add(buffers, first, count, firstPanel, endPanel);
        }
    }

    /// <summary>The sum of what some panels gave for some pixels, all columns of which follow each other, and of what is added to it.</summary>
    private void Add(in WindowBuffers buffers, int first, int count, int firstPanel, int endPanel)
    {
        var (start, end) = (firstPanel * filter.Panels.Width, Math.Min(Shape.Filters, endPanel * filter.Panels.Width));
        var (length, pieces) = end - start == Shape.Filters ? (count * (nint)Shape.Filters, 1) : (end - start, count);
        for (var i = 0; i < pieces; i++)
        {
            ImageAdder.AddTo(buffers, ((nint)(first + i) * Shape.Filters) + start, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPanel(in WindowBuffers buffers, byte* rows, int first, int count, int panel)
    {
        var width = filter.Panels.WidthOf(panel, Shape.Filters);
        var columns = Math.Min(width, Shape.Filters - (panel * filter.Panels.Width));
        var weights = buffers.PackedBytes + filter.Offset(panel);
        weights = isNarrow ? Widened(weights, rows - filter.PanelBytes(filter.Panels.Width, ElementBytes), width) : weights;
        var output = buffers.YBytes + ((nint)first * Shape.Filters) + (panel * filter.Panels.Width);
        var requantizer = new Requantizer(buffers.PackedBytes);
        var (tiles, rest) = Math.DivRem(count, TLanes.TileRows);
        if (columns < width)
        {
            RunPart(rows, count, width, columns, weights, output, requantizer);
            return;
        }

        var full = IntegerTile<TLanes, TVector>.Function(TLanes.TileRows, width / TLanes.Count);
        full(rows, rowBytes, tiles, filter.Steps, weights, new(output, Shape.Filters, requantizer));
        if (rest > 0)
        {
            var done = (nint)tiles * TLanes.TileRows;
            var last = IntegerTile<TLanes, TVector>.Function(rest, width / TLanes.Count);
            last(rows + (done * rowBytes), rowBytes, 1, filter.Steps, weights, new(output + (done * Shape.Filters), Shape.Filters, requantizer));
        }
    }

    /// <summary>A panel with weights as wide as elements: once for all tiles of a pass, which is cheaper than for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte* Widened(byte* panel, byte* target, int width)
    {
        nint head = width * IntegerFilter.HeadBytes, weights = (nint)width * filter.Steps * TLanes.Together;
        new ReadOnlySpan<byte>(panel, (int)head).CopyTo(new(target, (int)head));
        for (nint i = 0; i < weights; i += Chunk)
        {
            Avx2.ConvertToVector256Int16((sbyte*)panel + head + i).Store((short*)(target + head) + i);
        }

        return target;
    }

    /// <summary>By way of the stack: columns that a tile cannot write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPart(byte* rows, int count, int width, int columns, byte* weights, byte* output, Requantizer requantizer)
    {
        var tile = stackalloc byte[TLanes.TileRows * width];
        for (; count > 0; count -= TLanes.TileRows, rows += TLanes.TileRows * rowBytes)
        {
            var rowCount = Math.Min(TLanes.TileRows, count);
            var multiply = IntegerTile<TLanes, TVector>.Function(rowCount, width / TLanes.Count);
            multiply(rows, rowBytes, 1, filter.Steps, weights, new(tile, width, requantizer));
            for (var row = 0; row < rowCount; row++, output += Shape.Filters)
            {
                new ReadOnlySpan<byte>(tile + (row * width), columns).CopyTo(new(output, columns));
            }
        }
    }

    /// <summary>The rows of pixels, one behind the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(byte* x, byte* rows, int first, int count)
    {
        var end = x + ((nint)Shape.Batch * Shape.Height * Shape.Width * Shape.Channels);
        if (isPointwise)
        {
            var pixels = x + ((nint)first * Shape.Channels);
            var (length, pieces) = rowBytes == (nint)Shape.Channels * ElementBytes ? (count * Shape.Channels, 1) : (Shape.Channels, count);
            for (var i = 0; i < pieces; i++)
            {
                Take(pixels + ((nint)i * Shape.Channels), rows + (i * rowBytes), length, end);
            }

            return;
        }

        var cursor = new PixelCursor(Shape, first);
        while (count > 0)
        {
            var run = Math.Min(count, Shape.OutputWidth - cursor.X);
            GatherRun(x, rows, cursor, run, end);
            rows += run * rowBytes;
            count -= run;
            cursor = new PixelCursor(Shape, cursor.Index + run);
        }
    }

    /// <summary>The rows of neighbours in a line of results, a line of their windows after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherRun(byte* x, byte* rows, PixelCursor cursor, int count, byte* end)
    {
        nint channels = Shape.Channels, step = Shape.StrideX * channels, stride = rowBytes;
        int stepX = Shape.StrideX, top = (cursor.Y * Shape.StrideY) - Shape.PadTop, left = (cursor.X * stepX) - Shape.PadLeft;
        int lineLength = Shape.KernelWidth * Shape.Channels, lastWhole = Shape.DilationX == 1 ? Shape.Width - Shape.KernelWidth : -1;
        for (int line = 0, y = top; line < Shape.KernelHeight; line++, y += Shape.DilationY, rows += lineLength * ElementBytes)
        {
            var isInside = (uint)y < (uint)Shape.Height;
            var pixels = x + ((((((nint)cursor.Image * Shape.Height) + y) * Shape.Width) + left) * channels);
            var target = rows;
            for (int i = 0, column = left; i < count; i++, column += stepX, pixels += step, target += stride)
            {
                if (isInside && column >= 0 && column <= lastWhole)
                {
                    Take(pixels, target, lineLength, end);
                }
                else
                {
                    TakeTaps(pixels, target, column, isInside, end);
                }
            }
        }
    }

    /// <summary>The pixels under a line of the window, those outside of the image among them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeTaps(byte* pixels, byte* target, int left, bool isInside, byte* end)
    {
        for (int tap = 0, column = left; tap < Shape.KernelWidth; tap++, column += Shape.DilationX, target += Shape.Channels * ElementBytes)
        {
            if (isInside && (uint)column < (uint)Shape.Width)
            {
                Take(pixels + ((nint)tap * Shape.DilationX * Shape.Channels), target, Shape.Channels, end);
            }
            else
            {
                Take(zeros.Pixels, target, Shape.Channels, zeros.Pixels + Shape.Channels + Chunk);
            }
        }
    }

    /// <summary>
    /// Elements of the image in the form of a row. What is written beyond them is what is written next, or between the rows; what is read
    /// beyond them lies before the end of the memory.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(byte* source, byte* target, int count, byte* end)
    {
        var i = 0;
        for (; i < count && source + i + Chunk <= end; i += Chunk)
        {
            Widen(Vector128.Load(source + i), target + (i * ElementBytes));
        }

        for (; i < count; i++)
        {
            if (ElementBytes == 1)
            {
                target[i] = source[i];
            }
            else
            {
                ((short*)target)[i] = source[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(Vector128<byte> elements, byte* target)
    {
        if (ElementBytes == 1)
        {
            elements.Store(target);
        }
        else
        {
            Avx2.ConvertToVector256Int16(elements).Store((short*)target);
        }
    }
}
