using System.Collections.Immutable;

namespace WebNN.Reference;

/// <summary>What a row of elements comes to.</summary>
internal delegate T RowFunction<T>(ReadOnlySpan<T> row);

/// <summary>Takes the elements along some axes as rows: one row for each element of the other axes.</summary>
internal static class Rows
{
    /// <summary>The first element of each row, and where a row's elements lie behind it.</summary>
    public static (int[] Starts, int[] Offsets) Along(ImmutableArray<int> shape, IEnumerable<int> axes)
    {
        int[] rowAxes = [.. axes];
        return (Positions.Along(shape, Positions.Others(shape, rowAxes)), Positions.Along(shape, rowAxes));
    }

    /// <summary>One value for each row, in the order of the other axes.</summary>
    public static T[] Fold<T>(T[] elements, ImmutableArray<int> shape, IEnumerable<int> axes, RowFunction<T> function)
    {
        var (starts, offsets) = Along(shape, axes);
        var (results, row) = (new T[starts.Length], new T[offsets.Length]);
        for (var i = 0; i < starts.Length; i++)
        {
            Read(elements, starts[i], offsets, row);
            results[i] = function(row);
        }

        return results;
    }

    /// <summary>Copies a row.</summary>
    public static void Read<T>(T[] elements, int start, int[] offsets, T[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = elements[start + offsets[i]];
        }
    }

    /// <summary>Copies a row back.</summary>
    public static void Write<T>(T[] row, T[] elements, int start, int[] offsets)
    {
        for (var i = 0; i < row.Length; i++)
        {
            elements[start + offsets[i]] = row[i];
        }
    }
}
