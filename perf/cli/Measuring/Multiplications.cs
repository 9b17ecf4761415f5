namespace WebNN.Cli.Measuring;

/// <summary>How many multiplications the convolutions and matrix products of a graph are, by their definition.</summary>
internal static class Multiplications
{
    public static double Of(MLGraphDefinition graph) => graph.Nodes.Sum(Of);

    private static double Of(MLNode node) => node.Operator switch
    {
        // Each element of the output is a product with one filter.
        "conv2d" => Count(node.Outputs[0]) * Count(node.Inputs[1]!) / Channels(node),
        "convTranspose2d" => Count(node.Inputs[0]!) * Count(node.Inputs[1]!) / InputChannels(node),
        "gemm" or "matmul" => Count(node.Outputs[0]) * Inner(node),
        _ => 0,
    };

    private static double Channels(MLNode node) => node.Outputs[0].Shape[((MLConv2dOptions)node.Options!).InputLayout == MLInputOperandLayout.Nhwc ? 3 : 1];

    private static double InputChannels(MLNode node) => node.Inputs[0]!.Shape[((MLConvTranspose2dOptions)node.Options!).InputLayout == MLInputOperandLayout.Nhwc ? 3 : 1];

    private static double Inner(MLNode node) => node.Inputs[0]!.Shape[node.Options is MLGemmOptions { ATranspose: true } ? ^2 : ^1];

    private static double Count(MLOperand operand) => operand.Descriptor.ElementCount;
}
