using System.Collections.Immutable;

namespace WebNN.Node.Operators;

/// <summary>Products of matrices, and normalizations.</summary>
internal static class Products
{
    public static readonly KeyValuePair<string, Operation>[] Rows =
    [
        new("gemm", Gemm),
        OperatorTable.Binary("matmul", (builder, a, b, label) => builder.Matmul(a, b, label)),
        new("batchNormalization", BatchNormalization),
        new("instanceNormalization", InstanceNormalization),
        new("layerNormalization", LayerNormalization),
    ];

    private static ImmutableArray<MLOperand> Gemm(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (a, b) = (call.Operand(), call.Operand());
        var (aTranspose, alpha, bTranspose, beta) = (call.Boolean(), call.Double(), call.Boolean(), call.Double());
        var options = new MLGemmOptions { ATranspose = aTranspose, Alpha = alpha, BTranspose = bTranspose, Beta = beta };
        return [builder.Gemm(a, b, call.OptionalOperand(), options, label)];
    }

    private static ImmutableArray<MLOperand> BatchNormalization(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (input, mean, variance) = (call.Operand(), call.Operand(), call.Operand());
        var (axis, bias, epsilon, scale) = (call.Integer(), call.OptionalOperand(), call.Double(), call.OptionalOperand());
        return [builder.BatchNormalization(input, mean, variance, scale, bias, new() { Axis = axis, Epsilon = epsilon }, label)];
    }

    private static ImmutableArray<MLOperand> InstanceNormalization(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (input, bias, epsilon) = (call.Operand(), call.OptionalOperand(), call.Double());
        var (layout, scale) = (call.Enumeration<MLInputOperandLayout>(), call.OptionalOperand());
        return [builder.InstanceNormalization(input, scale, bias, new() { Epsilon = epsilon, Layout = layout }, label)];
    }

    private static ImmutableArray<MLOperand> LayerNormalization(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (input, axes, bias) = (call.Operand(), call.Axes(), call.OptionalOperand());
        var (epsilon, scale) = (call.Double(), call.OptionalOperand());
        return [builder.LayerNormalization(input, scale, bias, new() { Axes = axes, Epsilon = epsilon }, label)];
    }
}
