using static WebNN.Reference.Tests.Cases.LiteralCase;

namespace WebNN.Reference.Tests.Cases;

internal static class ReductionCases
{
    private const float Inf = float.PositiveInfinity;
    private static readonly MLReduceOptions last = new() { Axes = [1] };

    public static readonly LiteralCase[] All =
    [
        Of("reduceL1", b => b.ReduceL1(b.Row(1f, -2, 3)), 6f),
        Of("reduceL1 int32", b => b.ReduceL1(b.Row(-1, -2, 3)), 6),
        Of("reduceL2", b => b.ReduceL2(b.Row(3f, -4)), 5f),
        Of("reduceL2 of no axis", b => b.ReduceL2(b.Row(3f, -4), new() { Axes = [] }), 3f, 4),
        Of("reduceLogSum", b => b.ReduceLogSum(b.Row(4f, 6)), (float)2.302585092994046),
        Of("reduceLogSumExp", b => b.ReduceLogSumExp(b.Of([2, 2], 0f, 0, 1000, 1000), last), (float)0.6931471805599453, (float)1000.6931471805599),
        Of("reduceLogSumExp infinite", b => b.ReduceLogSumExp(b.Of([2, 1], Inf, -Inf), last), Inf, -Inf),
        Of("reduceMax", b => b.ReduceMax(b.Of([2, 2], 1f, 2, -3, -4), last), 2f, -3),
        Of("reduceMax uint64", b => b.ReduceMax(b.Row(1UL, ulong.MaxValue)), ulong.MaxValue),
        Of("reduceMean", b => b.ReduceMean(b.Of([2, 3], 1f, 2, 3, 4, 5, 6), new() { Axes = [0], KeepDimensions = true }), 2.5f, 3.5f, 4.5f),
        Of("reduceMin", b => b.ReduceMin(b.Of([2, 2], 1, 2, -3, -4), last), 1, -4),
        Of("reduceProduct", b => b.ReduceProduct(b.Of([2, 2], 1f, 2, -3, -4), last), 2f, 12),
        Of("reduceProduct wraps", b => b.ReduceProduct(b.Row(65536, 65536)), 0),
        Of("reduceSum", b => b.ReduceSum(b.Of([2, 2, 2], 1f, 2, 3, 4, 5, 6, 7, 8), new() { Axes = [2, 0] }), 14f, 22),
        Of("reduceSum rounds once", b => b.ReduceSum(b.Row(16777216f, 1, 1, -16777216)), 2f),
        Of("reduceSum int64", b => b.ReduceSum(b.Row(9007199254740992, 1L, 1)), 9007199254740994),
        Of("reduceSum of a scalar", b => b.ReduceSum(b.Of([], 3f)), 3f),
        Of("reduceSumSquare", b => b.ReduceSumSquare(b.Row(1f, -2, 3)), 14f),
        Of("reduceSumSquare wraps", b => b.ReduceSumSquare(b.Row(65536u, 2u)), 4u),
        Of("argMax", b => b.ArgMax(b.Of([2, 3], 1f, 5, 5, -1, -2, -3), 1), 1, 0),
        Of("argMax int64", b => b.ArgMax(b.Row(1UL, ulong.MaxValue), 0, new() { KeepDimensions = true, OutputDataType = MLOperandDataType.Int64 }), 1L),
        Of("argMin", b => b.ArgMin(b.Of([2, 3], 1f, 5, 1, -1, -2, -3), 0), 1, 1, 1),
        Of("cumulativeSum", b => b.CumulativeSum(b.Of([2, 3], 1, 2, 3, 4, 5, 6), 1), 1, 3, 6, 4, 9, 15),
        Of("cumulativeSum exclusive", b => b.CumulativeSum(b.Row(1f, 2, 3), 0, new() { Exclusive = true }), 0f, 1, 3),
        Of("cumulativeSum reversed", b => b.CumulativeSum(b.Row(1f, 2, 3), 0, new() { Reversed = true }), 6f, 5, 3),
        Of("cumulativeSum exclusive, reversed", b => b.CumulativeSum(b.Row(1f, 2, 3), 0, new() { Exclusive = true, Reversed = true }), 5f, 3, 0),
    ];
}
