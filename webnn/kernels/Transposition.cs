using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels;

/// <summary>How elements of one size are turned, some at a time.</summary>
internal unsafe interface ITransposedElement
{
    /// <summary>Rows and columns of a square.</summary>
    static abstract int Side { get; }

    static abstract int Bytes { get; }

    /// <summary>A square of elements. Strides are in bytes.</summary>
    static abstract void Square(byte* x, nint rowStride, byte* y, nint columnStride);

    /// <summary>
    /// As many columns of two to four rows as a square has, whose results lie one after the other: up to eight elements beyond them are written, too.
    /// </summary>
    static abstract void Few(byte* x, nint rowStride, int rows, byte* y);

    static abstract void One(byte* x, byte* y);
}

/// <summary>Columns in the place of rows.</summary>
internal static class Transposition
{
    public static WindowShape Shape(int matrices, int rows, int columns, int elementBytes) => new()
    {
        Batch = matrices, Height = rows, Width = columns, Channels = elementBytes, OutputHeight = columns, OutputWidth = rows, Filters = elementBytes,
    };

    /// <summary>Whether there is a kernel for elements of a size.</summary>
    public static bool Supports(int elementBytes) => elementBytes is sizeof(byte) or sizeof(float);

    public static WindowKernel Create(WindowShape shape, int shares) => shape.Channels == sizeof(byte)
        ? new Transposition<TransposedBytes>(shape, shares)
        : new Transposition<TransposedFloats>(shape, shares);
}

