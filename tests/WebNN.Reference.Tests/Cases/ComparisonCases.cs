using static WebNN.Reference.Tests.Cases.LiteralCase;

namespace WebNN.Reference.Tests.Cases;

/// <summary>Comparisons, logic and selection.</summary>
internal static class ComparisonCases
{
    private const float NaN = float.NaN;

    public static readonly LiteralCase[] All =
    [
        Of<byte>("equal", b => b.Equal(b.Row(1f, 2, NaN), b.Row(1f, 3, NaN)), 1, 0, 0),
        Of<byte>("equal int64", b => b.Equal(b.Row(9007199254740993), b.Row(9007199254740992)), 0),
        Of<byte>("notEqual", b => b.NotEqual(b.Row(1f, 2, NaN), b.Row(1f, 3, NaN)), 0, 1, 1),
        Of<byte>("greater", b => b.Greater(b.Row(1f, 2, NaN), b.Row(1f, 1, 0)), 0, 1, 0),
        Of<byte>("greater uint64", b => b.Greater(b.Row(ulong.MaxValue), b.Row(1UL)), 1),
        Of<byte>("greaterOrEqual", b => b.GreaterOrEqual(b.Row(1f, 2, 0), b.Row(1f, 3, NaN)), 1, 0, 0),
        Of<byte>("lesser", b => b.Lesser(b.Row(-1, 2), b.Row(0)), 1, 0),
        Of<byte>("lesserOrEqual", b => b.LesserOrEqual(b.Row<sbyte>(-1, 0, 1), b.Row<sbyte>(0)), 1, 1, 0),
        Of<byte>("logicalAnd", b => b.LogicalAnd(b.Row<byte>(0, 0, 7, 255), b.Row<byte>(0, 1, 0, 2)), 0, 0, 0, 1),
        Of<byte>("logicalOr", b => b.LogicalOr(b.Row<byte>(0, 0, 7, 255), b.Row<byte>(0, 1, 0, 2)), 0, 1, 1, 1),
        Of<byte>("logicalXor", b => b.LogicalXor(b.Row<byte>(0, 0, 7, 255), b.Row<byte>(0, 1, 0, 2)), 0, 1, 1, 0),
        Of<byte>("logicalNot", b => b.LogicalNot(b.Row<byte>(0, 1, 255)), 1, 0, 0),
        Of<byte>("isNaN", b => b.IsNaN(b.Row(NaN, 1, float.PositiveInfinity)), 1, 0, 0),
        Of<byte>("isNaN int32", b => b.IsNaN(b.Row(1)), 0),
        Of<byte>("isInfinite", b => b.IsInfinite(b.Row(NaN, 1, float.NegativeInfinity)), 0, 0, 1),
        Of("where", b => b.Where(b.Of<byte>([2, 1], 1, 0), b.Row(1f, 2), b.Of([], -1f)), 1f, 2, -1, -1),
        Of("triangular", b => b.Triangular(b.Of([2, 3], 1, 2, 3, 4, 5, 6)), 1, 2, 3, 0, 5, 6),
        Of("triangular lower", b => b.Triangular(b.Of([3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9), new() { Upper = false, Diagonal = -1 }), 0, 0, 0, 4, 0, 0, 7, 8, 0),
        Of("triangular of batches", b => b.Triangular(b.Of([2, 2, 2], 1, 2, 3, 4, 5, 6, 7, 8), new() { Diagonal = 1 }), 0, 2, 0, 0, 0, 6, 0, 0),
    ];
}
