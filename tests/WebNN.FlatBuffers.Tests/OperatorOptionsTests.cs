using WebNN.Testing;

namespace WebNN.FlatBuffers.Tests;

/// <summary>Each options table, shown by what TFLite computes with it.</summary>
public class OperatorOptionsTests
{
    private static readonly float[] row = [-2, -1, 0, 1, 2, 3, 4, 8];

    [Fact]
    public void Depthwise_convolution_has_stride_dilation_and_activation() => Assert.Equal(
        "1,1,2,1: 2 6",
        Run(BuiltinOperator.DepthwiseConv2D, new DepthwiseConv2DOptions(Padding.Valid, 3, 1, 1, Activation.Relu6, 3, 1), [1, 1, 8, 1], row,
            version: 2, constants: [Float([1, 1, 2, 1], [1, 1]), Float([1], [3])]));

    [Fact]
    public void Convolution_has_stride_dilation_and_padding() => Assert.Equal(
        "1,1,4,1: 0 2 4 0",
        Run(BuiltinOperator.Conv2D, new Conv2DOptions(Padding.Same, 2, 1, Activation.None, 2, 1), [1, 1, 8, 1], row, version: 2,
            constants: [Float([1, 1, 2, 1], [0, 1]), Float([1], [0])]));

    [Fact]
    public void Average_pooling_has_window_and_stride() => Assert.Equal(
        "1,1,2,1: -1 2", Run(BuiltinOperator.AveragePool2D, new Pool2DOptions(Padding.Valid, 3, 1, 3, 1), [1, 1, 8, 1], row));

    [Fact]
    public void Max_pooling_has_window_stride_and_activation() => Assert.Equal(
        "1,1,4,1: 0 1 3 6",
        Run(BuiltinOperator.MaxPool2D, new Pool2DOptions(Padding.Same, 2, 1, 2, 1, Activation.Relu6), [1, 1, 8, 1], row));

    [Fact]
    public void Fully_connected_keeps_dimensions_and_clamps() => Assert.Equal(
        "1,2,1: 0 17",
        Run(BuiltinOperator.FullyConnected, new FullyConnectedOptions(Activation.Relu, KeepNumDims: true), [1, 2, 4], row, version: 5,
            constants: [Float([1, 4], [1, 1, 1, 1]), Float([1], [0])]));

    [Theory]
    [InlineData(BuiltinOperator.Add, "0 0 0.5 1.5 2.5 3.5 4.5 6")]
    [InlineData(BuiltinOperator.Sub, "0 0 0 0.5 1.5 2.5 3.5 6")]
    [InlineData(BuiltinOperator.Mul, "0 0 0 0.5 1 1.5 2 4")]
    [InlineData(BuiltinOperator.Div, "0 0 0 2 4 6 6 6")]
    public void Arithmetic_has_an_activation(BuiltinOperator code, string expected)
    {
        BuiltinOptions options = code switch
        {
            BuiltinOperator.Add => new AddOptions(Activation.Relu6),
            BuiltinOperator.Sub => new SubOptions(Activation.Relu6),
            BuiltinOperator.Mul => new MulOptions(Activation.Relu6),
            _ => new DivOptions(Activation.Relu6),
        };
        Assert.Equal($"8: {expected}", Run(code, options, [8], row, constants: [Float([1], [0.5f])]));
    }

    [Fact]
    public void Softmax_has_beta() => Assert.Equal("1,2: 0.5 0.5", Run(BuiltinOperator.Softmax, new SoftmaxOptions(0), [1, 2], [1, 2]));

    [Fact]
    public void Leaky_relu_has_alpha() =>
        Assert.Equal("2: -0.5 4", Run(BuiltinOperator.LeakyRelu, new LeakyReluOptions(0.25f), [2], [-2, 4]));

    [Fact]
    public void Reshape_has_its_shape() =>
        Assert.Equal("4,2: -2 -1 0 1 2 3 4 8", Run(BuiltinOperator.Reshape, new ReshapeOptions([4, -1]), [8], row));

    [Fact]
    public void Squeeze_has_its_dimensions() =>
        Assert.Equal("1,2: 5 6", Run(BuiltinOperator.Squeeze, new SqueezeOptions([1, -1]), [1, 1, 2, 1], [5, 6]));

    [Fact]
    public void Concatenation_has_its_axis() => Assert.Equal(
        "2,2: 1 9 2 8",
        Run(BuiltinOperator.Concatenation, new ConcatenationOptions(1), [2, 1], [1, 2], constants: [Float([2, 1], [9, 8])]));

    [Fact]
    public void Pack_has_its_axis() => Assert.Equal(
        "2,2: 1 9 2 8", Run(BuiltinOperator.Pack, new PackOptions(2, 1), [2], [1, 2], constants: [Float([2], [9, 8])]));

    [Fact]
    public void Unpack_has_its_axis() =>
        Assert.Equal("2: 1 3 | 2: 2 4", Run(BuiltinOperator.Unpack, new UnpackOptions(2, 1), [2, 2], [1, 2, 3, 4], outputs: 2));

