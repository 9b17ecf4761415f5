using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>gemm, matmul.</summary>
internal static class MatrixProduct
{
    public static readonly OperatorRow[] Rows = [new("gemm", Gemm), new("matmul", Matmul)];

    private static void Gemm(OperatorContext op)
    {
        var options = op.Options<MLGemmOptions>();
        var a = op.Input(0);
        op.Result(op.Emit(
            "Gemm",
            [a, op.Input(1), op.OptionalInput(2)],
            a.Type,
            op.OutputShape,
            OnnxAttribute.Float("alpha", options.Alpha),
            OnnxAttribute.Float("beta", options.Beta),
            OnnxAttribute.Bool("transA", options.ATranspose),
            OnnxAttribute.Bool("transB", options.BTranspose)));
    }

    private static void Matmul(OperatorContext op)
    {
        var a = op.Input(0);
        op.Result(op.Emit("MatMul", [a, op.Input(1)], a.Type, op.OutputShape));
    }
}
