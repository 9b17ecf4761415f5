using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels;

/// <summary>Bytes one after the other. Most runs are as short as a pixel, for which a call costs more than the copy.</summary>
internal static unsafe class ByteRun
{
    /// <summary>Longer ones are left to .NET's own copy.</summary>
    private const int LongestHere = 1024;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(byte* x, byte* y, nint count)
    {
        if (count > LongestHere)
        {
            Buffer.MemoryCopy(x, y, count, count);
        }
        else if (count >= Vector256<byte>.Count)
        {
            nint i = 0;
            for (; i <= count - Vector256<byte>.Count; i += Vector256<byte>.Count)
            {
                Vector256.Load(x + i).Store(y + i);
            }

            // The last vector may overlap the one before it.
            i = count - Vector256<byte>.Count;
            Vector256.Load(x + i).Store(y + i);
        }
        else
        {
            CopyFew(x, y, count);
        }
    }

    /// <param name="value">Elements of any size that divides eight, as often as there is room for them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill(byte* y, nint count, long value)
    {
        if (count >= Vector256<byte>.Count)
        {
            var vector = Vector256.Create(value).AsByte();
            for (nint i = 0; i < count; i += Vector256<byte>.Count)
            {
                vector.Store(y + Math.Min(i, count - Vector256<byte>.Count));
            }
        }
        else
        {
            FillFew(y, count, value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyFew(byte* x, byte* y, nint count)
    {
        if (count >= Vector128<byte>.Count)
        {
            Vector128<byte> first = Vector128.Load(x), last = Vector128.Load(x + count - Vector128<byte>.Count);
            first.Store(y);
            last.Store(y + count - Vector128<byte>.Count);
        }
        else if (count >= sizeof(long))
        {
            long first = *(long*)x, last = *(long*)(x + count - sizeof(long));
            *(long*)y = first;
            *(long*)(y + count - sizeof(long)) = last;
        }
        else if (count >= sizeof(int))
        {
            int first = *(int*)x, last = *(int*)(x + count - sizeof(int));
            *(int*)y = first;
            *(int*)(y + count - sizeof(int)) = last;
        }
        else
        {
            for (nint i = 0; i < count; i++)
            {
                y[i] = x[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FillFew(byte* y, nint count, long value)
    {
        if (count >= sizeof(long))
        {
            for (nint i = 0; i < count; i += sizeof(long))
            {
                *(long*)(y + Math.Min(i, count - sizeof(long))) = value;
            }
        }
        else if (count >= sizeof(int))
        {
            *(int*)y = (int)value;
            *(int*)(y + count - sizeof(int)) = (int)value;
        }
        else
        {
            for (nint i = 0; i < count; i++)
            {
                y[i] = ((byte*)&value)[i];
            }
        }
    }
}
