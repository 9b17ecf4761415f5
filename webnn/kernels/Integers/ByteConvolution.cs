using System.Runtime.CompilerServices;
using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Integers;

/// <summary>
/// A dense convolution of bytes by <see cref="ByteTileCall"/>s. Windows are read where their pixels are, by the addresses in a <see cref="WindowTable"/>. Weights
/// are signed bytes; their zero point, if they have one, times the sum of what a window reads is taken from each of its results.
/// </summary>
internal sealed unsafe class ByteConvolution : WindowKernel
{
    private readonly IntegerFilter filter;
    private readonly WindowTable table;
    private readonly WindowSums sums;
    private readonly int perPass;

    public ByteConvolution(WindowShape shape, KernelTarget target, int shares)
        : base(shape, OutputRange.Unlimited, shares)
    {
        filter = new(shape, target, sizeof(sbyte));
        table = WindowTable.Of(shape);
        sums = new(shape, table);

        // What panels share stays in the second cache: pixels, their addresses and results.
        var pixelBytes = (table.Taps * sizeof(byte*)) + shape.Filters + ((nint)shape.Channels * shape.StrideX * shape.StrideY);
        perPass = (int)Math.Clamp(target.WorkingFloats * sizeof(float) / pixelBytes, ByteTile.MostRows, int.MaxValue / 2);
    }

    public override void Prepare(in WindowBuffers buffers) => table.Prepare(new Requantizer(buffers.PackedBytes).InputZero);

    public override void Run(in WindowBuffers buffers, int share)
    {
        var (part, panels) = Part(filter.Panels.Count(Shape.Filters), ByteTile.MostRows, share);
        Run(buffers, part.First, part.End, panels.First, panels.End);
    }

    private protected override void Release() => table.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run(in WindowBuffers buffers, int first, int end, int firstPanel, int endPanel)
    {
        // Passes of about equal length: none of a few pixels, for which all panels would be read.
        var passes = Math.Max(1, (end - first + perPass - 1) / perPass);
        var length = (end - first + passes - 1) / passes;
        nint partBytes = length * filter.Panels.Width;
        var termBytes = WindowSums.Bytes(length);
        var zeroPoint = new Requantizer(buffers.PackedBytes).WeightZero;
        for (; first < end; first += length)
        {
            var cut = new TileCut(Math.Min(length, end - first));
            var memory = Workspace.Of(partBytes + termBytes + table.Bytes(first, cut.Count));
            var tiles = new TileMemory(memory, (int*)(memory + partBytes), (byte**)(memory + partBytes + termBytes));
            table.Fill(buffers.XBytes, tiles.Table, first, cut);
            if (zeroPoint != 0)
            {
                sums.Fill(tiles.Table, cut, -zeroPoint, tiles.Terms);
            }

            // Panels of which all columns are results, and a last one of fewer.
            var whole = Math.Min(endPanel, Shape.Filters / filter.Panels.Width);
            RunPanels(buffers, tiles, first, cut, firstPanel, whole);
            RunPanels(buffers, tiles, first, cut, whole, endPanel);
            ImageAdder.AddTo(buffers, first, cut.Count, Shape.Filters, firstPanel * filter.Panels.Width, Math.Min(Shape.Filters, endPanel * filter.Panels.Width));
        }
    }

    /// <param name="panel">The first of some of equal width.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPanels(in WindowBuffers buffers, in TileMemory tiles, int first, TileCut cut, int panel, int end)
    {
        if (panel >= end)
        {
            return;
        }

        int width = filter.Panels.WidthOf(panel, Shape.Filters), columns = Math.Min(width, Shape.Filters - (panel * filter.Panels.Width));
        var output = buffers.YBytes + ((nint)first * Shape.Filters) + (panel * filter.Panels.Width);
        var panelBytes = (nint)filter.PanelBytes(width, sizeof(sbyte));
        var fetches = cut.Tiles * table.Taps * Math.Max(1, table.TapBytes / ByteTile.FetchedWith);
        ByteTileCall call = new()
        {
            Rows = tiles.Table,
            Terms = tiles.Terms,
            Taps = table.Taps,
            Channels = -table.TapBytes,
            Tiles = cut.Tiles,
            Panel = buffers.PackedBytes + filter.Offset(panel),
            Target = columns < width ? tiles.Part : output,
            TargetStride = columns < width ? width : Shape.Filters,
            NextStep = (panelBytes + fetches - 1) / fetches,
            Requantizer = buffers.PackedBytes,
            Most = Requantizer.Most,
            Order = ByteTile.Order,
            Panels = end - panel,
            PanelStep = panelBytes,
            ColumnStep = width,
        };
        call.Overlap = -cut.Overlap * call.TargetStride;
        ByteTile.Run(ref call, cut.Rows, width / ByteTile.Columns);
        if (columns < width)
        {
            CopyPart(tiles.Part, width, output, columns, cut.Count);
        }
    }

    /// <summary>The first columns of each pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyPart(byte* part, int width, byte* output, int columns, int count)
    {
        for (; count > 0; count--, part += width, output += Shape.Filters)
        {
            var i = 0;
            for (; i + sizeof(long) <= columns; i += sizeof(long))
            {
                *(long*)(output + i) = *(long*)(part + i);
            }

            for (; i < columns; i++)
            {
                output[i] = part[i];
            }
        }
    }

    /// <summary>What a pass works with.</summary>
    /// <param name="part">Memory for columns that a tile cannot write.</param>
    /// <param name="terms">What is added to the sums of each pixel.</param>
    /// <param name="table">The addresses.</param>
    private readonly struct TileMemory(byte* part, int* terms, byte** table)
    {
        public readonly byte* Part = part;
        public readonly int* Terms = terms;
        public readonly byte** Table = table;
    }
}
