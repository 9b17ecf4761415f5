using WebNN.OnnxRuntime.Lowering;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>Elementwise arithmetic: add, sub, mul, div, max, min, pow, and operators of one operand.</summary>
internal static class Arithmetic
{
    public static readonly OperatorRow[] Rows =
    [
        new("add", op => Binary(op, "Add")),
        new("sub", op => Binary(op, "Sub")),
        new("mul", op => Binary(op, "Mul")),
        new("div", op => Binary(op, "Div")),
        new("max", op => op.Result(Extreme.Larger(op, op.Stored(0), op.Stored(1), op.OutputShape))),
        new("min", op => op.Result(Extreme.Smaller(op, op.Stored(0), op.Stored(1), op.OutputShape))),
        new("pow", op => Binary(op, "Pow")),
        new("abs", op => Unary(op, "Abs")),
        new("ceil", op => Unary(op, "Ceil")),
        new("cos", op => Unary(op, "Cos")),
        new("erf", op => Unary(op, "Erf")),
        new("exp", op => Unary(op, "Exp")),
        new("floor", op => Unary(op, "Floor")),
        new("log", op => Unary(op, "Log")),
        new("neg", op => Unary(op, "Neg")),
        new("reciprocal", op => Unary(op, "Reciprocal")),
        new("roundEven", op => Unary(op, "Round")),
        new("sin", op => Unary(op, "Sin")),
        new("sign", op => Unary(op, "Sign")),
        new("sqrt", op => Unary(op, "Sqrt")),
        new("tan", op => Unary(op, "Tan")),
        new("identity", op => op.Result(op.Move("Identity", [op.Stored(0)]))),
    ];

    private static void Binary(OperatorContext op, string @operator)
    {
        var (a, b) = (op.Input(0), op.Input(1));
        var type = KernelTypes.Computed(op, @operator, a.Type);
        op.Result(op.Cast(op.Emit(@operator, [op.Cast(a, type), op.Cast(b, type)], type, op.OutputShape), a.Type));
    }

    private static void Unary(OperatorContext op, string @operator)
    {
        var x = op.Input(0);
        var type = KernelTypes.Computed(op, @operator, x.Type);
        op.Result(op.Cast(op.EmitLike(@operator, [op.Cast(x, type)]), x.Type));
    }
}
