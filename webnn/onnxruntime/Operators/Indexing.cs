using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>gather, gatherElements, gatherND.</summary>
internal static class Indexing
{
    public static readonly OperatorRow[] Rows =
    [
        new("gather", op => Gather(op, "Gather", OnnxAttribute.Int("axis", op.Options<MLAxisAttributes>().Axis))),
        new("gatherElements", op => Gather(op, "GatherElements", OnnxAttribute.Int("axis", op.Options<MLAxisAttributes>().Axis))),
        new("gatherND", op => Gather(op, "GatherND")),
    ];

    private static void Gather(OperatorContext op, string @operator, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var indices = op.Input(1);
        var wide = indices.Type is OrtElementType.Int32 && @operator is not "GatherND" ? OrtElementType.Int32 : OrtElementType.Int64;
        op.Result(op.Move(@operator, [op.Stored(0), op.Cast(indices, wide)], attributes));
    }
}
