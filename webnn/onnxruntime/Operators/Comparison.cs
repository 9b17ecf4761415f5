using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>Comparisons, logic, isNaN and isInfinite. ONNX answers in bool, WebNN in uint8: casts stand between.</summary>
internal static class Comparison
{
    public static readonly OperatorRow[] Rows =
    [
        new("equal", op => Truth(op, Compare(op, "Equal"))),
        new("notEqual", op => Truth(op, op.EmitLike("Not", [Compare(op, "Equal")]))),
        new("greater", op => Truth(op, Compare(op, "Greater"))),
        new("greaterOrEqual", op => Truth(op, Compare(op, "GreaterOrEqual"))),
        new("lesser", op => Truth(op, Compare(op, "Less"))),
        new("lesserOrEqual", op => Truth(op, Compare(op, "LessOrEqual"))),
        new("logicalAnd", op => Truth(op, Logic(op, "And"))),
        new("logicalOr", op => Truth(op, Logic(op, "Or"))),
        new("logicalXor", op => Truth(op, Logic(op, "Xor"))),
        new("logicalNot", op => Truth(op, op.EmitLike("Not", [Condition(op, 0)]))),
        new("isNaN", op => Truth(op, Test(op, "IsNaN"))),
        new("isInfinite", op => Truth(op, Test(op, "IsInf"))),
    ];

    /// <summary>A uint8 operand as ONNX's bool: anything but 0 is true.</summary>
    public static OnnxValue Condition(OperatorContext op, int index) => op.Cast(op.Input(index), OrtElementType.Bool);

    private static OnnxValue Compare(OperatorContext op, string @operator) =>
        op.Emit(@operator, [Orderable.Of(op, op.Stored(0)), Orderable.Of(op, op.Stored(1))], OrtElementType.Bool, op.OutputShape);

    private static OnnxValue Logic(OperatorContext op, string @operator) =>
        op.Emit(@operator, [Condition(op, 0), Condition(op, 1)], OrtElementType.Bool, op.OutputShape);

    /// <summary>An integer is finite, and so is the float nearest to it.</summary>
    private static OnnxValue Test(OperatorContext op, string @operator)
    {
        var x = op.Input(0);
        return op.Emit(@operator, [x.Type.IsFloat() ? x : op.Cast(x, OrtElementType.Float)], OrtElementType.Bool, op.OutputShape);
    }

    private static void Truth(OperatorContext op, OnnxValue value) => op.Result(op.Cast(value, OrtElementType.UInt8));
}
