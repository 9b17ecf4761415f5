namespace WebNN.Reference.Operators;

/// <summary>Comparisons, logic, isNaN and isInfinite. A truth value is a uint8: 1 or 0; any other than 0 counts as true.</summary>
internal static class Comparison
{
    public static readonly OperatorRow[] Rows =
    [
        new("equal", call => Elementwise.Test(call, (a, b) => a == b, (a, b) => a == b)),
        new("notEqual", call => Elementwise.Test(call, (a, b) => a != b, (a, b) => a != b)),
        new("greater", call => Elementwise.Test(call, (a, b) => a > b, (a, b) => a > b)),
        new("greaterOrEqual", call => Elementwise.Test(call, (a, b) => a >= b, (a, b) => a >= b)),
        new("lesser", call => Elementwise.Test(call, (a, b) => a < b, (a, b) => a < b)),
        new("lesserOrEqual", call => Elementwise.Test(call, (a, b) => a <= b, (a, b) => a <= b)),
        new("logicalAnd", call => Logic(call, (a, b) => a && b)),
        new("logicalOr", call => Logic(call, (a, b) => a || b)),
        new("logicalXor", call => Logic(call, (a, b) => a != b)),
        new("logicalNot", call => Elementwise.Test(call, _ => false, a => a == 0)),
        new("isNaN", call => Elementwise.Test(call, double.IsNaN, _ => false)),
        new("isInfinite", call => Elementwise.Test(call, double.IsInfinity, _ => false)),
    ];

    /// <summary>The builder lets no floats through.</summary>
    private static Tensor Logic(OperatorCall call, Func<bool, bool, bool> function) =>
        Elementwise.Test(call, (a, b) => function(a != 0, b != 0), (a, b) => function(a != 0, b != 0));
}
