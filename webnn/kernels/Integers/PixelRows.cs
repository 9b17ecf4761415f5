using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Integers;

/// <summary>The pixels under a window as rows of a matrix, in the form that instructions take.</summary>
internal sealed unsafe class PixelRows<TLanes, TVector> : IDisposable
    where TLanes : IIntegerLanes<TVector>
    where TVector : struct
{
    /// <summary>What is read or written at once.</summary>
    private const int Chunk = 16;

    private readonly WindowShape shape;
    private readonly ZeroLine zeros;
    private readonly bool isPointwise;

    /// <param name="steps">Of a row.</param>
    public PixelRows(WindowShape shape, int steps)
    {
        (this.shape, zeros, isPointwise) = (shape, new(shape.Channels), shape.IsPointwise);

        // Lines of a window are not gathered in the order in which they lie in memory.
        RowBytes = ((nint)steps * sizeof(int)) + (isPointwise ? 0 : Chunk * ElementBytes);
    }

    /// <summary>Bytes of an element in a row.</summary>
    public static int ElementBytes => sizeof(int) / TLanes.Together;

    /// <summary>Bytes from a row to the next.</summary>
    public nint RowBytes { get; }

    /// <summary>The memory that so many rows need.</summary>
    public nint Bytes(int rows) => (rows * RowBytes) + (Chunk * ElementBytes);

    /// <param name="inputZero">What the image is padded with.</param>
    public void Prepare(byte inputZero) => zeros.Fill(inputZero);

    public void Dispose() => zeros.Dispose();

    /// <summary>The rows of pixels, one behind the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(byte* x, byte* rows, int first, int count)
    {
        var end = x + ((nint)shape.Batch * shape.Height * shape.Width * shape.Channels);
        if (isPointwise)
        {
            var pixels = x + ((nint)first * shape.Channels);
            var (length, pieces) = RowBytes == (nint)shape.Channels * ElementBytes ? (count * shape.Channels, 1) : (shape.Channels, count);
            for (var i = 0; i < pieces; i++)
            {
                Take(pixels + ((nint)i * shape.Channels), rows + (i * RowBytes), length, end);
            }

            return;
        }

        var cursor = new PixelCursor(shape, first);
        while (count > 0)
        {
            var run = Math.Min(count, shape.OutputWidth - cursor.X);
            GatherRun(x, rows, cursor, run, end);
            rows += run * RowBytes;
            count -= run;
            cursor = new PixelCursor(shape, cursor.Index + run);
        }
    }

    /// <summary>The rows of neighbours in a line of results, a line of their windows after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherRun(byte* x, byte* rows, PixelCursor cursor, int count, byte* end)
    {
        nint channels = shape.Channels, step = shape.StrideX * channels, stride = RowBytes;
        int stepX = shape.StrideX, top = (cursor.Y * shape.StrideY) - shape.PadTop, left = (cursor.X * stepX) - shape.PadLeft;
        int lineLength = shape.KernelWidth * shape.Channels, lastWhole = shape.DilationX == 1 ? shape.Width - shape.KernelWidth : -1;
        for (int line = 0, y = top; line < shape.KernelHeight; line++, y += shape.DilationY, rows += lineLength * ElementBytes)
        {
            var isInside = (uint)y < (uint)shape.Height;
            var pixels = x + ((((((nint)cursor.Image * shape.Height) + y) * shape.Width) + left) * channels);
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
        for (int tap = 0, column = left; tap < shape.KernelWidth; tap++, column += shape.DilationX, target += shape.Channels * ElementBytes)
        {
            if (isInside && (uint)column < (uint)shape.Width)
            {
                Take(pixels + ((nint)tap * shape.DilationX * shape.Channels), target, shape.Channels, end);
            }
            else
            {
                Take(zeros.Pixels, target, shape.Channels, zeros.Pixels + shape.Channels + Chunk);
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
