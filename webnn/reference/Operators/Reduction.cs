using System.Numerics;

namespace WebNN.Reference.Operators;

/// <summary>reduceL1 … reduceSumSquare.</summary>
internal static class Reduction
{
    public static readonly OperatorRow[] Rows =
    [
        new("reduceL1", call => Reduce(call, SumOfAbsolutes, SumOfAbsolutes)),
        new("reduceL2", call => Reduce(call, row => Math.Sqrt(SumSquare(row)))),
        new("reduceLogSum", call => Reduce(call, row => Math.Log(Sum(row)))),
        new("reduceLogSumExp", call => Reduce(call, LogSumExp)),
        new("reduceMax", call => Reduce(call, Largest, Largest)),
        new("reduceMean", call => Reduce(call, row => Sum(row) / row.Length)),
        new("reduceMin", call => Reduce(call, Smallest, Smallest)),
        new("reduceProduct", call => Reduce(call, Product, Product)),
        new("reduceSum", call => Reduce(call, Sum, Sum)),
        new("reduceSumSquare", call => Reduce(call, SumSquare, SumSquare)),
    ];

    public static T Sum<T>(ReadOnlySpan<T> row) where T : INumber<T> => Fold(row, T.Zero, (sum, value) => sum + value);

    public static T SumSquare<T>(ReadOnlySpan<T> row) where T : INumber<T> => Fold(row, T.Zero, (sum, value) => sum + (value * value));

    /// <summary>The largest element; what is not a number wins.</summary>
    public static T Largest<T>(ReadOnlySpan<T> row) where T : INumber<T> => Fold(row, row[0], T.Max);

    private static T Smallest<T>(ReadOnlySpan<T> row) where T : INumber<T> => Fold(row, row[0], T.Min);

    private static T Product<T>(ReadOnlySpan<T> row) where T : INumber<T> => Fold(row, T.One, (product, value) => product * value);

    private static T SumOfAbsolutes<T>(ReadOnlySpan<T> row) where T : INumber<T> => Fold(row, T.Zero, (sum, value) => sum + T.Abs(value));

    /// <summary>With exp of the largest element taken out, which keeps the sum finite.</summary>
    private static double LogSumExp(ReadOnlySpan<double> row)
    {
        var largest = Largest(row);
        return double.IsFinite(largest) ? largest + Math.Log(Fold(row, 0.0, (sum, value) => sum + Math.Exp(value - largest))) : largest;
    }

    private static Tensor Reduce(OperatorCall call, RowFunction<double> real, RowFunction<Int128>? integer = null)
    {
        var (x, axes) = (call.Input(0), call.Options<MLReduceOptions>().Axes!.Value);
        return x.IsReal
            ? Tensor.Of(call.Output, Reference.Rows.Fold(x.Reals, x.Shape, axes, real))
            : Tensor.Of(call.Output, Reference.Rows.Fold(
                x.Integers, x.Shape, axes, integer ?? throw new InvalidOperationException($"{call.Node.Operator} takes no integers")));
    }

    private static T Fold<T>(ReadOnlySpan<T> row, T start, Func<T, T, T> function)
    {
        foreach (var value in row)
        {
            start = function(start, value);
        }

        return start;
    }
}
