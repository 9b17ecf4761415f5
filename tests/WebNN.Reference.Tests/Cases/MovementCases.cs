using static WebNN.Reference.Tests.Cases.LiteralCase;

namespace WebNN.Reference.Tests.Cases;

/// <summary>Operators that move elements.</summary>
internal static class MovementCases
{
    private static readonly int[] twoByThree = [2, 3];

    public static readonly LiteralCase[] All =
    [
        Of("concat", b => b.Concat([b.Of([2, 1], 1, 2), b.Of([2, 2], 3, 4, 5, 6)], 1), 1, 3, 4, 2, 5, 6),
        Several("split", b => b.Split(Counted(b), [1, 2], 1), 1, 4, 2, 3, 5, 6),
        Of("expand", b => b.Expand(b.Of([2, 1], 1, 2), [2, 2, 3]), 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2),
        Of("reshape", b => b.Reshape(Counted(b), [3, 2]), 1, 2, 3, 4, 5, 6),
        Of("reverse", b => b.Reverse(Counted(b)), 6, 5, 4, 3, 2, 1),
        Of("reverse one axis", b => b.Reverse(Counted(b), [0]), 4, 5, 6, 1, 2, 3),
        Of("slice", b => b.Slice(Counted(b), [1, 0], [1, 3], [1, 2]), 4, 6),
        Of("tile", b => b.Tile(b.Of([1, 2], 1, 2), [2, 2]), 1, 2, 1, 2, 1, 2, 1, 2),
        Of("transpose", b => b.Transpose(Counted(b)), 1, 4, 2, 5, 3, 6),
        Of("transpose by permutation", b => b.Transpose(b.Of([1, 2, 3], 1, 2, 3, 4, 5, 6), [2, 0, 1]), 1, 4, 2, 5, 3, 6),
        Of("pad", b => b.Pad(b.Row(1, 2), [1], [2], new() { Value = 9 }), 9, 1, 2, 9, 9),
        Of("pad ends at limits", b => b.Pad(b.Row<byte>(1), [1], [0], new() { Value = 300 }), (byte)255, (byte)1),
        Of("pad edge", b => b.Pad(Counted(b), [0, 1], [1, 1], new() { Mode = MLPaddingMode.Edge }), 1, 1, 2, 3, 3, 4, 4, 5, 6, 6, 4, 4, 5, 6, 6),
        Of("pad reflection", b => b.Pad(b.Row(1, 2, 3), [2], [2], new() { Mode = MLPaddingMode.Reflection }), 3, 2, 1, 2, 3, 2, 1),
        Of("gather", b => b.Gather(Counted(b), b.Row(2, 0), 1), 3, 1, 6, 4),
        Of("gather by a scalar", b => b.Gather(Counted(b), b.Of([], 1), 0), 4, 5, 6),
        Of("gather out of range", b => b.Gather(b.Row(10, 20, 30), b.Row(-1L, 5, -9), 0), 30, 30, 10),
        Of("gatherElements", b => b.GatherElements(Counted(b), b.Of([1, 3], 1, 0, -1), 0), 4, 2, 6),
        Of("gatherND", b => b.GatherND(Counted(b), b.Of([2, 2], 0, 1, 1, 2)), 2, 6),
        Of("gatherND of slices", b => b.GatherND(Counted(b), b.Of([2, 1], 1u, 0u)), 4, 5, 6, 1, 2, 3),
        Of("scatterElements", b => b.ScatterElements(Counted(b), b.Of([1, 3], 1, 0, -1), b.Of([1, 3], 10, 20, 30), 0), 1, 20, 3, 10, 5, 30),
        Of("scatterND", b => b.ScatterND(b.Row(1, 2, 3, 4), b.Of([2, 1], 3, 0), b.Row(40, 10)), 10, 2, 3, 40),
        Of("scatterND of slices", b => b.ScatterND(Counted(b), b.Of([1, 1], 0), b.Of([1, 3], 7, 8, 9)), 7, 8, 9, 4, 5, 6),
    ];

    /// <summary>1 to 6 as two rows of three.</summary>
    private static MLOperand Counted(MLGraphBuilder builder) => builder.Of(twoByThree, 1, 2, 3, 4, 5, 6);
}
