using WebNN.Kernels;
using WebNN.OnnxRuntime.Lowering;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>
/// Quantized graphs as frameworks emit them: scales and zero points are constants that reshapes, expansions and casts bring to their operand's
/// rank. Each operator that has an integer kernel gets it, and computes what the same graph computes whose parameters are known only at run time.
/// </summary>
public sealed class FrameworkGraphTests
{
    private const int Seed = 20261126;
    private const float Step = 0.1f;

    /// <summary>How the parameters come to a dequantizeLinear or quantizeLinear.</summary>
    public enum Parameters
    {
        Reshaped,
        Expanded,
        Cast,
        Inputs,
    }

    private static readonly MLConv2dOptions channelsLast = new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi };
    private static readonly MLPool2dOptions window = new() { WindowDimensions = new(2, 2), Strides = new(2, 2) };

    private static readonly Dictionary<string, (string Kernel, Func<QuantizedGraph, MLOperand> Call)> operations = new()
    {
        ["conv2d nchw"] = ("QLinearConv", q => q.Quantized(q.Builder.Conv2d(q.Image(1, 3, 6, 6), q.Filters(), q.Bias()))),
        ["conv2d nhwc"] = ("QLinearConv", q => q.Quantized(q.Builder.Conv2d(q.Image(1, 6, 6, 3), q.Weights(4, 2, 2, 3), null, channelsLast))),
        ["conv2d depthwise"] = ("QLinearConv", q => q.Quantized(q.Builder.Conv2d(q.Image(1, 4, 6, 6), q.Weights(4, 1, 3, 3), null, new() { Groups = 4, Padding = new(1, 1, 1, 1) }))),
        ["conv2d relu"] = ("QLinearConv", q => q.Quantized(q.Builder.Relu(q.Builder.Conv2d(q.Image(1, 3, 6, 6), q.Filters(), q.Bias())))),
        ["conv2d clamp reshape"] = ("QLinearConv", q => q.Quantized( q.Builder.Reshape(q.Builder.Clamp(q.Builder.Conv2d(q.Image(1, 3, 6, 6), q.Filters(), null), new() { MinValue = 0, MaxValue = 2 }), [4, 25]))),
        ["averagePool2d nchw"] = ("QLinearConv", q => q.Quantized(q.Builder.AveragePool2d(q.Image(1, 3, 6, 6), window))),
        ["averagePool2d nhwc"] = ("QLinearConv", q => q.Quantized(q.Builder.AveragePool2d(q.Image(1, 6, 6, 3), window with { Layout = MLInputOperandLayout.Nhwc }))),
        ["averagePool2d padded"] = ("QLinearAveragePool", q => q.Quantized(q.Builder.AveragePool2d(q.Image(1, 3, 6, 6), window with { Padding = new(1, 1, 1, 1) }))),
        ["averagePool2d global"] = ("QLinearGlobalAveragePool", q => q.Quantized(q.Builder.AveragePool2d(q.Image(1, 3, 6, 6)))),
        ["maxPool2d nchw"] = ("MaxPool", q => q.Same(q.Builder.MaxPool2d(q.Image(1, 3, 6, 6), window))),
        ["maxPool2d nhwc"] = ("NhwcMaxPool", q => q.Same(q.Builder.MaxPool2d(q.Image(1, 6, 6, 3), window with { Layout = MLInputOperandLayout.Nhwc }))),
        ["reduceMean nchw"] = ("QLinearGlobalAveragePool", q => q.Quantized(q.Builder.ReduceMean(q.Image(1, 3, 6, 6), new() { Axes = [2, 3] }))),
        ["reduceMean nhwc"] = ("QLinearGlobalAveragePool", q => q.Quantized(q.Builder.ReduceMean(q.Image(1, 6, 6, 3), new() { Axes = [1, 2], KeepDimensions = true }))),
        ["gemm"] = ("QGemm", q => q.Quantized(q.Builder.Gemm(q.Image(2, 5), q.Weights(3, 5), null, new() { BTranspose = true }))),
        ["matmul"] = ("QLinearMatMul", q => q.Quantized(q.Builder.Matmul(q.Image(2, 5), q.Weights(5, 3)))),
        ["matmul of two"] = ("QLinearMatMul", q => q.Quantized(q.Builder.Matmul(q.Image(2, 5), q.Image(5, 3)))),
        ["add"] = ("QLinearAdd", q => q.Quantized(q.Builder.Add(q.Image(2, 5), q.Image(2, 5)))),
        ["sub"] = ("QLinearAdd", q => q.Quantized(q.Builder.Sub(q.Image(2, 5), q.Image(2, 5)))),
        ["mul"] = ("QLinearMul", q => q.Quantized(q.Builder.Mul(q.Image(2, 5), q.Image(2, 5)))),
        ["concat"] = ("QLinearConcat", q => q.Quantized(q.Builder.Concat([q.Image(2, 5), q.Image(2, 5)], 1))),
        ["sigmoid"] = ("QLinearSigmoid", q => q.Quantized(q.Builder.Sigmoid(q.Image(2, 5)), 1f / 256, 0)),
        ["leakyRelu"] = ("QLinearLeakyRelu", q => q.Quantized(q.Builder.LeakyRelu(q.Image(2, 5), 0.1))),
        ["relu"] = ("Clip", q => q.Same(q.Builder.Relu(q.Image(2, 5)))),
        ["clamp"] = ("Clip", q => q.Same(q.Builder.Clamp(q.Image(2, 5), new() { MinValue = -1, MaxValue = 1.5 }))),
        ["transpose"] = ("Transpose", q => q.Same(q.Builder.Transpose(q.Image(2, 5)))),
        ["transposed add"] = ("QLinearAdd", q => q.Quantized(q.Builder.Add(q.Builder.Transpose(q.Image(1, 2, 3, 4), [0, 3, 1, 2]), q.Builder.Reshape(q.Builder.Transpose(q.Image(6, 4)), [1, 4, 2, 3])))),
    };

    /// <summary>The same with channels first, of an image [1,16,8,8], on own kernels: transposes are left at the graph's ends alone.</summary>
    private static readonly Dictionary<string, (string Operators, Func<QuantizedGraph, MLOperand, MLOperand> Call)> channelsFirst = new()
    {
        ["conv2d"] = ("Transpose IntegerWindow Transpose", (q, x) => q.Conv(x)),
        ["conv2d and relu"] = ("Transpose IntegerWindow Transpose", (q, x) => q.Quantized(q.Builder.Relu(q.Window(x, 32, 3)))),
        ["conv2d and clamp"] = ("Transpose IntegerWindow Transpose", (q, x) => q.Quantized(q.Builder.Clamp(q.Window(x, 32, 3), new() { MinValue = 0, MaxValue = 6 }))),
        ["conv2d, three channels, stride 2"] = (
            "QuantizeLinear Transpose IntegerWindow Transpose",
            (q, _) => q.Quantized(q.Builder.Conv2d(q.Stored(q.Same(q.Floats(1, 3, 9, 9))), q.FiltersOf(16, 3, 3, 3), null, new() { Strides = new(2, 2), Padding = new(1, 1, 1, 1) }))),
        ["depthwise"] = ("Transpose IntegerWindow IntegerWindow Transpose", (q, x) => q.Quantized(q.Depthwise(q.Again(q.Conv(x))))),
        ["a sum"] = ("Transpose IntegerWindow IntegerWindow Transpose", (q, x) => q.Conv(x) is var y ? q.Quantized(q.Builder.Add(q.Again(y), q.Again(q.Conv(q.Again(y))))) : x),
        ["a difference"] = ("Transpose IntegerWindow IntegerWindow Transpose", (q, x) => q.Conv(x) is var y ? q.Quantized(q.Builder.Sub(q.Again(y), q.Again(q.Conv(q.Again(y))))) : x),
        ["averagePool2d"] = ("Transpose IntegerWindow IntegerWindow Transpose", (q, x) => q.Quantized(q.Builder.AveragePool2d(q.Again(q.Conv(x)), window))),
        ["averagePool2d padded"] = (
            "Transpose IntegerWindow IntegerWindow Transpose", (q, x) => q.Quantized(q.Builder.AveragePool2d(q.Again(q.Conv(x)), window with { Padding = new(1, 1, 1, 1) }))),
        ["averagePool2d global"] = ("Transpose IntegerWindow IntegerWindow", (q, x) => q.Quantized(q.Builder.AveragePool2d(q.Again(q.Conv(x))))),
        ["maxPool2d"] = ("Transpose IntegerWindow IntegerWindow Transpose", (q, x) => q.Quantized(q.Builder.MaxPool2d(q.Again(q.Conv(x)), window))),
        ["reduceMean"] = ("Transpose IntegerWindow IntegerWindow", (q, x) => q.Quantized(q.Builder.ReduceMean(q.Again(q.Conv(x)), new() { Axes = [2, 3] }))),
        ["gemm"] = (
            "Transpose IntegerWindow IntegerWindow IntegerWindow",
            (q, x) => q.Quantized(q.Builder.Gemm(q.Builder.Reshape(q.Again(q.Quantized(q.Builder.AveragePool2d(q.Again(q.Conv(x))))), [1, 32]), q.Weights(32, 24), null))),
        ["concat"] = ("Transpose IntegerWindow IntegerWindow QLinearConcat Transpose", (q, x) => q.Quantized(q.Builder.Concat([q.Again(q.Conv(x)), q.Again(q.Conv(x))], 1), 0.15f)),
        ["concat of the same steps"] = ("Transpose IntegerWindow IntegerWindow Concat Transpose", (q, x) => q.Quantized(q.Builder.Concat([q.Again(q.Conv(x)), q.Again(q.Conv(x))], 1))),
        ["mul"] = ("Transpose IntegerWindow IntegerWindow IntegerWindow Transpose", (q, x) => q.Quantized(q.Builder.Mul(q.Again(q.Conv(x)), q.Again(q.Conv(x))), 0.5f)),
        ["sigmoid"] = ("Transpose IntegerWindow IntegerWindow Transpose", (q, x) => q.Quantized(q.Builder.Sigmoid(q.Again(q.Conv(x))), 1f / 256, 0)),
        ["dequantized"] = ("Transpose IntegerWindow IntegerWindow DequantizeLinear", (q, x) => q.Again(q.Quantized(q.Builder.AveragePool2d(q.Again(q.Conv(x)))))),
    };

    public static TheoryData<string> Operations => [.. operations.Keys];

    public static TheoryData<string> ChannelsFirst => [.. channelsFirst.Keys];

    [Theory]
    [MemberData(nameof(ChannelsFirst))]
    public void An_image_with_channels_first_is_computed_by_own_integer_kernels(string name)
    {
        var (operators, call) = channelsFirst[name];
        foreach (var (parameters, features) in from parameters in (Parameters[])[Parameters.Reshaped, Parameters.Expanded, Parameters.Cast]
                                               from features in (ProcessorFeatures[])[ProcessorFeatures.All, ProcessorFeatures.Avx2]
                                               select (parameters, features))
        {
            Assert.SkipUnless(Processor.Within(features).HasFlag(ProcessorFeatures.Avx2), "kernels of integers need AVX2");
            var graph = new TestGraph(new() { OwnKernels = true, OwnIntegerKernels = true, ProcessorFeatures = features, SecondCacheBytes = 1 << 20 });
            var made = new QuantizedGraph(graph, parameters);
            var result = call(made, made.Image(1, 16, 8, 8));
            var lowered = GraphLowering.Lower(graph.Builder.Define([new("y", result)]), graph.Context.OwnKernels, graph.Context.OwnIntegerKernels);
            Assert.Equal(operators, string.Join(' ', lowered.Nodes.Select(node => node.Operator)));

            var definition = new TestGraph(new() { OwnKernels = false, OwnIntegerKernels = false });
            var expected = new QuantizedGraph(definition, Parameters.Inputs);
            AssertSteps(Steps(definition, call(expected, expected.Image(1, 16, 8, 8))), Steps(graph, result), $"{name}, {parameters}");
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operator_with_an_integer_kernel_gets_it(string operation)
    {
        var (kernel, call) = operations[operation];
        foreach (var parameters in new[] { Parameters.Reshaped, Parameters.Expanded, Parameters.Cast })
        {
            var graph = new TestGraph();
            var result = call(new(graph, parameters));
            var text = graph.Lower(result).ToText();
            Assert.Contains($"{kernel}(", text, StringComparison.Ordinal);
            Assert.DoesNotContain("DequantizeLinear", text, StringComparison.Ordinal);
            Assert.DoesNotContain("QuantizeLinear", text, StringComparison.Ordinal);

            var definition = new TestGraph();
            AssertSteps(Steps(definition, call(new(definition, Parameters.Inputs))), Steps(graph, result), $"{operation}, {parameters}");
        }
    }

    [Fact]
    public void Parameters_that_are_inputs_are_the_definition()
    {
        var graph = new TestGraph();
        Assert.DoesNotContain("QLinear", graph.Lower(operations["add"].Call(new(graph, Parameters.Inputs))).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_that_are_computed_are_the_definition()
    {
        var graph = new TestGraph();
        var half = graph.Builder.Mul(graph.Input([0.25f], 1), graph.Input([2f], 1));
        var y = graph.Builder.QuantizeLinear(graph.Input([-1f, 0.5f, 200f], 3), half, graph.Builder.Cast(graph.Input([7], 1), MLOperandDataType.Uint8));
        Assert.Equal<byte>([5, 8, 255], graph.Run<byte>(y));
    }

    [Fact]
    public void A_blockwise_scale_that_is_reshaped_is_the_definition()
    {
        var graph = new TestGraph();
        var scale = graph.Builder.Reshape(graph.Constant([1f, 10f, 100f, 1000f], 4), [2, 2]);
        var zeroPoint = graph.Builder.Expand(graph.Constant(new byte[] { 1 }, 1, 1), [2, 2]);
        Assert.Equal(
            [0f, 1f, 10f, 20f, 300f, 400f, 5000f, 6000f],
            graph.Run<float>(graph.Builder.DequantizeLinear(graph.Input(new byte[] { 1, 2, 2, 3, 4, 5, 6, 7 }, 2, 4), scale, zeroPoint)));
    }

    /// <summary>A chain of dequantizations through scales neither hangs nor ends the stack.</summary>
    [Fact]
    public void Scales_that_are_dequantized_in_turn_are_computed_at_run_time()
    {
        var graph = new TestGraph();
        var x = graph.Constant([2f], 1);
        for (var i = 0; i < 300; i++)
        {
            x = graph.Builder.DequantizeLinear(graph.Constant(new byte[] { 1 }, 1), x, graph.Constant(new byte[] { 0 }, 1));
        }

        Assert.Equal([2f], graph.Run<float>(graph.Builder.Relu(x)));
    }

    /// <summary>What a graph computes, in steps: floats of it are steps already.</summary>
    private static int[] Steps(TestGraph graph, MLOperand result) => result.DataType is MLOperandDataType.Float32
        ? [.. graph.Run<float>(result).Select(value => (int)MathF.Round(value / Step))]
        : [.. graph.Run<byte>(result)];

    private static void AssertSteps(int[] expected, int[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1, $"{what}: element {i} is {actual[i]}, by the definition {expected[i]} (seed {Seed})");
        }
    }

    /// <summary>Makes the operands of one graph, with seeded data.</summary>
    private sealed class QuantizedGraph(TestGraph graph, Parameters how)
    {
        private readonly Random random = new(Seed);

        public MLGraphBuilder Builder => graph.Builder;

        public MLOperand Image(params ReadOnlySpan<int> shape) => Real(graph.Input(Bytes(shape), shape), 0.05f, 120);

        public MLOperand Weights(params ReadOnlySpan<int> shape) => Real(graph.Constant(Bytes(shape), shape), 0.02f, 128);

        /// <summary>Filters of int8 [4,3,2,2], with a scale for each.</summary>
        public MLOperand Filters()
        {
            var weights = graph.Constant([.. Enumerable.Range(0, 48).Select(_ => (sbyte)random.Next(-127, 128))], 4, 3, 2, 2);
            return Builder.DequantizeLinear(weights, Parameter([0.01f, 0.02f, 0.03f, 0.04f], [4, 1, 1, 1]), Parameter(new sbyte[4], [4, 1, 1, 1]));
        }

        /// <summary>A bias of int32 in steps of the image's scale times the filters'.</summary>
        public MLOperand Bias() => Builder.DequantizeLinear(
            graph.Constant([-500, 200, 0, 90], 4), Parameter([0.0005f, 0.001f, 0.0015f, 0.002f], [4]), Parameter(new int[4], [4]));

        /// <summary>Filters of int8, with a scale for each.</summary>
        public MLOperand FiltersOf(params int[] shape)
        {
            sbyte[] weights = [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (sbyte)random.Next(-127, 128))];
            float[] scales = [.. Enumerable.Range(0, shape[0]).Select(i => (0.5f + (i % 4)) / (80 * MathF.Sqrt(weights.Length / shape[0])))];
            int[] each = [shape[0], 1, 1, 1];
            return Builder.DequantizeLinear(graph.Constant(weights, shape), Parameter(scales, each), Parameter(new sbyte[shape[0]], each));
        }

        /// <summary>conv2d of an image with channels first.</summary>
        public MLOperand Window(MLOperand x, int filters, int kernel) =>
            Builder.Conv2d(x, FiltersOf(filters, x.Shape[1], kernel, kernel), null, new() { Padding = new(kernel / 2, kernel / 2, kernel / 2, kernel / 2) });

        public MLOperand Conv(MLOperand x) => Quantized(Window(x, 32, 1));

        public MLOperand Depthwise(MLOperand x) =>
            Builder.Conv2d(x, FiltersOf(x.Shape[1], 1, 3, 3), null, new() { Groups = x.Shape[1], Padding = new(1, 1, 1, 1) });

        public MLOperand Floats(params int[] shape) => graph.Input(Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (random.NextSingle() * 8) - 4).ToArray(), shape);

        /// <summary>What a quantized value stands for.</summary>
        public MLOperand Again(MLOperand y) => Real(y, Step, 110);

        /// <summary>What a value in the steps of <see cref="Same"/> stands for.</summary>
        public MLOperand Stored(MLOperand y) => Real(y, 0.05f, 120);

        public MLOperand Quantized(MLOperand y, float scale = Step, byte zeroPoint = 110) =>
            Builder.QuantizeLinear(y, Parameter([scale], Ones(y.Rank)), ZeroPoint(zeroPoint, y.Rank));

        /// <summary>The result of an operator that moves integers or bounds them: with the parameters of <see cref="Image"/>.</summary>
        public MLOperand Same(MLOperand y) => Quantized(y, 0.05f, 120);

        private MLOperand Real(MLOperand x, float scale, byte zeroPoint) =>
            Builder.DequantizeLinear(x, Parameter([scale], Ones(x.Rank)), ZeroPoint(zeroPoint, x.Rank));

        private MLOperand ZeroPoint(byte value, int rank) => how is Parameters.Cast
            ? Builder.Cast(Builder.Reshape(graph.Constant([(int)value], 1), Ones(rank)), MLOperandDataType.Uint8)
            : Parameter([value], Ones(rank));

        private MLOperand Parameter<T>(T[] values, int[] shape) where T : unmanaged => how switch
        {
            Parameters.Inputs => graph.Input(values, shape),
            Parameters.Expanded => Builder.Expand(Builder.Reshape(graph.Constant(values, values.Length), shape), shape),
            _ => Builder.Reshape(graph.Constant(values, values.Length), shape),
        };

        private byte[] Bytes(ReadOnlySpan<int> shape)
        {
            var bytes = new byte[shape.ToArray().Aggregate(1, (product, dimension) => product * dimension)];
            random.NextBytes(bytes);
            return bytes;
        }

        private static int[] Ones(int rank) => [.. Enumerable.Repeat(1, rank)];
    }
}