/// <summary>
/// Matrices with columns in the place of rows: <c>Batch</c> of them, of <c>Height</c> rows and <c>Width</c> columns of elements of <c>Channels</c> bytes.
/// </summary>
internal sealed unsafe class Transposition<TElement>(WindowShape shape, int shares) : WindowKernel(shape, OutputRange.Unlimited, shares)
    where TElement : ITransposedElement
{
    /// <summary>More rows are turned in squares.</summary>
    private const int FewRows = 4;

    private int Rows => Shape.Height;

    private int Columns => Shape.Width;

    /// <summary>A share has some of the columns of all matrices.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(Columns, share);
        var size = (nint)Rows * Columns * TElement.Bytes;
        for (nint image = 0; image < Shape.Batch; image++)
        {
            byte* x = buffers.XBytes + (image * size), y = buffers.YBytes + (image * size);
            if (Rows <= FewRows)
            {
                RunFew(x, y, first, end);
            }
            else
            {
                RunSquares(x, y, first, end);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunFew(byte* x, byte* y, int first, int end)
    {
        var column = first;

        // What is written beyond the results lies within those of the next columns.
        for (; Rows > 1 && column + (2 * TElement.Side) <= end; column += TElement.Side)
        {
            TElement.Few(x + ((nint)column * TElement.Bytes), (nint)Columns * TElement.Bytes, Rows, y + ((nint)column * Rows * TElement.Bytes));
        }

        RunSingly(x, y, 0, Rows, column, end);
    }

    /// <summary>Columns in the outer loop: results are written one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunSquares(byte* x, byte* y, int first, int end)
    {
        nint rowStride = (nint)Columns * TElement.Bytes, columnStride = (nint)Rows * TElement.Bytes;
        var column = first;
        for (; column + TElement.Side <= end; column += TElement.Side)
        {
            var row = 0;
            for (; row + TElement.Side <= Rows; row += TElement.Side)
            {
                TElement.Square(x + (row * rowStride) + ((nint)column * TElement.Bytes), rowStride, y + (column * columnStride) + ((nint)row * TElement.Bytes), columnStride);
            }

            RunSingly(x, y, row, Rows, column, column + TElement.Side);
        }

        RunSingly(x, y, 0, Rows, column, end);
    }

    private void RunSingly(byte* x, byte* y, int firstRow, int endRow, int first, int end)
    {
        for (nint column = first; column < end; column++)
        {
            for (nint row = firstRow; row < endRow; row++)
            {
                TElement.One(x + (((row * Columns) + column) * TElement.Bytes), y + (((column * Rows) + row) * TElement.Bytes));
            }
        }
    }
}

/// <summary>Bytes, in squares of 16: a register has a row, and each of four steps interleaves the registers of the two halves.</summary>
internal readonly unsafe struct TransposedBytes : ITransposedElement
{
    public static int Side => 16;

    public static int Bytes => sizeof(byte);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Square(byte* x, nint rowStride, byte* y, nint columnStride)
    {
        Vector128<byte>* rows = stackalloc Vector128<byte>[16], mixed = stackalloc Vector128<byte>[16];
        for (var i = 0; i < 16; i++)
        {
            rows[i] = Vector128.Load(x + (i * rowStride));
        }

        Interleave(rows, mixed);
        Interleave(mixed, rows);
        Interleave(rows, mixed);
        Interleave(mixed, rows);
        for (var i = 0; i < 16; i++)
        {
            rows[i].Store(y + (i * columnStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Few(byte* x, nint rowStride, int rows, byte* y)
    {
        var second = Vector128.Load(x + rowStride);
        Vector128<byte> first = Vector128.Load(x), third = rows > 2 ? Vector128.Load(x + (2 * rowStride)) : default, fourth = rows > 3 ? Vector128.Load(x + (3 * rowStride)) : default;
        Vector128<ushort> lowPairs = Sse2.UnpackLow(first, second).AsUInt16(), highPairs = Sse2.UnpackHigh(first, second).AsUInt16();
        Vector128<ushort> lowOthers = Sse2.UnpackLow(third, fourth).AsUInt16(), highOthers = Sse2.UnpackHigh(third, fourth).AsUInt16();
        var order = Order(rows);
        Put(Sse2.UnpackLow(lowPairs, lowOthers), order, y);
        Put(Sse2.UnpackHigh(lowPairs, lowOthers), order, y + (4 * rows));
        Put(Sse2.UnpackLow(highPairs, highOthers), order, y + (8 * rows));
        Put(Sse2.UnpackHigh(highPairs, highOthers), order, y + (12 * rows));
    }

    public static void One(byte* x, byte* y) => *y = *x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector128<byte>* from, Vector128<byte>* to)
    {
        for (var i = 0; i < 8; i++)
        {
            to[2 * i] = Sse2.UnpackLow(from[i], from[i + 8]);
            to[(2 * i) + 1] = Sse2.UnpackHigh(from[i], from[i + 8]);
        }
    }

    /// <summary>Four columns of four elements each, without those of rows that are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector128<ushort> columns, Vector128<byte> order, byte* y) => Ssse3.Shuffle(columns.AsByte(), order).Store(y);

    private static Vector128<byte> Order(int rows) => rows switch
    {
        2 => Vector128.Create((byte)0, 1, 4, 5, 8, 9, 12, 13, 0, 0, 0, 0, 0, 0, 0, 0),
        3 => Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0),
        _ => Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    };
}

/// <summary>Floats, in squares of four.</summary>
internal readonly unsafe struct TransposedFloats : ITransposedElement
{
    public static int Side => 4;

    public static int Bytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Square(byte* x, nint rowStride, byte* y, nint columnStride) =>
        Put(Row(x), Row(x + rowStride), Row(x + (2 * rowStride)), Row(x + (3 * rowStride)), y, columnStride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Few(byte* x, nint rowStride, int rows, byte* y) =>
        Put(Row(x), Row(x + rowStride), rows > 2 ? Row(x + (2 * rowStride)) : default, rows > 3 ? Row(x + (3 * rowStride)) : default, y, rows * sizeof(float));

    public static void One(byte* x, byte* y) => *(float*)y = *(float*)x;

    private static Vector128<float> Row(byte* x) => Vector128.Load((float*)x);

    /// <summary>In order: of results that overlap, the later is written last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, byte* y, nint columnStride)
    {
        Vector128<float> lowPairs = Sse.UnpackLow(a, b), highPairs = Sse.UnpackHigh(a, b), lowOthers = Sse.UnpackLow(c, d), highOthers = Sse.UnpackHigh(c, d);
        Sse.MoveLowToHigh(lowPairs, lowOthers).Store((float*)y);
        Sse.MoveHighToLow(lowOthers, lowPairs).Store((float*)(y + columnStride));
        Sse.MoveLowToHigh(highPairs, highOthers).Store((float*)(y + (2 * columnStride)));
        Sse.MoveHighToLow(highOthers, highPairs).Store((float*)(y + (3 * columnStride)));
    }
}
