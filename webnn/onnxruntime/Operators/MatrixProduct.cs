using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>gemm, matmul.</summary>
internal static class MatrixProduct
{
    public static readonly OperatorRow[] Rows = [new("gemm", Gemm), new("matmul", Matmul)];

    /// <summary>Weights beyond a processor's second-level cache: below it Gemm is as fast.</summary>
    private const long ManyWeights = 1 << 18;

    private static void Gemm(OperatorContext op)
    {
        var options = op.Options<MLGemmOptions>();
        var a = op.Input(0);
        if (options is { Alpha: 1, ATranspose: false } && (op.Node.OptionalInput(2) is null || options.Beta == 1)
            && FourBitProduct.Lower(op, a, op.Node.Input(1), options.BTranspose) is { } product)
        {
            op.Result(op.OptionalInput(2) is { } c ? op.EmitLike("Add", [product, c]) : product);
            return;
        }

        if (IsRowOfManyWeights(op, options))
        {
            op.Result(RowProduct(op, options));
            return;
        }

        op.Result(op.Emit(
            "Gemm",
            [a, op.Input(1), op.OptionalInput(2)],
            a.Type,
            op.OutputShape,
            OnnxAttribute.Float("alpha", (float)options.Alpha),
            OnnxAttribute.Float("beta", (float)options.Beta),
            OnnxAttribute.Bool("transA", options.ATranspose),
            OnnxAttribute.Bool("transB", options.BTranspose)));
    }

    private static bool IsRowOfManyWeights(OperatorContext op, MLGemmOptions options)
    {
        var (a, b, c) = (op.Input(0), op.Input(1), op.OptionalInput(2));
        return a.Type is OrtElementType.Float && a.Shape[0] == 1 && !options.ATranspose && options.Alpha == 1
            && b.Data is not null && (long)b.Shape[0] * b.Shape[1] >= ManyWeights
            && (c is null || (options.Beta == 1 && c.Rank > 0 && c.Shape[^1] == op.OutputShape[1]));
    }

    /// <summary>
    /// One row times many weights takes as long as the weights take to arrive. As a 1x1 convolution they are read in the blocked layout, or by a
    /// kernel of ours, which takes 0.92 of that (1131 x 1131, AVX-512).
    /// </summary>
    private static OnnxValue RowProduct(OperatorContext op, MLGemmOptions options)
    {
        var (a, b) = (op.Input(0), op.Input(1));
        var (depth, width) = (a.Shape[1], op.OutputShape[1]);
        if (op.Lowering is { OwnKernels: not null, PacksWeights: true } && op.OptionalInput(2) is null or { Data: not null })
        {
            return ChannelsLastWindow.Row(op, a, options.BTranspose ? b : op.Lowering.Transpose(b, 1, 0));
        }

        var filter = op.Lowering.Reshape(options.BTranspose ? b : op.Lowering.Transpose(b, 1, 0), [width, depth, 1, 1]);
        var bias = op.OptionalInput(2) is { } c ? op.Lowering.Reshape(c, [width]) : null;
        var pixel = op.Emit("Conv", [op.Lowering.Reshape(a, [1, depth, 1, 1]), filter, bias], a.Type, [1, width, 1, 1]);
        return op.Lowering.Reshape(pixel, op.OutputShape);
    }

    private static void Matmul(OperatorContext op)
    {
        var a = op.Input(0);
        op.Result(FourBitProduct.Lower(op, a, op.Node.Input(1), outputsFirst: false) ?? op.Emit("MatMul", [a, op.Input(1)], a.Type, op.OutputShape));
    }
}
