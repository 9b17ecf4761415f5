using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

/// <summary>
/// Activations of int16 with weights of int8, against TFLite's kernels, which add up in 64 bits. The share in a tolerance is what was measured,
/// with room for other processors' sums.
/// </summary>
public sealed class Int16Tests
{
    private const float Scale = 0.001f;
    private const float Fraction = 1f / (1 << 15);

    private static readonly Elements Wide = Elements.Int16(Scale);

    private static readonly Dictionary<BuiltinOperator, Func<SingleOperator>> exact = new()
    {
        [BuiltinOperator.Reshape] = () => new SingleOperator(BuiltinOperator.Reshape, new ReshapeOptions([4, -1])).Input(Wide, 2, 3, 4).Vector(4, -1).Output(Wide, 4, 6),
        [BuiltinOperator.Squeeze] = () => new SingleOperator(BuiltinOperator.Squeeze, new SqueezeOptions([1])).Input(Wide, 2, 1, 4).Output(Wide, 2, 4),
        [BuiltinOperator.ExpandDims] = () => new SingleOperator(BuiltinOperator.ExpandDims).Input(Wide, 2, 4).Scalar(-1).Output(Wide, 2, 4, 1),
        [BuiltinOperator.Transpose] = () => new SingleOperator(BuiltinOperator.Transpose).Input(Wide, 2, 3, 4, 5).Vector(0, 3, 1, 2).Output(Wide, 2, 5, 3, 4),
        [BuiltinOperator.BroadcastTo] = () => new SingleOperator(BuiltinOperator.BroadcastTo, version: 2).Input(Wide, 1, 3).Vector(4, 3).Output(Wide, 4, 3),
        [BuiltinOperator.ReverseV2] = () => new SingleOperator(BuiltinOperator.ReverseV2).Input(Wide, 2, 3).Vector(1).Output(Wide, 2, 3),
        [BuiltinOperator.ReverseSequence] = () => new SingleOperator(BuiltinOperator.ReverseSequence, new ReverseSequenceOptions(1, 0)).Input(Wide, 2, 4).Vector(2, 3).Output(Wide, 2, 4),
        [BuiltinOperator.Slice] = () => new SingleOperator(BuiltinOperator.Slice).Input(Wide, 3, 4, 5).Vector(1, 0, 2).Vector(2, -1, 2).Output(Wide, 2, 4, 2),
        [BuiltinOperator.StridedSlice] = () => new SingleOperator(BuiltinOperator.StridedSlice, new StridedSliceOptions()).Input(Wide, 5, 9, 3).Vector(1).Vector(5).Vector(2).Output(Wide, 2, 9, 3),
        [BuiltinOperator.Gather] = () => new SingleOperator(BuiltinOperator.Gather, new GatherOptions(0)).Input(Wide, 4, 5, 6).Input(Elements.Int32(0, 3), 7).Output(Wide, 7, 5, 6),
        [BuiltinOperator.GatherNd] = () => new SingleOperator(BuiltinOperator.GatherNd).Input(Wide, 4, 5).Constant(Elements.Int32(0, 3), 3, 1).Output(Wide, 3, 5),
        [BuiltinOperator.Pad] = () => new SingleOperator(BuiltinOperator.Pad).Input(Wide, 1, 3, 4, 2).Pairs(0, 0, 1, 2, 3, 0, 0, 1).Output(Wide, 1, 6, 7, 3),
        [BuiltinOperator.Padv2] = () => new SingleOperator(BuiltinOperator.Padv2).Input(Wide, 1, 3, 4, 2).Pairs(0, 0, 1, 2, 3, 0, 0, 1).Constant(Wide, 1).Output(Wide, 1, 6, 7, 3),
        [BuiltinOperator.Concatenation] = () => new SingleOperator(BuiltinOperator.Concatenation, new ConcatenationOptions(-1)).Input(Wide, 2, 3, 4).Input(Wide, 2, 3, 5).Constant(Wide, 2, 3, 1).Output(Wide, 2, 3, 10),
        [BuiltinOperator.Pack] = () => new SingleOperator(BuiltinOperator.Pack, new PackOptions(2, 1)).Input(Wide, 2, 3).Input(Wide, 2, 3).Output(Wide, 2, 2, 3),
        [BuiltinOperator.Unpack] = () => new SingleOperator(BuiltinOperator.Unpack, new UnpackOptions(3, -1)).Input(Wide, 2, 3).Output(Wide, 2).Output(Wide, 2).Output(Wide, 2),
        [BuiltinOperator.Split] = () => new SingleOperator(BuiltinOperator.Split, new SplitOptions(2)).Scalar(1).Input(Wide, 2, 6).Output(Wide, 2, 3).Output(Wide, 2, 3),
        [BuiltinOperator.SplitV] = () => new SingleOperator(BuiltinOperator.SplitV, new SplitVOptions(2)).Input(Wide, 2, 6).Vector(2, 4).Scalar(1).Output(Wide, 2, 2).Output(Wide, 2, 4),
        [BuiltinOperator.Select] = () => new SingleOperator(BuiltinOperator.Select).Input(Elements.Bool, 12).Input(Wide, 12).Input(Wide, 12).Output(Wide, 12),
        [BuiltinOperator.SelectV2] = () => new SingleOperator(BuiltinOperator.SelectV2).Input(Elements.Bool, 12).Input(Wide, 12).Input(Wide, 12).Output(Wide, 12),
        [BuiltinOperator.Fill] = () => new SingleOperator(BuiltinOperator.Fill).Vector(3, 4).Input(Wide).Output(Wide, 3, 4),
        [BuiltinOperator.ReduceMax] = () => new SingleOperator(BuiltinOperator.ReduceMax, new ReducerOptions()).Input(Wide, 4, 7).Vector(1).Output(Wide, 4),
        [BuiltinOperator.ReduceMin] = () => new SingleOperator(BuiltinOperator.ReduceMin, new ReducerOptions(true)).Input(Wide, 4, 7).Vector(1).Output(Wide, 4, 1),
        [BuiltinOperator.Maximum] = () => new SingleOperator(BuiltinOperator.Maximum).Input(Wide, 4, 7).Input(Wide, 4, 7).Output(Wide, 4, 7),
        [BuiltinOperator.Minimum] = () => new SingleOperator(BuiltinOperator.Minimum).Input(Wide, 4, 7).Constant(Wide, 7).Output(Wide, 4, 7),
        [BuiltinOperator.ResizeNearestNeighbor] = () => new SingleOperator(BuiltinOperator.ResizeNearestNeighbor, new ResizeNearestNeighborOptions()).Input(Wide, 1, 4, 4, 3).Vector(6, 8).Output(Wide, 1, 6, 8, 3),
        [BuiltinOperator.MaxPool2D] = () => new SingleOperator(BuiltinOperator.MaxPool2D, new Pool2DOptions(Padding.Same, 2, 2, 3, 3, Activation.Relu6)).Input(Wide, 1, 9, 9, 16).Output(Wide, 1, 5, 5, 16),
        [BuiltinOperator.Relu] = () => new SingleOperator(BuiltinOperator.Relu).Input(Wide, 40, 100).Output(Wide, 40, 100),
        [BuiltinOperator.Relu6] = () => new SingleOperator(BuiltinOperator.Relu6).Input(Wide, 40, 100).Output(Elements.Int16(0.0006f), 40, 100),
        [BuiltinOperator.Abs] = () => new SingleOperator(BuiltinOperator.Abs).Input(Wide, 40, 100).Output(Elements.Int16(0.0015f), 40, 100),
        [BuiltinOperator.Cast] = () => new SingleOperator(BuiltinOperator.Cast, new CastOptions(TensorType.Int16, TensorType.Int32)).Input(Wide, 12).Output(Elements.Int32(0, 0), 12),
        [BuiltinOperator.Sum] = () => new SingleOperator(BuiltinOperator.Sum, new ReducerOptions()).Input(Wide with { Low = -900, High = 900 }, 2, 5, 6, 7).Vector(1, 2).Output(Wide, 2, 7),
    };

