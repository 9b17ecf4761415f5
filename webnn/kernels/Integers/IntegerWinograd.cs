using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Integers;

/// <summary>
/// A convolution with a window of 3x3 by Winograd's F(2x2, 3x3), in integers and exact: 16 products for four results instead of 36. Pixels
/// and weights are transformed into numbers of 16 bits; what the sums of their products become is four times a result.
/// </summary>
internal sealed unsafe class IntegerWinograd<TLanes, TVector> : WindowKernel
    where TLanes : IIntegerLanes<TVector>
    where TVector : struct
{
    /// <summary>Sums of a pass stay in the first cache until they become results.</summary>
    private const int TilesPerPass = 24;
    private const int Places = WinogradWeights.Places;

    /// <summary>Channels that are transformed, and columns that are written, at a time.</summary>
    private const int Block = 16;

    private readonly WinogradWeights weights;
    private readonly ZeroLine zeros;
    private readonly int tilesX;
    private readonly int tilesY;

    public IntegerWinograd(WindowShape shape, KernelTarget target, int shares)
        : base(shape, OutputRange.Unlimited, shares)
    {
        weights = new(shape, target);
        zeros = new(shape.Channels);
        (tilesX, tilesY) = ((shape.OutputWidth + 1) / 2, (shape.OutputHeight + 1) / 2);
    }

    public override void Prepare(in WindowBuffers buffers) => zeros.Fill(new Requantizer(buffers.PackedBytes).InputZero);

    /// <summary>A share has some of the tiles, each of 2x2 results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(WinogradWeights.Tiles(Shape), share);
        var passes = Math.Max(1, (end - first + TilesPerPass - 1) / TilesPerPass);
        var length = (end - first + passes - 1) / passes;
        nint rowBytes = (nint)Shape.Channels * sizeof(short), sumBytes = (nint)length * Places * weights.Panels.Width * sizeof(int);
        var sums = Workspace.Of(sumBytes + (length * Places * rowBytes));
        for (; first < end; first += length)
        {
            var count = Math.Min(length, end - first);
            for (var tile = 0; tile < count; tile++)
            {
                TransformInput(buffers.XBytes, sums + sumBytes + (tile * rowBytes), first + tile, count * rowBytes);
            }

            for (var panel = 0; panel < weights.Panels.Count(Shape.Filters); panel++)
            {
                RunPanel(buffers, sums + sumBytes, sums, first, count, panel);
            }
        }
    }

    private protected override void Release() => zeros.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPanel(in WindowBuffers buffers, byte* rows, byte* sums, int first, int count, int panel)
    {
        var width = weights.Panels.WidthOf(panel, Shape.Filters);
        var head = buffers.PackedBytes + weights.Offset(panel);
        nint rowBytes = (nint)Shape.Channels * sizeof(short), stride = width * sizeof(int), steps = Shape.Channels / TLanes.Together;
        var (tiles, rest) = Math.DivRem(count, TLanes.TileRows);
        var done = (nint)tiles * TLanes.TileRows;
        var full = IntegerTile<TLanes, TVector>.Function(TLanes.TileRows, width / TLanes.Count, isRaw: true);
        var last = rest == 0 ? null : IntegerTile<TLanes, TVector>.Function(rest, width / TLanes.Count, isRaw: true);
        for (var place = 0; place < Places; place++)
        {
            var matrix = head + (width * IntegerFilter.HeadBytes) + (place * weights.MatrixBytes(width));
            byte* x = rows + (place * count * rowBytes), y = sums + (place * count * stride);
            full(x, rowBytes, tiles, steps, matrix, new(y, stride, default));
            if (rest > 0)
            {
                last(x + (done * rowBytes), rowBytes, 1, steps, matrix, new(y + (done * stride), stride, default));
            }
        }

        for (var tile = 0; tile < count; tile++)
        {
            for (var column = 0; column < width; column += Block)
            {
                TransformOutput(buffers, sums + (tile * stride) + (column * sizeof(int)), count * stride, first + tile, head, width, column, panel);
            }
        }
    }

    /// <summary>The 4x4 pixels that a tile's results read.</summary>
    /// <param name="next">Bytes from a place's number to the next place's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformInput(byte* x, byte* target, int tile, nint next)
    {
        var (image, y, column) = Corner(tile);
        var pixels = stackalloc byte*[16];
        for (int i = 0, top = y - Shape.PadTop, left = column - Shape.PadLeft; i < 16; i++)
        {
            int row = top + (i >> 2), at = left + (i & 3);
            var isInside = (uint)row < (uint)Shape.Height && (uint)at < (uint)Shape.Width;
            pixels[i] = isInside ? x + ((((((nint)image * Shape.Height) + row) * Shape.Width) + at) * Shape.Channels) : zeros.Pixels;
        }

        var columns = stackalloc short[16 * Block];
        for (nint channel = 0; channel < Shape.Channels; channel += Block, target += Block * sizeof(short))
        {
            for (var i = 0; i < 4; i++)
            {
                Transform(
                    Avx2.ConvertToVector256Int16(pixels[i] + channel),
                    Avx2.ConvertToVector256Int16(pixels[4 + i] + channel),
                    Avx2.ConvertToVector256Int16(pixels[8 + i] + channel),
                    Avx2.ConvertToVector256Int16(pixels[12 + i] + channel),
                    columns + (i * Block),
                    4 * Block);
            }

            for (var i = 0; i < 4; i++)
            {
                var row = columns + (4 * i * Block);
                Transform(
                    Vector256.Load(row),
                    Vector256.Load(row + Block),
                    Vector256.Load(row + (2 * Block)),
                    Vector256.Load(row + (3 * Block)),
                    (short*)(target + (4 * i * next)),
                    next / sizeof(short));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform(Vector256<short> a, Vector256<short> b, Vector256<short> c, Vector256<short> d, short* target, nint step)
    {
        (a - c).Store(target);
        (b + c).Store(target + step);
        (c - b).Store(target + (2 * step));
        (b - d).Store(target + (3 * step));
    }

    /// <summary>The 2x2 results of 16 columns.</summary>
    /// <param name="sums">The first place's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformOutput(in WindowBuffers buffers, byte* sums, nint next, int tile, byte* head, int width, int column, int panel)
    {
        var (image, y, x) = Corner(tile);
        nint pixel = ((((nint)image * Shape.OutputHeight) + y) * Shape.OutputWidth) + x, lineStep = (nint)Shape.OutputWidth * Shape.Filters;
        var target = buffers.YBytes + (pixel * Shape.Filters) + (panel * weights.Panels.Width) + column;
        var requantizer = new Requantizer(buffers.PackedBytes);
        bool hasRight = x + 1 < Shape.OutputWidth, hasBelow = y + 1 < Shape.OutputHeight;
        var biases = (int*)head + column;
        var scales = (float*)head + width + column;
        Results((int*)sums, next / sizeof(int), biases, out var a0, out var b0, out var c0, out var d0);
        Results((int*)sums + (Block / 2), next / sizeof(int), biases + (Block / 2), out var a1, out var b1, out var c1, out var d1);
        nint addend = buffers.Sum == 0 ? 0 : buffers.Sum - buffers.Output;
        Store(requantizer.Sixteen(a0, a1, scales), target, addend, requantizer.Adder);
        if (hasRight)
        {
            Store(requantizer.Sixteen(b0, b1, scales), target + Shape.Filters, addend, requantizer.Adder);
        }

        if (hasBelow)
        {
            Store(requantizer.Sixteen(c0, c1, scales), target + lineStep, addend, requantizer.Adder);
        }

        if (hasBelow && hasRight)
        {
            Store(requantizer.Sixteen(d0, d1, scales), target + lineStep + Shape.Filters, addend, requantizer.Adder);
        }
    }

    /// <param name="addend">Bytes from a result to what is added to it; 0 for nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> results, byte* target, nint addend, ImageAdder adder)
    {
        if (addend != 0)
        {
            results = adder.AddTo(results, Vector128.Load(target + addend));
        }

        results.Store(target);
    }

    /// <summary>Four times the sums of two results of a line, and of the two below them, divided and with their biases.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Results(int* m, nint next, int* biases, out Vector256<int> a, out Vector256<int> b, out Vector256<int> c, out Vector256<int> d)
    {
        Sum(m, next, out var upper0, out var lower0);
        Sum(m + next, next, out var upper1, out var lower1);
        Sum(m + (2 * next), next, out var upper2, out var lower2);
        Sum(m + (3 * next), next, out var upper3, out var lower3);
        var bias = Vector256.Load(biases);
        a = Avx2.ShiftRightArithmetic(upper0 + upper1 + upper2, 2) + bias;
        b = Avx2.ShiftRightArithmetic(upper1 - upper2 - upper3, 2) + bias;
        c = Avx2.ShiftRightArithmetic(lower0 + lower1 + lower2, 2) + bias;
        d = Avx2.ShiftRightArithmetic(lower1 - lower2 - lower3, 2) + bias;
    }

    /// <summary>A column of places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(int* m, nint next, out Vector256<int> upper, out Vector256<int> lower)
    {
        Vector256<int> second = Vector256.Load(m + (4 * next)), third = Vector256.Load(m + (8 * next));
        upper = Vector256.Load(m) + second + third;
        lower = second - third - Vector256.Load(m + (12 * next));
    }

    /// <summary>The first result of a tile.</summary>
    private (int Image, int Y, int X) Corner(int tile)
    {
        var (line, x) = Math.DivRem(tile, tilesX);
        var (image, y) = Math.DivRem(line, tilesY);
        return (image, 2 * y, 2 * x);
    }
}
