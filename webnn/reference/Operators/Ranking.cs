using System.Numerics;

namespace WebNN.Reference.Operators;

/// <summary>argMin, argMax, cumulativeSum: what runs along one axis.</summary>
internal static class Ranking
{
    public static readonly OperatorRow[] Rows =
    [
        new("argMax", call => ArgMinMax(call, largest: true)),
        new("argMin", call => ArgMinMax(call, largest: false)),
        new("cumulativeSum", CumulativeSum),
    ];

    /// <summary>The first of equals wins.</summary>
    private static Tensor ArgMinMax(OperatorCall call, bool largest)
    {
        var (x, axis) = (call.Input(0), call.Options<MLArgMinMaxOptions>().Axis);
        return Tensor.Of(call.Output, x.IsReal
            ? Array.ConvertAll(Reference.Rows.Fold<double>(x.Reals, x.Shape, [axis], row => Best(row, largest)), index => (Int128)index)
            : Reference.Rows.Fold<Int128>(x.Integers, x.Shape, [axis], row => Best(row, largest)));
    }

    private static int Best<T>(ReadOnlySpan<T> row, bool largest) where T : INumber<T>
    {
        var best = 0;
        for (var i = 1; i < row.Length; i++)
        {
            best = (largest ? row[i] > row[best] : row[i] < row[best]) ? i : best;
        }

        return best;
    }

    private static Tensor CumulativeSum(OperatorCall call)
    {
        var x = call.Input(0);
        return x.IsReal ? Tensor.Of(call.Output, Sums(call, x.Reals)) : Tensor.Of(call.Output, Sums(call, x.Integers));
    }

    private static T[] Sums<T>(OperatorCall call, T[] elements) where T : INumber<T>
    {
        var options = call.Options<MLCumulativeSumOptions>();
        var (starts, offsets) = Reference.Rows.Along(call.Output.Shape, [options.Axis]);
        if (options.Reversed)
        {
            Array.Reverse(offsets);
        }

        var results = new T[elements.Length];
        foreach (var start in starts)
        {
            var sum = T.Zero;
            foreach (var offset in offsets)
            {
                var before = sum;
                sum += elements[start + offset];
                results[start + offset] = options.Exclusive ? before : sum;
            }
        }

        return results;
    }
}
