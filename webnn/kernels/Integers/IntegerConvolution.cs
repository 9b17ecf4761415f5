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

    private const int Chunk = 16;

    private readonly IntegerFilter filter;
    private readonly PixelRows<TLanes, TVector> pixels;
    private readonly bool isNarrow;
    private readonly int perPass;

    /// <param name="weightBytes">Bytes of a packed weight.</param>
    public IntegerConvolution(WindowShape shape, KernelTarget target, int weightBytes, int shares)
        : base(shape, OutputRange.Unlimited, shares)
    {
        filter = new(shape, target, weightBytes);
        isNarrow = weightBytes < PixelRows<TLanes, TVector>.ElementBytes;
        pixels = new(shape, filter.Steps);
        var most = (int)Math.Min(TilesPerPass, target.WorkingFloats * sizeof(float) / (pixels.RowBytes * TLanes.TileRows));
        perPass = Math.Max(1, most) * TLanes.TileRows;
    }

    public override void Prepare(in WindowBuffers buffers) => pixels.Prepare(new Requantizer(buffers.PackedBytes).InputZero);

    public override void Run(in WindowBuffers buffers, int share)
    {
        var (part, panels) = Part(filter.Panels.Count(Shape.Filters), TLanes.TileRows, share);
        Run(buffers, part.First, part.End, panels.First, panels.End);
    }

    private protected override void Release() => pixels.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(in WindowBuffers buffers, int first, int end, int firstPanel, int endPanel)
    {
        // Passes of about equal length: none of a few pixels, for which all panels would be read.
        var passes = Math.Max(1, (end - first + (perPass / 2)) / perPass);
        var length = ((((end - first + passes - 1) / passes) + TLanes.TileRows - 1) / TLanes.TileRows) * TLanes.TileRows;
        var widened = isNarrow ? filter.PanelBytes(filter.Panels.Width, PixelRows<TLanes, TVector>.ElementBytes) : 0;
        var rows = Workspace.Of(widened + pixels.Bytes(length)) + widened;
        for (; first < end; first += length)
        {
            var count = Math.Min(length, end - first);
            pixels.Gather(buffers.XBytes, rows, first, count);
            for (var panel = firstPanel; panel < endPanel; panel++)
            {
                RunPanel(buffers, rows, first, count, panel);
            }

            ImageAdder.AddTo(buffers, first, count, Shape.Filters, firstPanel * filter.Panels.Width, Math.Min(Shape.Filters, endPanel * filter.Panels.Width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPanel(in WindowBuffers buffers, byte* rows, int first, int count, int panel)
    {
        var width = filter.Panels.WidthOf(panel, Shape.Filters);
        var columns = Math.Min(width, Shape.Filters - (panel * filter.Panels.Width));
        var weights = buffers.PackedBytes + filter.Offset(panel);
        weights = isNarrow ? Widened(weights, rows - filter.PanelBytes(filter.Panels.Width, PixelRows<TLanes, TVector>.ElementBytes), width) : weights;
        var rowBytes = pixels.RowBytes;
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
        for (; count > 0; count -= TLanes.TileRows, rows += TLanes.TileRows * pixels.RowBytes)
        {
            var rowCount = Math.Min(TLanes.TileRows, count);
            var multiply = IntegerTile<TLanes, TVector>.Function(rowCount, width / TLanes.Count);
            multiply(rows, pixels.RowBytes, 1, filter.Steps, weights, new(tile, width, requantizer));
            for (var row = 0; row < rowCount; row++, output += Shape.Filters)
            {
                new ReadOnlySpan<byte>(tile + (row * width), columns).CopyTo(new(output, columns));
            }
        }
    }
}
