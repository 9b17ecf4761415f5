using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>Elementwise arithmetic: add, sub, mul, div, max, min, pow, and operators of one operand.</summary>
internal static class Arithmetic
{
    public static readonly OperatorRow[] Rows =
    [
        new("add", op => Binary(op, "Add")),
        new("sub", op => Binary(op, "Sub")),
        new("mul", op => Binary(op, "Mul")),
        new("div", Div),
        new("max", op => op.Result(Extreme.Larger(op, op.Stored(0), op.Stored(1), op.OutputShape))),
        new("min", op => op.Result(Extreme.Smaller(op, op.Stored(0), op.Stored(1), op.OutputShape))),
        new("pow", op => Binary(op, "Pow")),
        new("abs", op => Unary(op, "Abs")),
        new("ceil", op => Unary(op, "Ceil")),
        new("cos", op => Unary(op, "Cos")),
        new("erf", op => Unary(op, "Erf")),
        new("exp", op => Unary(op, "Exp")),
        new("floor", Floor),
        new("log", op => Unary(op, "Log")),
        new("neg", op => Unary(op, "Neg")),
        new("reciprocal", op => Unary(op, "Reciprocal")),
        new("roundEven", op => Unary(op, "Round")),
        new("sin", op => Unary(op, "Sin")),
        new("sign", Sign),
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

    /// <summary>The one integer quotient that overflows, the lowest by -1, ends the process on x64: by -1 it is a difference instead.</summary>
    private static void Div(OperatorContext op)
    {
        var (a, b) = (op.Input(0), op.Input(1));
        if (a.Type is not (OrtElementType.Int32 or OrtElementType.Int64) || !MayBeMinusOne(op.Node.Input(1)))
        {
            Binary(op, "Div");
            return;
        }

        var isMinusOne = op.Emit("Equal", [b, op.Graph.Scalar(a.Type, -1)], OrtElementType.Bool, b.Shape);
        var divisor = op.Emit("Where", [isMinusOne, op.Graph.Scalar(a.Type, 1), b], b.Type, b.Shape);
        var quotient = op.Emit("Div", [a, divisor], a.Type, op.OutputShape);
        var negative = op.Emit("Sub", [op.Graph.Scalar(a.Type, 0), quotient], a.Type, op.OutputShape);
        op.Result(op.Emit("Where", [isMinusOne, negative, quotient], a.Type, op.OutputShape));
    }

    private static bool MayBeMinusOne(MLOperand divisor) =>
        !HostConstant.TryResolve(divisor, out var constant)
        || (divisor.DataType is MLOperandDataType.Int32
            ? MemoryMarshal.Cast<byte, int>(constant.Bytes.Span).Contains(-1)
            : MemoryMarshal.Cast<byte, long>(constant.Bytes.Span).Contains(-1));

    /// <summary>
    /// The floor of a quotient takes it in double: rounded to float, a quotient just below an integer becomes that integer, and its floor
    /// is one too large (0.7f / 0.1f is 6.99999988).
    /// </summary>
    private static void Floor(OperatorContext op)
    {
        if (op.Node.Input(0) is not { DataType: MLOperandDataType.Float32, Producer: { Operator: "div" } division })
        {
            Unary(op, "Floor");
            return;
        }

        var (a, b) = (op.Lowering.TrueValue(division.Input(0)), op.Lowering.TrueValue(division.Input(1)));
        var quotient = op.Emit("Div", [op.Cast(a, OrtElementType.Double), op.Cast(b, OrtElementType.Double)], OrtElementType.Double, op.OutputShape);
        op.Result(op.Cast(op.EmitLike("Floor", [quotient]), OrtElementType.Float));
    }

    /// <summary>
    /// Comparisons tell it where ONNX Runtime's Sign does not: of what is no number it is 0, and no NaN; of int64 that is wrong beyond 31 bits
    /// (measured: 1.30.0 on x64; of 2^31 it is -1).
    /// </summary>
    private static void Sign(OperatorContext op)
    {
        var x = op.Input(0);
        if (!x.Type.IsFloat() && x.Type is not OrtElementType.Int64)
        {
            Unary(op, "Sign");
            return;
        }

        var zero = op.Graph.Scalar(x.Type, 0);
        op.Result(op.EmitLike("Sub", [Compared("Greater"), Compared("Less")]));

        OnnxValue Compared(string @operator) => op.Cast(op.Emit(@operator, [x, zero], OrtElementType.Bool, x.Shape), x.Type);
    }

    private static void Unary(OperatorContext op, string @operator)
    {
        var x = op.Input(0);
        var type = KernelTypes.Computed(op, @operator, x.Type);
        op.Result(op.Cast(op.EmitLike(@operator, [op.Cast(x, type)]), x.Type));
    }
}
