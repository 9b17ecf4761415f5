using System.Runtime.Intrinsics;
using WebNN.Kernels.Integers;

namespace WebNN.Kernels.MachineCode;

/// <summary>Rows cut into tiles of equal height, as few as there can be: the last may overlap the one before it.</summary>
internal readonly record struct TileCut(int Count)
{
    public int Tiles => (Count + ByteTile.MostRows - 1) / ByteTile.MostRows;

    /// <summary>Rows of a tile.</summary>
    public int Rows => (Count + Tiles - 1) / Tiles;

    /// <summary>Rows that two tiles have.</summary>
    public int Overlap => (Tiles * Rows) - Count;
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

    /// <param name="rows">Of a tile.</param>
    /// <param name="vectors">Of a panel.</param>
    public static void Run(ref ByteTileCall call, int rows, int vectors)
    {
        var function = ByteTileCode.Function(rows, vectors, new Requantizer(call.Requantizer).Form);
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
        for (; call.Panels > 0; call.Panels--, call.Panel += call.PanelStep, call.Target += call.ColumnStep)
        {
            var target = call.Target;
            for (nint tile = 0; tile < call.Tiles; tile++)
            {
                target += tile > 0 && tile + 1 == call.Tiles ? call.Overlap : 0;
                for (var row = 0; row < rows; row++, target += call.TargetStride)
                {
                    for (var column = 0; column < width; column++)
                    {
                        var requantizer = new Requantizer(call.Requantizer);
                        var term = requantizer.Form.HasFlag(ResultForm.HasTerms) ? call.Terms[(tile * rows) + row] : 0;
                        var sum = Sum(call, call.Rows + (tile * rows * call.Taps), rows, row, width, column) + term;
                        target[column] = requantizer.One(sum, ((float*)call.Panel)[width + column]);
                    }
                }
            }
        }
    }

    private static int Sum(in ByteTileCall call, byte** table, int rows, int row, int width, int column)
    {
        var weights = (sbyte*)call.Panel + (width * 2 * sizeof(int)) + (column * sizeof(int));
        var sum = ((int*)call.Panel)[column];
        for (nint tap = 0; tap < call.Taps; tap++)
        {
            var pixel = table[(tap * rows) + row];
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
