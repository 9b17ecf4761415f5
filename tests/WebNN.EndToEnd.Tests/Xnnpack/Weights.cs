using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

/// <summary>How the weights of a float operator are stored.</summary>
internal enum Weights
{
    Float,
    Half,
    TensorWise,
    ChannelWise,
    Sparse,
    SparseHalf,
    SparseTensorWise,
    SparseChannelWise,

    /// <summary>Channel-wise, and read as integers: TFLite's kernel rounds what they are multiplied with, too.</summary>
    Dynamic,

    /// <summary>Computed at run time.</summary>
    Input,
}

internal static class WeightForms
{
    private static readonly Elements floats = new(TensorType.Float32, -0.5, 0.5);
    private static readonly Elements halves = new(TensorType.Float16, -0.5, 0.5);
    private static readonly Elements tensorWise = Elements.Int8(0.004f, 0);

    /// <summary>The next operand, and the nodes that unpack it.</summary>
    /// <param name="axis">Of the channels that have scales of their own.</param>
    public static SingleOperator Weights(this SingleOperator op, Weights form, int axis, params ReadOnlySpan<int> shape)
    {
        var channelWise = Elements.PerChannel(0.002f, shape[axis], axis);
        return form switch
        {
            Xnnpack.Weights.Half => op.Constant(halves, shape).Dequantized(shape),
            Xnnpack.Weights.TensorWise => op.Constant(tensorWise, shape).Dequantized(shape),
            Xnnpack.Weights.ChannelWise => op.Constant(channelWise, shape).Dequantized(shape),
            Xnnpack.Weights.Sparse => op.SparseConstant(floats, shape),
            Xnnpack.Weights.SparseHalf => op.SparseConstant(halves, shape).Dequantized(shape),
            Xnnpack.Weights.SparseTensorWise => op.SparseConstant(tensorWise, shape).Dequantized(shape),
            Xnnpack.Weights.SparseChannelWise => op.SparseConstant(channelWise, shape).Dequantized(shape),
            Xnnpack.Weights.Dynamic => op.Constant(channelWise, shape),
            Xnnpack.Weights.Input => op.Input(floats, shape),
            _ => op.Constant(floats, shape),
        };
    }
}