    public static TheoryData<BuiltinOperator> Exact => [.. exact.Keys];

    [Theory]
    [MemberData(nameof(Exact))]
    public void Moving_and_choosing_agree_bit_for_bit(BuiltinOperator code) => exact[code]().AgreesWithTFLite(Tolerance.Exact);

    /// <summary>TFLite's kernel does not look at the scales.</summary>
    [Fact]
    public void Concatenation_of_other_scales_agrees() =>
        new SingleOperator(BuiltinOperator.Concatenation, new ConcatenationOptions(0))
            .Input(Wide, 20).Input(Elements.Int16(0.0005f), 20).Output(Wide, 40)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void A_cast_to_floats_is_of_the_integers() =>
        new SingleOperator(BuiltinOperator.Cast, new CastOptions(TensorType.Int16, TensorType.Float32))
            .Input(Wide, 12).Output(Elements.Float, 12)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(BuiltinOperator.Add, 0.0015f, Activation.None)]
    [InlineData(BuiltinOperator.Add, 0.0005f, Activation.Relu6)]
    [InlineData(BuiltinOperator.Sub, 0.0015f, Activation.None)]
    [InlineData(BuiltinOperator.Mul, 0.02f, Activation.Relu)]
    public void Arithmetic_agrees(BuiltinOperator code, float scale, Activation activation)
    {
        BuiltinOptions options = code switch
        {
            BuiltinOperator.Add => new AddOptions(activation),
            BuiltinOperator.Sub => new SubOptions(activation),
            _ => new MulOptions(activation),
        };
        new SingleOperator(code, options).Input(Wide, 4, 300).Input(Elements.Int16(0.0007f), 4, 300).Output(Elements.Int16(scale), 4, 300)
            .AgreesWithTFLite(Tolerance.OneStep(0.005));
        new SingleOperator(code, options).Input(Wide, 4, 300).Constant(Elements.Int16(0.0007f), 300).Output(Elements.Int16(scale), 4, 300)
            .AgreesWithTFLite(Tolerance.OneStep(0.005));
    }

    /// <summary>Where all scales are powers of 2, TFLite rounds the finer operand to the steps of the other before it adds.</summary>
    [Fact]
    public void Add_of_powers_of_two_is_one_step_apart_where_TFLite_rounds_an_operand() =>
        new SingleOperator(BuiltinOperator.Add, new AddOptions())
            .Input(Elements.Int16(1f / 4096), 4, 300).Input(Elements.Int16(1f / 2048), 4, 300).Output(Elements.Int16(1f / 2048), 4, 300)
            .AgreesWithTFLite(Tolerance.OneStep(0.3));

    [Theory]
    [InlineData(9, 3, Padding.Same, Activation.None, 0.1)]
    [InlineData(8, 2, Padding.Valid, Activation.Relu, 0.2)]
    public void AveragePool2D_agrees_but_for_halves(int size, int window, Padding padding, Activation activation, double share) =>
        new SingleOperator(BuiltinOperator.AveragePool2D, new Pool2DOptions(padding, 2, 2, window, window, activation))
            .Input(Wide, 1, size, size, 16).Output(Wide, 1, (size + 1) / 2, (size + 1) / 2, 16)
            .AgreesWithTFLite(Tolerance.OneStep(share));

    [Theory]
    [InlineData(0.0005f, false)]
    [InlineData(Scale, true)]
    public void Mean_agrees(float scale, bool keepDims) =>
        new SingleOperator(BuiltinOperator.Mean, new ReducerOptions(keepDims))
            .Input(Wide, 2, 5, 6, 70).Vector(1, 2).Output(Elements.Int16(scale), keepDims ? [2, 1, 1, 70] : [2, 70])
            .AgreesWithTFLite(Tolerance.OneStep(0.05));

    /// <summary>TFLite rounds twice: to fixed point, then to the step.</summary>
    [Fact]
    public void LeakyRelu_agrees() =>
        new SingleOperator(BuiltinOperator.LeakyRelu, new LeakyReluOptions(0.2f))
            .Input(Wide, 40, 100).Output(Elements.Int16(0.0011f), 40, 100)
            .AgreesWithTFLite(Tolerance.OneStep(0.1));

    [Theory]
    [InlineData(false, false, 6, 9)]
    [InlineData(false, true, 6, 9)]
    [InlineData(true, false, 16, 17)]
    public void ResizeBilinear_agrees(bool alignCorners, bool halfPixelCenters, int height, int width) =>
        new SingleOperator(BuiltinOperator.ResizeBilinear, new ResizeBilinearOptions(alignCorners, halfPixelCenters))
            .Input(Wide, 1, 4, 4, 3).Vector(height, width).Output(Wide, 1, height, width, 3)
            .AgreesWithTFLite(Tolerance.OneStep(0.05));

    /// <summary>Every one of the integers, by TFLite's tables and, for the scales of recurrent kernels, by their fixed point.</summary>
    [Theory]
    [InlineData(BuiltinOperator.Logistic, 0.0003f)]
    [InlineData(BuiltinOperator.Logistic, 0.000011f)]
    [InlineData(BuiltinOperator.Logistic, 1.7f)]
    [InlineData(BuiltinOperator.Logistic, 1f / 4096)]
    [InlineData(BuiltinOperator.Logistic, 1f / 8192)]
    [InlineData(BuiltinOperator.Tanh, 0.0002f)]
    [InlineData(BuiltinOperator.Tanh, 0.00003f)]
    [InlineData(BuiltinOperator.Tanh, 1.3f)]
    [InlineData(BuiltinOperator.Tanh, 1f / 4096)]
    [InlineData(BuiltinOperator.Tanh, 1f / 2048)]
    [InlineData(BuiltinOperator.Tanh, 1f / 1024)]
    public void Logistic_and_tanh_agree_bit_for_bit(BuiltinOperator code, float scale) =>
        new SingleOperator(code) { Draws = 1 }
            .Values(Elements.Int16(scale), [.. Enumerable.Range(short.MinValue, 1 << 16).Select(x => (short)x)], 1 << 16).Output(Elements.Int16(Fraction), 1 << 16)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(0.0003f, 1f, 10)]
    [InlineData(0.0003f, 0.5f, 1000)]
    [InlineData(0.00001f, 1f, 5000)]
    [InlineData(0.02f, 1f, 3)]
    [InlineData(0.0003f, 1f, 1)]
    [InlineData(1f / 4096, 1f, 2)]
    public void Softmax_agrees_bit_for_bit(float scale, float beta, int classes) =>
        new SingleOperator(BuiltinOperator.Softmax, new SoftmaxOptions(beta))
            .Input(Elements.Int16(scale), 20, classes).Output(Elements.Int16(Fraction), 20, classes)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void Quantize_agrees()
    {
        new SingleOperator(BuiltinOperator.Quantize).Input(Elements.Float with { Low = -40, High = 40 }, 1000).Output(Wide, 1000).AgreesWithTFLite(Tolerance.OneStep(0.01));
        new SingleOperator(BuiltinOperator.Quantize).Input(Wide, 1000).Output(Elements.Int16(0.0013f), 1000).AgreesWithTFLite(Tolerance.OneStep(0.01));
        new SingleOperator(BuiltinOperator.Quantize).Input(Wide, 1000).Output(Elements.Int8(0.3f, 3), 1000).AgreesWithTFLite(Tolerance.OneStep(0.02));
        new SingleOperator(BuiltinOperator.Dequantize).Input(Wide, 1000).Output(Elements.Float, 1000).AgreesWithTFLite(Tolerance.Exact);
    }

    [Theory]
    [InlineData(3, 16, 12, 2, 1, Activation.None, 0.001f)]
    [InlineData(1, 16, 12, 1, 1, Activation.Relu6, 0.0005f)]
    [InlineData(3, 16, 12, 1, 2, Activation.Relu, 0.001f)]
    [InlineData(3, 128, 32, 1, 1, Activation.None, 0.003f)]
    public void Conv2D_agrees(int window, int channels, int filters, int stride, int dilation, Activation activation, float scale)
    {
        var size = Sizes.Windows(9, window, stride, dilation, Padding.Same);
        SingleOperator Convolution(Elements filter) => new SingleOperator(BuiltinOperator.Conv2D, new Conv2DOptions(Padding.Same, stride, stride, activation, dilation, dilation))
            .Input(Elements.Int16(0.0001f), 1, 9, 9, channels).Constant(filter, filters, window, window, channels);
        Convolution(Elements.PerChannel(0.01f, filters, 0)).WideBias(0.000001f, filters).Output(Elements.Int16(scale), 1, size, size, filters)
            .AgreesWithTFLite(Tolerance.OneStep(0.03));
        Convolution(Elements.Int8(0.013f, 0)).WideBias(0.0000013f, filters).Output(Elements.Int16(scale), 1, size, size, filters)
            .AgreesWithTFLite(Tolerance.OneStep(0.03));
        Convolution(Elements.PerChannel(0.01f, filters, 0)).Bias(0.000001f, filters).Output(Elements.Int16(scale), 1, size, size, filters)
            .AgreesWithTFLite(Tolerance.OneStep(0.03));
    }

    [Theory]
    [InlineData(1, Activation.Relu)]
    [InlineData(2, Activation.None)]
    public void DepthwiseConv2D_agrees(int multiplier, Activation activation) =>
        new SingleOperator(BuiltinOperator.DepthwiseConv2D, new DepthwiseConv2DOptions(Padding.Same, 1, 1, multiplier, activation))
            .Input(Elements.Int16(0.0001f), 1, 8, 8, 16).Constant(Elements.PerChannel(0.01f, 16 * multiplier, 3), 1, 3, 3, 16 * multiplier).WideBias(0.000001f, 16 * multiplier)
            .Output(Elements.Int16(0.0004f), 1, 8, 8, 16 * multiplier)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));

    [Fact]
    public void TransposeConv_agrees() =>
        new SingleOperator(BuiltinOperator.TransposeConv, new TransposeConvOptions(Padding.Same, 2, 2), version: 3)
            .Vector(1, 8, 8, 5).Constant(Elements.PerChannel(0.01f, 5, 0), 5, 3, 3, 6).Input(Elements.Int16(0.0001f), 1, 4, 4, 6).WideBias(0.000001f, 5)
            .Output(Elements.Int16(0.0004f), 1, 8, 8, 5)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));

    [Theory]
    [InlineData(0, Activation.None)]
    [InlineData(5, Activation.Relu)]
    public void FullyConnected_agrees(int zeroPoint, Activation activation) =>
        new SingleOperator(BuiltinOperator.FullyConnected, new FullyConnectedOptions(activation))
            .Input(Elements.Int16(0.0001f), 8, 10, 10).Constant(Elements.Int8(0.01f, zeroPoint), 32, 100).WideBias(0.000001f, 32).Output(Elements.Int16(0.0006f), 8, 32)
            .AgreesWithTFLite(Tolerance.OneStep(0.03));

    /// <summary>Sums of 4000 products of 16 and 8 bits reach 2^33, of which a float keeps the upper 24 bits: a step is about 4000 here, a float's last place up to 512.</summary>
    [Fact]
    public void FullyConnected_of_long_rows_is_within_a_step() =>
        new SingleOperator(BuiltinOperator.FullyConnected, new FullyConnectedOptions())
            .Input(Elements.Int16(0.0001f), 8, 4000).Constant(Elements.Int8(0.01f, 0), 64, 4000).Absent().Output(Elements.Int16(0.004f), 8, 64)
            .AgreesWithTFLite(Tolerance.OneStep(0.4));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BatchMatmul_agrees(bool transposed) =>
        new SingleOperator(BuiltinOperator.BatchMatmul, new BatchMatMulOptions(transposed, transposed))
            .Input(Elements.Int16(0.0001f), transposed ? [2, 64, 5] : [2, 5, 64]).Input(Elements.Int16(0.0003f), transposed ? [2, 7, 64] : [2, 64, 7]).Output(Elements.Int16(0.01f), 2, 5, 7)
            .AgreesWithTFLite(Tolerance.OneStep(0.05));

    /// <summary>Convolutions, a pool, a product and probabilities in one partition: floats go from node to node.</summary>
    [Fact]
    public void A_network_agrees()
    {
        var network = new SingleOperator(BuiltinOperator.Conv2D, new Conv2DOptions(Padding.Same, 2, 2, Activation.Relu6))
            .Input(Elements.Int16(0.0001f), 1, 16, 16, 3).Constant(Elements.PerChannel(0.01f, 8, 0), 8, 3, 3, 3).WideBias(0.000001f, 8)
            .Then(Elements.Int16(0.0002f), [1, 8, 8, 8], BuiltinOperator.DepthwiseConv2D, new DepthwiseConv2DOptions(Padding.Same, 1, 1, 1, Activation.Relu))
            .Constant(Elements.PerChannel(0.01f, 8, 3), 1, 3, 3, 8).WideBias(0.000002f, 8)
            .Then(Elements.Int16(0.0008f), [1, 8, 8, 8], BuiltinOperator.MaxPool2D, new Pool2DOptions(Padding.Valid, 2, 2, 2, 2, Activation.None))
            .Then(Elements.Int16(0.0008f), [1, 4, 4, 8], BuiltinOperator.Mul, new MulOptions()).Constant(Elements.Int16(0.00001f), 8)
            .Then(Elements.Int16(0.0003f), [1, 4, 4, 8], BuiltinOperator.FullyConnected, new FullyConnectedOptions())
            .Constant(Elements.Int8(0.01f, 0), 10, 128).WideBias(0.000003f, 10)
            .Then(Elements.Int16(0.002f), [1, 10], BuiltinOperator.Softmax, new SoftmaxOptions(0.1f))
            .Output(Elements.Int16(Fraction), 1, 10);
        network.AgreesWithTFLite(Tolerance.OneStep(0.5));
    }
}
