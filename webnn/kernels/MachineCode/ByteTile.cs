using System.Runtime.Intrinsics;
using WebNN.Kernels.Integers;

namespace WebNN.Kernels.MachineCode;

/// <summary>Rows cut into tiles of about equal height: first some with one more row than the others.</summary>
internal readonly record struct TileCut(int Count)
{
    public int Tiles => (Count + ByteTile.MostRows - 1) / ByteTile.MostRows;

    /// <summary>Rows of a tile after the higher ones.</summary>
    public int Rows => Count / Tiles;

    /// <summary>How many have one more.</summary>
    public int Higher => Count % Tiles;

    public int RowsOf(int tile) => tile < Higher ? Rows + 1 : Rows;
}

/// <summary>Runs <see cref="ByteTileCall"/>s: in machine code, or else, slowly, in plain C#, so that what is around them works on every processor.</summary>
internal static unsafe class ByteTile
{
    public const int MostRows = 8;
    public const int MostVectors = 2;

    /// <summary>Columns of a vector.</summary>
    public const int Columns = 16;

    /// <summary>Channels with which something of what is read next is fetched.</summary>
    public const int FetchedWith = 16;

    /// <summary>See <see cref="ByteTileCall.Order"/>: four columns of each of four vectors in turn are put in order.</summary>
    public static Vector128<byte> Order => Vector128.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, (byte)15);

    /// <param name="vectors">Of the panel.</param>
    public static void Run(ref ByteTileCall call, TileCut cut, int vectors)
    {
        Run(ref call, cut.Higher, cut.Rows + 1, vectors);
        Run(ref call, cut.Tiles - cut.Higher, cut.Rows, vectors);
    }

    private static void Run(ref ByteTileCall call, int tiles, int rows, int vectors)
    {
        call.Tiles = tiles;
        var function = tiles > 0 ? ByteTileCode.Function(rows, vectors, new Requantizer(call.Requantizer).Form) : null;
        if (function is not null)
        {
            fixed (ByteTileCall* pointer = &call)
            {
                function(pointer);
            }
        }
        else
        {
            RunPlain(ref call, rows, vectors * Columns);
        }
    }

    /// <summary>What <see cref="ByteTileCode"/> does.</summary>
    internal static void RunPlain(ref ByteTileCall call, int rows, int width)
    {
        for (; call.Tiles > 0; call.Tiles--, call.Rows += rows * call.Taps)
        {
            for (var row = 0; row < rows; row++, call.Target += call.TargetStride)
            {
                for (var column = 0; column < width; column++)
                {
                    call.Target[column] = new Requantizer(call.Requantizer).One(Sum(call, rows, row, width, column), ((float*)call.Panel)[width + column]);
                }
            }
        }
    }

    private static int Sum(in ByteTileCall call, int rows, int row, int width, int column)
    {
        var weights = (sbyte*)call.Panel + (width * 2 * sizeof(int)) + (column * sizeof(int));
        var sum = ((int*)call.Panel)[column];
        for (nint tap = 0; tap < call.Taps; tap++)
        {
            var pixel = call.Rows[(tap * rows) + row];
            for (var channel = call.Channels; channel < 0; channel += sizeof(int), weights += width * sizeof(int))
            {
                for (var i = 0; i < sizeof(int); i++)
                {
                    sum += pixel[channel + i] * weights[i];
                }
            }
        }

        return sum;
    }
}
