using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>Operators whose time grows with the same quantity, at about the same rate.</summary>
public enum OperatorClass
{
    /// <summary>Windows over more than one position, all channels: multiplications.</summary>
    Convolution,

    /// <summary>Windows of one position over images, and products of as many rows with a matrix: multiplications.</summary>
    Pointwise,

    /// <summary>Windows over each channel by itself: multiplications.</summary>
    Depthwise,

    /// <summary>Products with a matrix, for few rows: multiplications.</summary>
    Dense,

    /// <summary>One or two arithmetic operations for each element of the output.</summary>
    Elementwise,

    /// <summary>The same right behind a window of floats, which a backend may take in: elements of the output.</summary>
    Fused,

    /// <summary>A function, as an exponential, of each element of the output.</summary>
    Function,

    /// <summary>Maxima and means of windows, and over the height and width of images: elements that are read.</summary>
    Pool,

    /// <summary>Maxima, sums and means over other axes: elements that are read.</summary>
    Reduce,

    /// <summary>Elements come to lie elsewhere: elements of the output.</summary>
    Move,

    /// <summary>Elements stay where they are and get another shape: none.</summary>
    View,

    /// <summary>Images of another size: elements of the output.</summary>
    Resize,

    /// <summary>Quantize and dequantize: elements of the output.</summary>
    Convert,

    /// <summary>What no profile measures.</summary>
    Other,
}

/// <summary>The numbers that a node computes in.</summary>
public enum OperatorType
{
    Float32,

    /// <summary>Eight bits, of either sign.</summary>
    Int8,

    /// <summary>Floats with weights of eight bits.</summary>
    Hybrid,
}

