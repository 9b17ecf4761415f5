using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>Which function makes steps of which operator.</summary>
internal static class XnnpackRows
{
    public static IReadOnlyDictionary<BuiltinOperator, Action<XnnpackLowering, NodeInfo>> All { get; } = new Dictionary<BuiltinOperator, Action<XnnpackLowering, NodeInfo>>
    {
        [BuiltinOperator.Conv2D] = WindowRows.Convolution,
        [BuiltinOperator.DepthwiseConv2D] = WindowRows.Depthwise,
        [BuiltinOperator.FullyConnected] = WindowRows.FullyConnected,
        [BuiltinOperator.MaxPool2D] = WindowRows.MaxPool,
        [BuiltinOperator.AveragePool2D] = WindowRows.AveragePool,
        [BuiltinOperator.Mean] = WindowRows.Mean,
        [BuiltinOperator.Add] = (lowering, node) => ElementRows.Binary(lowering, node, XnnpackBinary.Add),
        [BuiltinOperator.Sub] = (lowering, node) => ElementRows.Binary(lowering, node, XnnpackBinary.Subtract),
        [BuiltinOperator.Mul] = (lowering, node) => ElementRows.Binary(lowering, node, XnnpackBinary.Multiply),
        [BuiltinOperator.Div] = (lowering, node) => ElementRows.Binary(lowering, node, XnnpackBinary.Divide),
        [BuiltinOperator.Maximum] = (lowering, node) => ElementRows.Binary(lowering, node, XnnpackBinary.Maximum),
        [BuiltinOperator.Minimum] = (lowering, node) => ElementRows.Binary(lowering, node, XnnpackBinary.Minimum),
        [BuiltinOperator.SquaredDifference] = (lowering, node) => ElementRows.Binary(lowering, node, XnnpackBinary.SquaredDifference),
        [BuiltinOperator.Prelu] = (lowering, node) => ElementRows.Binary(lowering, node, XnnpackBinary.Prelu),
        [BuiltinOperator.Relu] = (lowering, node) => ElementRows.Clamp(lowering, node, 0, float.PositiveInfinity),
        [BuiltinOperator.Relu6] = (lowering, node) => ElementRows.Clamp(lowering, node, 0, 6),
        [BuiltinOperator.ReluN1To1] = (lowering, node) => ElementRows.Clamp(lowering, node, -1, 1),
        [BuiltinOperator.LeakyRelu] = ElementRows.LeakyRelu,
        [BuiltinOperator.Elu] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.Elu, new(1)),
        [BuiltinOperator.HardSwish] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.HardSwish),
        [BuiltinOperator.Logistic] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.Sigmoid),
        [BuiltinOperator.Tanh] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.Tanh),
        [BuiltinOperator.Abs] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.Abs),
        [BuiltinOperator.Neg] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.Negate),
        [BuiltinOperator.Exp] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.Exp),
        [BuiltinOperator.Log] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.Log),
        [BuiltinOperator.Floor] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.Floor),
        [BuiltinOperator.Ceil] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.Ceiling),
        [BuiltinOperator.Round] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.BankersRounding),
        [BuiltinOperator.Square] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.Square),
        [BuiltinOperator.Sqrt] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.SquareRoot),
        [BuiltinOperator.Rsqrt] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.ReciprocalSquareRoot),
        [BuiltinOperator.Quantize] = (lowering, node) => ElementRows.Unary(lowering, node, XnnpackUnary.Convert),
        [BuiltinOperator.Dequantize] = LayoutRows.Dequantize,
        [BuiltinOperator.Reshape] = LayoutRows.Alias,
        [BuiltinOperator.Squeeze] = LayoutRows.Alias,
        [BuiltinOperator.ExpandDims] = LayoutRows.Alias,
        [BuiltinOperator.Concatenation] = LayoutRows.Concatenation,
        [BuiltinOperator.Pad] = LayoutRows.Pad,
        [BuiltinOperator.Transpose] = LayoutRows.Transpose,
        [BuiltinOperator.Softmax] = LayoutRows.Softmax,
    };
}
