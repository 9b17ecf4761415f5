using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Integers;

/// <summary>What windows read, added up: by how much a zero point of the weights moves all results of a pixel.</summary>
internal sealed unsafe class WindowSums
{
    private readonly nint taps;
    private readonly nint tapBytes;

    /// <summary>Bytes of a tap that are read by the window, without those behind them up to a multiple of four.</summary>
    private readonly int read;

    private readonly Vector512<byte> rest;

    public WindowSums(WindowShape shape, WindowTable table)
    {
        (taps, tapBytes) = (table.Taps, table.TapBytes);
        read = shape.Taps / table.Taps * shape.Channels;
        rest = Vector512.LessThan(Vector512.CreateSequence<byte>(0, 1), Vector512.Create((byte)(read % Vector512<byte>.Count)));
    }

    /// <summary>The memory of the terms of so many pixels; addresses may follow.</summary>
    public static nint Bytes(int pixels) => ((WindowTable.Rows(pixels) * sizeof(int)) + sizeof(long) - 1) & -sizeof(long);

    /// <summary>The sums of a table's windows, times a factor: a term for each row of each tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(byte** table, TileCut cut, int factor, int* terms)
    {
        for (var tile = 0; tile < cut.Tiles; tile++, table += cut.Rows * taps)
        {
            for (var row = 0; row < cut.Rows; row++)
            {
                *terms++ = unchecked(factor * Sum(table + row, cut.Rows));
            }
        }
    }

    /// <param name="stride">Addresses from a tap to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Sum(byte** addresses, int stride)
    {
        var sums = Vector512<ulong>.Zero;
        var sum = 0;
        for (nint tap = 0; tap < taps; tap++, addresses += stride)
        {
            var pixel = *addresses - tapBytes;
            if (!Processor.HasLongVectors)
            {
                sum += SumPlain(pixel);
                continue;
            }

            nint i = 0;
            for (; i <= read - Vector512<byte>.Count; i += Vector512<byte>.Count)
            {
                sums += Avx512BW.SumAbsoluteDifferences(Vector512.Load(pixel + i), Vector512<byte>.Zero).AsUInt64();
            }

            // Reads nothing where there is no rest.
            sums += Avx512BW.SumAbsoluteDifferences(Avx512BW.MaskLoad(pixel + i, rest, Vector512<byte>.Zero), Vector512<byte>.Zero).AsUInt64();
        }

        return Processor.HasLongVectors ? (int)Vector512.Sum(sums) : sum;
    }

    private int SumPlain(byte* pixel)
    {
        var sum = 0;
        for (var i = 0; i < read; i++)
        {
            sum += pixel[i];
        }

        return sum;
    }
}
