namespace WebNN.Kernels;

/// <summary>What is done with the pixels under a window.</summary>
internal enum WindowOperation
{
    /// <summary>The sum of products with a filter.</summary>
    Convolution = 0,
    Maximum = 1,

    /// <summary>The mean of the pixels within the image.</summary>
    Average = 2,

    /// <summary>A depthwise convolution of a dense one, whose packed filter stands before its own.</summary>
    ExpandedConvolution = 3,

    /// <summary>A convolution of bytes: see <see cref="Integers.IntegerKernels"/>.</summary>
    IntegerConvolution = 4,

    /// <summary>The same with weights in 16 bits.</summary>
    WideIntegerConvolution = 5,

    /// <summary>The same with fewer products.</summary>
    IntegerWinograd = 6,

    /// <summary>The largest of bytes.</summary>
    IntegerMaximum = 7,

    /// <summary>The mean of the bytes within the image.</summary>
    IntegerAverage = 8,

    /// <summary>The sum of two images of bytes: see <see cref="Integers.ImageSum"/> and <see cref="Integers.ImagePairs{TRule}"/>.</summary>
    IntegerSum = 9,

    /// <summary>Of each byte, with <see cref="Integers.ByteParameters"/> in the place of a filter.</summary>
    Dequantize = 10,

    /// <summary>Of each float, with the same.</summary>
    Quantize = 11,

    /// <summary>Bytes as they are.</summary>
    Copy = 12,

    /// <summary>Floats within a range.</summary>
    Limit = 13,

    /// <summary>Of two operands, element by element, and so the five that follow.</summary>
    Add = 14,
    Subtract = 15,
    Multiply = 16,
    Divide = 17,
    Larger = 18,
    Smaller = 19,

    /// <summary>Of each element.</summary>
    Sigmoid = 20,

    /// <summary>Of each row.</summary>
    Softmax = 21,

    /// <summary>Columns as rows: see <see cref="Transposition"/>.</summary>
    Transpose = 22,

    /// <summary>What a table has for each byte: see <see cref="Integers.ByteTable"/>.</summary>
    IntegerTable = 23,

    /// <summary>Of each element.</summary>
    HardSwish = 24,

    /// <summary>Within a frame of one value: see <see cref="Kernels.Padding"/>.</summary>
    Pad = 25,

    /// <summary>As parts of longer rows: see <see cref="RowPlacement"/>.</summary>
    Place = 26,

    /// <summary>Of few rows: see <see cref="Kernels.RowSums"/>.</summary>
    RowSums = 27,

    /// <summary>Of a table: see <see cref="RowLookup"/>.</summary>
    LookUp = 28,

    /// <summary>The product of two images of bytes: see <see cref="Integers.ImageProduct"/> and <see cref="Integers.ImagePairs{TRule}"/>.</summary>
    IntegerProduct = 29,
}

/// <summary>
/// The memory of one run: images as the shape says, of floats or of bytes, the filter as <see cref="WindowKernels.Pack"/> or
/// <see cref="Integers.IntegerKernels.Pack"/> made it.
/// </summary>
/// <param name="Sum">
/// Added to the result, to that of floats before it is limited: as large as the output; null for none. The second operand of an operation of two.
/// </param>
internal readonly unsafe record struct WindowBuffers(nint Input, nint Filter, nint Sum, nint Output)
{
    // What is public would be printed, which code that is compiled ahead of time cannot do with pointers.
    internal float* X => (float*)Input;

    internal float* Packed => (float*)Filter;

    internal float* Addend => (float*)Sum;

    internal float* Y => (float*)Output;

    internal byte* XBytes => (byte*)Input;

    internal byte* PackedBytes => (byte*)Filter;

    internal byte* YBytes => (byte*)Output;
}

/// <summary>
/// A kernel that slides a window over channels-last images: <c>limit(f(window) + sum)</c>, or goes over elements. The work is cut into shares that run in any order
/// on any threads, after <see cref="Prepare"/>. Not for two runs at a time.
/// </summary>
internal abstract class WindowKernel : IDisposable
{
    private protected WindowKernel(WindowShape shape, OutputRange range, int shares)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shares, 1);
        (Shape, Range, Shares) = (shape, range, shares);
    }

    public int Shares { get; }

    private protected WindowShape Shape { get; }

    private protected OutputRange Range { get; }

    /// <summary>What all shares need before the first of them.</summary>
    public virtual void Prepare(in WindowBuffers buffers)
    {
    }

    public abstract void Run(in WindowBuffers buffers, int share);

    public void Dispose() => Release();

    /// <summary>Frees what a run works with.</summary>
    private protected virtual void Release()
    {
    }

    /// <summary>The part of a product of matrices that a share has: some of the pixels, or, where these are few, some of the panels.</summary>
    private protected ((int First, int End) Pixels, (int First, int End) Panels) Part(int panels, int tileRows, int share) =>
        Shape.Pixels >= Shares * tileRows * 4 || panels < Shares
            ? (Part(Shape.Pixels, share), (0, panels))
            : ((0, Shape.Pixels), Part(panels, share));

    /// <summary>The part of <paramref name="count"/> that a share has.</summary>
    private protected (int First, int End) Part(int count, int share) =>
        ((int)((long)count * share / Shares), (int)((long)count * (share + 1) / Shares));
}

/// <summary>A window, and what happens to its results.</summary>
internal readonly record struct WindowStage(WindowShape Shape, OutputRange Range);

/// <summary>What happens to a result on its way out.</summary>
/// <param name="HasSlopes">Negative results are multiplied with their filter's slope first.</param>
internal readonly record struct OutputRange(float Low, float High, bool HasSlopes)
{
    public static readonly OutputRange Unlimited = new(float.NegativeInfinity, float.PositiveInfinity, false);
}