/// <summary>How much a node has to do.</summary>
/// <param name="Amount">In the units of its class.</param>
internal readonly record struct OperatorWork(OperatorClass Class, OperatorType Type, double Amount)
{
    private const int ManyRows = 8;

    /// <param name="isBehindWindow">Whether one of its operands comes from a convolution of floats.</param>
    public static OperatorWork Of(NodeInfo node, bool isBehindWindow = false)
    {
        var output = node.Outputs.IsEmpty ? 0 : node.Outputs.Sum(Elements);
        var first = node.Inputs.IsEmpty ? null : node.Inputs[0];
        var type = TypeOf(node, first);
        return node.Code switch
        {
            BuiltinOperator.Reshape or BuiltinOperator.Squeeze or BuiltinOperator.ExpandDims => new(OperatorClass.View, OperatorType.Float32, 0),
            BuiltinOperator.Conv2D or BuiltinOperator.DepthwiseConv2D or BuiltinOperator.TransposeConv => Window(node, type),
            BuiltinOperator.FullyConnected =>
                new(HasManyRows(node) ? OperatorClass.Pointwise : OperatorClass.Dense, type, output * Inner(node, node.Inputs.Length > 1 ? node.Inputs[1] : null)),
            BuiltinOperator.BatchMatmul => new(OperatorClass.Dense, type, output * Inner(node, first)),
            BuiltinOperator.AveragePool2D or BuiltinOperator.MaxPool2D when node.Params is TfLitePoolParams pool =>
                new(OperatorClass.Pool, type, output * Math.Max(1, pool.FilterWidth) * Math.Max(1, pool.FilterHeight)),
            BuiltinOperator.Mean or BuiltinOperator.Sum or BuiltinOperator.ReduceMax or BuiltinOperator.ReduceMin or BuiltinOperator.ReduceProd
                or BuiltinOperator.ArgMax or BuiltinOperator.ArgMin =>
                new(IsOverImages(node, first) ? OperatorClass.Pool : OperatorClass.Reduce, type, Elements(first)),
            BuiltinOperator.Quantize or BuiltinOperator.Dequantize => new(OperatorClass.Convert, OperatorType.Float32, output),
            BuiltinOperator.ResizeBilinear or BuiltinOperator.ResizeNearestNeighbor => new(OperatorClass.Resize, type, output),
            _ when isBehindWindow && type == OperatorType.Float32 && Simple(node.Code) == OperatorClass.Elementwise => new(OperatorClass.Fused, type, output),
            _ => new(Simple(node.Code), type, output),
        };
    }

    /// <summary>Whether an elementwise node behind this one may be taken into it.</summary>
    public static bool IsWindowOfFloats(NodeInfo node) =>
        node.Code is BuiltinOperator.Conv2D or BuiltinOperator.DepthwiseConv2D or BuiltinOperator.TransposeConv && Of(node).Type != OperatorType.Int8;

    /// <summary>The weights are read for many rows at a time: multiplying is what takes time then, not reading.</summary>
    private static bool HasManyRows(NodeInfo node) =>
        node.Outputs is [{ Shape: [.., > 0] shape } output, ..] && Elements(output) / shape[^1] >= ManyRows;

    private static bool IsOverImages(NodeInfo node, TensorInfo? first) =>
        node.Code == BuiltinOperator.Mean && first is { Shape.Length: 4 } && node.Inputs.Length > 1 && node.Inputs[1] is { Data: not null } axes && Elements(axes) == 2;

    private static OperatorClass Simple(BuiltinOperator code) => code switch
    {
        BuiltinOperator.Add or BuiltinOperator.Sub or BuiltinOperator.Mul or BuiltinOperator.Div or BuiltinOperator.Minimum or BuiltinOperator.Maximum
            or BuiltinOperator.Relu or BuiltinOperator.Relu6 or BuiltinOperator.ReluN1To1 or BuiltinOperator.LeakyRelu or BuiltinOperator.Prelu
            or BuiltinOperator.Abs or BuiltinOperator.Neg or BuiltinOperator.Square or BuiltinOperator.SquaredDifference or BuiltinOperator.HardSwish
            or BuiltinOperator.Floor or BuiltinOperator.Ceil or BuiltinOperator.Round => OperatorClass.Elementwise,
        BuiltinOperator.Softmax or BuiltinOperator.LogSoftmax or BuiltinOperator.Logistic or BuiltinOperator.Tanh or BuiltinOperator.Exp
            or BuiltinOperator.Log or BuiltinOperator.Elu or BuiltinOperator.Gelu or BuiltinOperator.Sqrt or BuiltinOperator.Rsqrt
            or BuiltinOperator.Sin or BuiltinOperator.Cos or BuiltinOperator.Pow => OperatorClass.Function,
        BuiltinOperator.Concatenation or BuiltinOperator.Pad or BuiltinOperator.Padv2 or BuiltinOperator.MirrorPad or BuiltinOperator.Transpose
            or BuiltinOperator.Slice or BuiltinOperator.StridedSlice or BuiltinOperator.Split or BuiltinOperator.SplitV or BuiltinOperator.Pack
            or BuiltinOperator.Unpack or BuiltinOperator.Tile or BuiltinOperator.Gather or BuiltinOperator.SpaceToDepth or BuiltinOperator.DepthToSpace
            or BuiltinOperator.SpaceToBatchNd or BuiltinOperator.BatchToSpaceNd or BuiltinOperator.BroadcastTo => OperatorClass.Move,
        _ => OperatorClass.Other,
    };

    /// <summary>The filter is the second input: one multiplication of it for each position of the output, or of the input where windows are written.</summary>
    private static OperatorWork Window(NodeInfo node, OperatorType type)
    {
        if (node.Inputs.Length < 2 || node.Inputs[1] is not { Shape.Length: 4 } filter || node.Outputs[0].Shape.Length != 4)
        {
            return new(OperatorClass.Other, type, Elements(node.Outputs[0]));
        }

        var (kernel, output) = (filter.Shape[1] * filter.Shape[2], node.Outputs[0].Shape);
        var positions = (double)output[0] * output[1] * output[2];
        if (node.Code == BuiltinOperator.DepthwiseConv2D)
        {
            return new(OperatorClass.Depthwise, type, Elements(node.Outputs[0]) * kernel);
        }

        if (node.Code == BuiltinOperator.TransposeConv && node.Inputs.Length > 2 && node.Inputs[2] is { Shape.Length: 4 } image)
        {
            return new(OperatorClass.Convolution, type, Elements(image) * kernel * output[3]);
        }

        var multiplications = positions * Elements(filter);
        return new(kernel > 1 ? OperatorClass.Convolution : positions > 1 ? OperatorClass.Pointwise : OperatorClass.Dense, type, multiplications);
    }

    private static double Inner(NodeInfo node, TensorInfo? operand) => operand is { Shape.IsEmpty: false }
        ? node.Code == BuiltinOperator.BatchMatmul && node.Params is TfLiteBatchMatMulParams { AdjX: true } && operand.Shape.Length > 1
            ? operand.Shape[^2]
            : operand.Shape[^1]
        : 1;

    private static OperatorType TypeOf(NodeInfo node, TensorInfo? first)
    {
        var operand = node.Code == BuiltinOperator.TransposeConv && node.Inputs.Length > 2 ? node.Inputs[2] : first;
        var isFloat = operand is null or { Type: TfLiteType.Float32 or TfLiteType.Float16 };
        var isWeighted = node.Code is BuiltinOperator.Conv2D or BuiltinOperator.DepthwiseConv2D or BuiltinOperator.FullyConnected;
        return !isFloat ? operand!.Type is TfLiteType.Int8 or TfLiteType.UInt8 ? OperatorType.Int8 : OperatorType.Float32
            : isWeighted && node.Inputs.Length > 1 && node.Inputs[1] is { Type: TfLiteType.Int8 or TfLiteType.UInt8 } ? OperatorType.Hybrid
            : OperatorType.Float32;
    }

    private static double Elements(TensorInfo? tensor)
    {
        var count = 1.0;
        foreach (var dimension in tensor?.Shape ?? [])
        {
            count *= dimension;
        }

        return count;
    }
}