    [Fact]
    public void Split_has_its_count() => Assert.Equal(
        "2,1: 1 3 | 2,1: 2 4", Run(BuiltinOperator.Split, new SplitOptions(2), [2, 2], [1, 2, 3, 4], outputs: 2, before: [Int([], [1])]));

    [Fact]
    public void Strided_slice_has_its_masks() => Assert.Equal(
        "2: 4 6",
        Run(BuiltinOperator.StridedSlice, new StridedSliceOptions(BeginMask: 2, EndMask: 2, ShrinkAxisMask: 1), [2, 3], [1, 2, 3, 4, 5, 6],
            constants: [Int([2], [1, 1]), Int([2], [2, 2]), Int([2], [1, 2])]));

    [Fact]
    public void Gather_has_its_axis() => Assert.Equal(
        "2,1: 2 4", Run(BuiltinOperator.Gather, new GatherOptions(1), [2, 2], [1, 2, 3, 4], constants: [Int([1], [1])]));

    [Theory]
    [InlineData(true, "2,1: 2 4")]
    [InlineData(false, "2: 2 4")]
    public void A_mean_keeps_dimensions_or_not(bool keep, string expected) => Assert.Equal(
        expected, Run(BuiltinOperator.Mean, new ReducerOptions(keep), [2, 2], [1, 3, 2, 6], constants: [Int([1], [1])]));

    [Theory]
    [InlineData(false, false, "1,1,4,1: 0 2 4 4")]
    [InlineData(true, false, "1,1,4,1: 0 1.3333334 2.6666667 4")]
    [InlineData(false, true, "1,1,4,1: 0 1 3 4")]
    public void Bilinear_resizing_has_its_corners(bool align, bool half, string expected) => Assert.Equal(
        expected,
        Run(
            BuiltinOperator.ResizeBilinear,
            new ResizeBilinearOptions(align, half),
            [1, 1, 2, 1],
            [0, 4],
            version: 3,
            constants: [Int([2], [1, 4])]));

    [Fact]
    public void Cast_and_arg_max_have_their_types()
    {
        Assert.Equal(
            "2: 1 -2",
            Run(
                BuiltinOperator.Cast,
                new CastOptions(TensorType.Float32, TensorType.Int32),
                [2],
                [1.7f, -2.2f],
                outputType: TensorType.Int32));
        Assert.Equal(
            "1: 1",
            Run(
                BuiltinOperator.ArgMax,
                new ArgMaxOptions(TensorType.Int32),
                [1, 3],
                [1, 5, 2],
                outputType: TensorType.Int32,
                constants: [Int([], [1])]));
    }

    [Theory]
    [InlineData(BuiltinOperator.Transpose, BuiltinOptionsType.Transpose, "2,2: 1 3 2 4")]
    [InlineData(BuiltinOperator.ExpandDims, BuiltinOptionsType.ExpandDims, "2,1,2: 1 2 3 4")]
    [InlineData(BuiltinOperator.Tile, BuiltinOptionsType.Tile, "2,0: ")]
    public void Options_without_fields_are_accepted(BuiltinOperator code, BuiltinOptionsType type, string expected)
    {
        var second = code == BuiltinOperator.ExpandDims ? Int([], [1]) : Int([2], [1, 0]);
        Assert.Equal(expected, Run(code, new EmptyOptions(type), [2, 2], [1, 2, 3, 4], constants: [second]));
    }

    private static (TensorType Type, int[] Shape, byte[] Data) Float(int[] shape, float[] values) =>
        (TensorType.Float32, shape, SmallModels.Bytes<float>(values));

    private static (TensorType Type, int[] Shape, byte[] Data) Int(int[] shape, int[] values) =>
        (TensorType.Int32, shape, SmallModels.Bytes<int>(values));

    private static string Run(
        BuiltinOperator code,
        BuiltinOptions options,
        int[] shape,
        float[] values,
        (TensorType Type, int[] Shape, byte[] Data)[]? constants = null,
        (TensorType Type, int[] Shape, byte[] Data)[]? before = null,
        int outputs = 1,
        int version = 1,
        TensorType outputType = TensorType.Float32)
    {
        TfLite.Require();
        var writer = new ModelWriter();
        int Constant((TensorType Type, int[] Shape, byte[] Data) constant) =>
            writer.AddTensor("c", constant.Type, constant.Shape, data: constant.Data);
        var input = writer.AddTensor("x", TensorType.Float32, shape);
        int[] inputs = [.. (before ?? []).Select(Constant), input, .. (constants ?? []).Select(Constant)];
        int[] results = [.. Enumerable.Range(0, outputs).Select(i => writer.AddTensor($"y{i}", outputType, []))];
        writer.AddOperator(code, inputs, results, options, version);
        writer.SetInputs([input]);
        writer.SetOutputs(results);

        using var session = new TfLiteSession(writer.ToArray());
        session.SetInput<float>(0, values);
        session.Invoke();
        var isFloat = outputType == TensorType.Float32;
        string Text(int i) => isFloat ? string.Join(' ', session.Output<float>(i)) : string.Join(' ', session.Output<int>(i));
        return string.Join(" | ", session.Outputs.Select((output, i) => $"{output.Shape}: {Text(i)}"));
    }
}
