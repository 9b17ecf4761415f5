using System.Collections.Immutable;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>batchNormalization, instanceNormalization, layerNormalization.</summary>
internal static class Normalization
{
    private static readonly int[] channelsFirst = [0, 3, 1, 2];
    private static readonly int[] channelsLast = [0, 2, 3, 1];

    public static readonly OperatorRow[] Rows =
    [
        new("batchNormalization", BatchNormalization),
        new("instanceNormalization", InstanceNormalization),
        new("layerNormalization", LayerNormalization),
    ];

    /// <summary>
    /// The mean is subtracted first: folded into the bias, as ONNX Runtime's operator has it, it cancels where it is large. A convolution
    /// that has no other reader takes the operator in, and then costs nothing more.
    /// </summary>
    private static void BatchNormalization(OperatorContext op)
    {
        var options = op.Options<MLNormalizationOptions>();
        var (x, mean, variance) = (op.Input(0), op.Input(1), op.Input(2));
        if (IsTakenIn(op.Node, op.Lowering.IsReadOnce))
        {
            ImmutableArray<int> channels = mean.Shape;
            op.Result(op.EmitLike(
                "BatchNormalization",
                [x, op.OptionalInput(3) ?? Filled(op, x, channels, 1), op.OptionalInput(4) ?? Filled(op, x, channels, 0), mean, variance],
                OnnxAttribute.Float("epsilon", (float)options.Epsilon)));
            return;
        }

        ImmutableArray<int> alongAxis = [mean.Shape[0], .. Enumerable.Repeat(1, x.Rank - options.Axis - 1)];
        var deviation = op.EmitLike("Sqrt", [op.EmitLike("Add", [variance, op.Graph.Scalar(x.Type, options.Epsilon)])]);
        var factor = op.Emit("Div", [op.OptionalInput(3) ?? op.Graph.Scalar(x.Type, 1), deviation], x.Type, mean.Shape);
        var centred = op.EmitLike("Sub", [x, op.Lowering.Reshape(mean, alongAxis)]);
        var scaled = op.EmitLike("Mul", [centred, op.Lowering.Reshape(factor, alongAxis)]);
        op.Result(op.OptionalInput(4) is { } bias ? op.EmitLike("Add", [scaled, op.Lowering.Reshape(bias, alongAxis)]) : scaled);
    }

    /// <summary>Whether a convolution takes a batchNormalization in, as ONNX Runtime does it of images with channels first.</summary>
    public static bool IsTakenIn(MLNode node, Func<MLOperand, bool> isReadOnce) =>
        node is { Operator: "batchNormalization", Options: MLNormalizationOptions { Axis: 1 } }
        && node.Input(0) is { Producer: { Operator: "conv2d", Options: MLConv2dOptions { InputLayout: MLInputOperandLayout.Nchw } } convolution } image
        && isReadOnce(image)
        && convolution.Inputs.Skip(1).Concat(node.Inputs.Skip(1)).All(input => input is null || HostConstant.TryResolve(input, out _));

    private static void InstanceNormalization(OperatorContext op)
    {
        var options = op.Options<MLNormalizationOptions>();
        var last = options.Layout is MLInputOperandLayout.Nhwc;
        var x = last ? op.Lowering.Transpose(op.Input(0), channelsFirst) : op.Input(0);
        var scale = op.OptionalInput(1) ?? Filled(op, x, [x.Shape[1]], 1);
        var bias = op.OptionalInput(2) ?? Filled(op, x, [x.Shape[1]], 0);
        var output = op.EmitLike("InstanceNormalization", [x, scale, bias], OnnxAttribute.Float("epsilon", (float)options.Epsilon));
        op.Result(last ? op.Lowering.Transpose(output, channelsLast) : output);
    }

    /// <summary>ONNX normalizes over the last axes, in their order; other axes are moved there.</summary>
    private static void LayerNormalization(OperatorContext op)
    {
        var options = op.Options<MLNormalizationOptions>();
        var axes = options.Axes!.Value;
        var x = op.Input(0);
        if (axes.IsEmpty)
        {
            // Each element is its own mean.
            var zero = op.EmitLike("Sub", [x, x]);
            op.Result(op.OptionalInput(2) is { } offset ? op.EmitLike("Add", [zero, offset]) : zero);
            return;
        }

        int[] order = [.. Enumerable.Range(0, x.Rank).Except(axes), .. axes];
        var isLast = order.SequenceEqual(Enumerable.Range(0, x.Rank));
        var moved = isLast ? x : op.Lowering.Transpose(x, order);
        ImmutableArray<int> shape = [.. axes.Select(axis => x.Shape[axis])];
        var output = op.EmitLike(
            "LayerNormalization",
            [moved, op.OptionalInput(1) ?? Filled(op, x, shape, 1), op.OptionalInput(2)],
            OnnxAttribute.Int("axis", x.Rank - axes.Length),
            OnnxAttribute.Float("epsilon", (float)options.Epsilon));
        op.Result(isLast ? output : op.Lowering.Transpose(output, [.. Enumerable.Range(0, x.Rank).Select(axis => Array.IndexOf(order, axis))]));
    }

    private static OnnxValue Filled(OperatorContext op, OnnxValue like, ImmutableArray<int> shape, double value)
    {
        var length = Product(shape, 0, shape.Length);
        return op.Graph.Constant(like.Type, shape, new HostData(() => HostConstants.Filled(op.Node.Input(0).DataType, length, value)));
    }

    private static int Product(ImmutableArray<int> shape, int from, int to)
    {
        var product = 1;
        for (var i = from; i < to; i++)
        {
            product = checked(product * shape[i]);
        }

        return product;
    }
}
