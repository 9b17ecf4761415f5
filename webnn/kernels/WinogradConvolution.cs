namespace WebNN.Kernels;

/// <summary>
/// Winograd's convolution (Lavin and Gray, 2015) for windows of 3x3: tiles of the image and the filter are transformed, multiplied as one
/// matrix per point, and transformed back. 4x4 results take 36 products per channel instead of 144, 2x2 results 16 instead of 36.
/// </summary>
internal sealed unsafe class WinogradConvolution<TLine, TLanes, TVector> : WindowKernel
    where TLine : IWinogradLine
    where TLanes : ILanes<TVector>
    where TVector : struct
{

    /// <summary>About how many times eight tiles a pass transforms and multiplies: what they become stays in the second cache.</summary>
    private const int RowsPerPass = 3;

    private readonly int tilesY;
    private readonly int tilesX;
    private readonly int tilesPerPass;
    private readonly nint inputStride;
    private readonly nint productStride;
    private readonly AlignedMemory[] inputs;
    private readonly AlignedMemory[] products;

    public WinogradConvolution(WindowShape shape, OutputRange range, int shares)
        : base(shape, range, shares)
    {
        tilesY = (shape.OutputHeight + TLine.OutputSize - 1) / TLine.OutputSize;
        tilesX = (shape.OutputWidth + TLine.OutputSize - 1) / TLine.OutputSize;

        // Passes of about the same size: each reads the whole filter.
        var rows = ((Tiles + shares - 1) / shares + TileRows - 1) / TileRows;
        var passes = Math.Max(1, (rows + (RowsPerPass / 2)) / RowsPerPass);
        tilesPerPass = (rows + passes - 1) / passes * TileRows;

        // A cache line more than the tiles need: at a power of two the points would share a few lines of the cache.
        inputStride = ((nint)tilesPerPass * shape.Channels) + Lanes;
        productStride = ((nint)tilesPerPass * shape.Filters) + Lanes;
        inputs = [.. Enumerable.Range(0, shares).Select(_ => new AlignedMemory(Points * inputStride))];
        products = [.. Enumerable.Range(0, shares).Select(_ => new AlignedMemory(Points * productStride))];
    }

    private static int Points => WinogradFilter<TLine>.Points;

    private static int Lanes => TLanes.Count;

    private static int TileRows => RegisterTile<TLanes, TVector>.MostRows;

    private static Panels Panels => new(TLanes.Count);

    private int Tiles => Shape.Batch * tilesY * tilesX;

    public override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(Tiles, share);
        for (; first < end; first += tilesPerPass)
        {
            var count = Math.Min(tilesPerPass, end - first);
            TransformInput(buffers, share, first, count);
            Multiply(buffers, share, count);
            TransformOutput(buffers, share, first, count);
        }
    }

    private protected override void Release()
    {
        Array.ForEach(inputs, memory => memory.Dispose());
        Array.ForEach(products, memory => memory.Dispose());
    }

    private void TransformInput(in WindowBuffers buffers, int share, int first, int count)
    {
        var patch = stackalloc float[Points * Lanes];
        for (var tile = 0; tile < count; tile++)
        {
            var (image, y, x) = Place(first + tile);
            var (top, left) = (y - Shape.PadTop, x - Shape.PadLeft);
            var isInside = top >= 0 && left >= 0 && top + TLine.InputSize <= Shape.Height && left + TLine.InputSize <= Shape.Width;
            var picture = buffers.X + ((nint)image * Shape.Height * Shape.Width * Shape.Channels);
            var target = inputs[share].Pointer + ((nint)tile * Shape.Channels);
            for (var channel = 0; channel < Shape.Channels; channel += Lanes)
            {
                if (isInside)
                {
                    var source = picture + ((((nint)top * Shape.Width) + left) * Shape.Channels) + channel;
                    WinogradTransform<TLine, TLanes, TVector>.Input(source, (nint)Shape.Width * Shape.Channels, Shape.Channels, target + channel, inputStride);
                }
                else
                {
                    CopyPatch(patch, picture + channel, top, left);
                    WinogradTransform<TLine, TLanes, TVector>.Input(patch, TLine.InputSize * Lanes, Lanes, target + channel, inputStride);
                }
            }
        }
    }

    /// <summary>A patch with zeros where it lies outside the image.</summary>
    private void CopyPatch(float* patch, float* picture, int top, int left)
    {
        for (var y = top; y < top + TLine.InputSize; y++)
        {
            for (var x = left; x < left + TLine.InputSize; x++, patch += Lanes)
            {
                var isInside = (uint)y < (uint)Shape.Height && (uint)x < (uint)Shape.Width;
                var pixel = isInside ? TLanes.Load(picture + ((((nint)y * Shape.Width) + x) * Shape.Channels)) : default;
                TLanes.Store(pixel, patch);
            }
        }
    }

    private void Multiply(in WindowBuffers buffers, int share, int count)
    {
        var rows = stackalloc float*[tilesPerPass];
        var (tiles, rest) = Math.DivRem(count, TileRows);
        var done = tiles * TileRows;
        var weights = buffers.Packed;
        for (var point = 0; point < Points; point++)
        {
            for (var tile = 0; tile < count; tile++)
            {
                rows[tile] = inputs[share].Pointer + (point * inputStride) + ((nint)tile * Shape.Channels);
            }

            for (var panel = 0; panel < Panels.Count(Shape.Filters); panel++)
            {
                var width = Panels.WidthOf(panel, Shape.Filters);
                var columns = Math.Min(width, Shape.Filters - (panel * Panels.Width));
                var end = weights + ((nint)width * (Shape.Channels + Panels.HeadRows));
                var next = point < Points - 1 || panel < Panels.Count(Shape.Filters) - 1 ? end : buffers.Packed;
                var product = products[share].Pointer + (point * productStride) + (panel * Panels.Width);
                RegisterTile<TLanes, TVector>.Function(TileRows, columns, hasAddends: false, hasSlopes: false, isFetched: true)(rows, tiles, 1, Shape.Channels, weights, Product(product, next));
                if (rest > 0)
                {
                    var last = RegisterTile<TLanes, TVector>.Function(rest, columns, hasAddends: false, hasSlopes: false, isFetched: true);
                    last(rows + done, 1, 1, Shape.Channels, weights, Product(product + ((nint)done * Shape.Filters), next));
                }

                weights = end;
            }
        }

        TileOutput Product(float* product, float* next) => new(product, Shape.Filters, default, float.NegativeInfinity, float.PositiveInfinity, next);
    }

    private void TransformOutput(in WindowBuffers buffers, int share, int first, int count)
    {
        var bias = buffers.Packed + (Points * (nint)Panels.Size(Shape.Channels, Shape.Filters));
        for (var tile = 0; tile < count; tile++)
        {
            var (image, y, x) = Place(first + tile);
            var at = ((((((nint)image * Shape.OutputHeight) + y) * Shape.OutputWidth) + x) * Shape.Filters);
            var place = new WinogradOutput(
                (nint)Shape.OutputWidth * Shape.Filters,
                Shape.Filters,
                Math.Min(TLine.OutputSize, Shape.OutputHeight - y),
                Math.Min(TLine.OutputSize, Shape.OutputWidth - x),
                Range);
            var product = products[share].Pointer + ((nint)tile * Shape.Filters);
            for (nint filter = 0; filter < Shape.Filters; filter += Lanes)
            {
                WinogradTransform<TLine, TLanes, TVector>.Output(
                    product + filter, productStride, bias + filter, bias + Shape.Filters + filter,
                    buffers.Addend == null ? null : buffers.Addend + at + filter, buffers.Y + at + filter, place);
            }
        }
    }

    /// <summary>The image of a tile, and its first row and column of results.</summary>
    private (int Image, int Y, int X) Place(int tile)
    {
        var (line, column) = Math.DivRem(tile, tilesX);
        var (image, row) = Math.DivRem(line, tilesY);
        return (image, row * TLine.OutputSize, column * TLine.OutputSize);
    }
}
