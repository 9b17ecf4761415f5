using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>where, triangular.</summary>
internal static class Selection
{
    public static readonly OperatorRow[] Rows = [new("where", Where), new("triangular", Triangular)];

    private static void Where(OperatorContext op)
    {
        var (chosen, other) = (op.Stored(1), op.Stored(2));

        // The same bits in the type of the same width that has a kernel.
        var type = chosen.Type is OrtElementType.UInt32 or OrtElementType.UInt64 ? OrtElementType.Int64 : chosen.Type;
        var result = op.Emit("Where", [Comparison.Condition(op, 0), op.Cast(chosen, type), op.Cast(other, type)], type, op.OutputShape);
        op.Result(op.Cast(result, chosen.Type) with { Shifted = chosen.Shifted });
    }

    private static void Triangular(OperatorContext op)
    {
        var options = op.Options<MLTriangularOptions>();
        var x = op.Input(0);
        var type = x.Type.IsFloat() ? x.Type : OrtElementType.Int64;
        var diagonal = op.Graph.Scalar(OrtElementType.Int64, options.Diagonal);
        var result = op.EmitLike("Trilu", [op.Cast(x, type), diagonal], OnnxAttribute.Bool("upper", options.Upper));
        op.Result(op.Cast(result, x.Type));
    }
}
