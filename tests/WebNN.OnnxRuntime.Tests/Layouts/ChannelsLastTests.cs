using WebNN.Kernels;
using WebNN.OnnxRuntime.Lowering;

namespace WebNN.OnnxRuntime.Tests.Layouts;

/// <summary>
/// Graphs of images with channels first, as frameworks emit them, on own kernels: the operators that they become, none of them a transpose between two
/// windows, and that the results are those of ONNX Runtime's kernels, which take them as they are.
/// </summary>
public sealed class ChannelsLastTests
{
    private const int Seed = 20261126;

    /// <summary>A graph of an image [1,16,12,12] by name, and the operators that it becomes.</summary>
    private static readonly Dictionary<string, (Func<Net, MLOperand, MLOperand> Make, string Operators)> graphs = new(StringComparer.Ordinal)
    {
        ["a convolution"] = ((n, x) => n.Conv(x, 64, 3), "Transpose Window Transpose"),
        ["a convolution that makes up for no transpose"] = ((n, x) => n.Conv(x, 8), "Conv"),
        ["a chain"] = ((n, x) => n.Conv(n.Depthwise(n.B.Relu(n.Conv(x, 64, 3))), 32), "Transpose Window Window Window Transpose"),
        ["a sum"] = ((n, x) => n.Conv(x, 64, 3) is var y ? n.B.Relu(n.B.Add(n.Conv(y, 64), y)) : x, "Transpose Window Window Transpose"),
        ["a sum with one for each channel"] = ((n, x) => n.Conv(n.B.Add(n.Conv(x, 64, 3), n.Values(64, 1, 1)), 32), "Transpose Window Add Window Transpose"),
        ["a sum with a row of each image"] = ((n, x) => n.Conv(n.B.Add(n.Conv(x, 64, 3), n.Values(12)), 32), "Transpose Window Add Window Transpose"),
        ["slopes of each channel"] = ((n, x) => n.B.Prelu(n.Conv(x, 64, 3), n.Values(64, 1, 1)), "Transpose Window Transpose"),
        ["branches side by side"] = ((n, x) => n.Conv(n.B.Concat([n.Conv(x, 32), n.Conv(x, 32, 3)], 1), 64), "Transpose Window Window Concat Window Transpose"),
        ["parts"] = ((n, x) => n.B.Split(n.Conv(x, 64, 3), [32, 32], 1) is var parts ? n.Conv(n.B.Add(parts[0], parts[1]), 64) : x, "Transpose Window Split Add Window Transpose"),
        ["pools"] = ((n, x) => n.B.AveragePool2d(n.B.MaxPool2d(n.Conv(x, 64, 3), window), window), "Transpose Window Window Window Transpose"),
        ["padding"] = ((n, x) => n.Conv(n.B.Pad(n.B.Sigmoid(n.Conv(x, 64, 3)), [0, 1, 0, 2], [0, 0, 1, 0]), 32), "Transpose Window Sigmoid Pad Window Transpose"),
        ["a slice"] = ((n, x) => n.Conv(n.B.Slice(n.Conv(x, 64, 3), [0, 8, 1, 2], [1, 16, 10, 9], [1, 1, 1, 2]), 64), "Transpose Window Slice Window Transpose"),
        ["twice the size"] = ((n, x) => n.Conv(n.B.Resample2d(n.Conv(x, 64, 3), new() { Scales = (2, 2) }), 32), "Transpose Window Resize Window Transpose"),
        ["probabilities of each pixel"] = ((n, x) => n.B.Softmax(n.Conv(x, 64, 3), 1), "Transpose Window Softmax Transpose"),
        ["a mean and a product"] = ((n, x) => n.B.Gemm(n.B.Reshape(n.B.AveragePool2d(n.Conv(x, 64, 3)), [1, 64]), n.Values(64, 10), null), "Transpose Window Window Reshape Gemm"),
        ["a mean without its axes"] = ((n, x) => n.B.ReduceMean(n.Conv(x, 64, 3), new() { Axes = [2, 3] }), "Transpose Window Window"),
        ["the largest of each pixel's channels"] = ((n, x) => n.B.ReduceMax(n.Conv(x, 64, 3), new() { Axes = [1] }), "Transpose Window ReduceMax"),
        ["the largest of each row's pixels"] = ((n, x) => n.B.ReduceMax(n.Conv(x, 64, 3), new() { Axes = [3] }), "Transpose Window Transpose ReduceMax"),
        ["excitation"] = (Excitation, "Transpose Window Window Window Window Sigmoid Mul Window Transpose"),
        ["pixels as rows"] = ((n, x) => n.B.Transpose(n.B.Reshape(n.Conv(x, 64, 3), [1, 64, 144]), [0, 2, 1]), "Transpose Window"),
        ["pixels in two dimensions as rows"] = ((n, x) => n.B.Reshape(n.B.Transpose(n.Conv(x, 64, 3), [0, 2, 3, 1]), [144, 64]), "Transpose Window"),
        ["another order of axes"] = ((n, x) => n.B.Transpose(n.Conv(x, 64, 3), [0, 3, 1, 2]), "Transpose Window Transpose"),
        ["channels apart"] = ((n, x) => n.B.Reshape(n.Conv(x, 64, 3), [1, 8, 8, 12, 12]), "Transpose Window Transpose"),
        ["transposes around each"] = (
            (n, x) => n.B.Transpose(n.Conv(n.B.Transpose(n.B.Transpose(n.Conv(n.B.Transpose(n.B.Transpose(x, [0, 2, 3, 1]), [0, 3, 1, 2]), 64, 3), [0, 2, 3, 1]), [0, 3, 1, 2]), 32), [0, 2, 3, 1]),
            "Transpose Window Window"),
        ["two groups in between"] = ((n, x) => n.Conv(n.Conv(n.Conv(x, 64, 3), 64, groups: 2), 64, 3), "Transpose Window Transpose Conv Transpose Window Transpose"),
        ["an operator in between that does not follow"] = ((n, x) => n.Conv(n.B.Triangular(n.Conv(x, 64, 3)), 64, 3), "Transpose Window Transpose Trilu Transpose Window Transpose"),
        ["a normalization that ONNX Runtime's convolution takes in"] = (
            (n, x) => n.B.BatchNormalization(n.Conv(x, 64, 3), n.Values(64), n.Positive(64), n.Values(64), n.Values(64)), "Conv BatchNormalization"),
        ["a normalization of what others read, too"] = (
            (n, x) => n.Conv(x, 64, 3) is var y ? n.Conv(n.B.Add(n.B.BatchNormalization(y, n.Values(64), n.Positive(64), n.Values(64), n.Values(64)), y), 32) : x,
            "Transpose Window Add Sqrt Div Sub Mul Add Add Window Transpose"),
        ["channels last already"] = (
            (n, x) => n.B.Conv2d(n.B.Transpose(n.Conv(x, 64, 3), [0, 2, 3, 1]), n.Values(32, 64, 1, 1), null, new() { InputLayout = MLInputOperandLayout.Nhwc }), "Transpose Window Window"),
    };

    private static readonly MLPool2dOptions window = new() { WindowDimensions = new(2, 2), Strides = new(2, 2) };

    public static TheoryData<string> Graphs => [.. graphs.Keys];

    [Theory]
    [MemberData(nameof(Graphs))]
    public void Have_no_transpose_between_windows_and_the_same_results(string name)
    {
        foreach (var features in (ProcessorFeatures[])[ProcessorFeatures.All, ProcessorFeatures.Avx2])
        {
            Assert.SkipUnless(Processor.Within(features).HasFlag(ProcessorFeatures.Avx2), "own kernels need AVX2");
            var (make, operators) = graphs[name];
            var own = new TestGraph(new() { OwnKernels = true, ProcessorFeatures = features, SecondCacheBytes = 1 << 20 });
            var output = make(new(own), Image(own));
            var nodes = GraphLowering.Lower(own.Builder.Define([new("y", output)]), own.Context.OwnKernels).Nodes;
            Assert.Equal(operators, string.Join(' ', nodes.Select(node => node.Operator)));

            var reference = new TestGraph(new() { OwnKernels = false });
            var expected = reference.Run<float>(make(new(reference), Image(reference)));
            var tolerance = 5e-6 * expected.Max(Math.Abs);
            Assert.Contains(expected, value => value != 0);
            Assert.All(expected.Zip(own.Run<float>(output)), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    private static MLOperand Excitation(Net n, MLOperand x)
    {
        var y = n.Conv(x, 64, 3);
        var gate = n.Conv(n.B.Relu(n.Conv(n.B.AveragePool2d(y), 16)), 64);
        return n.Conv(n.B.Mul(y, n.B.Sigmoid(n.B.Reshape(n.B.Reshape(gate, [1, 64]), [1, 64, 1, 1]))), 64);
    }

    private static MLOperand Image(TestGraph g) => g.Input(Random(new(Seed), 16 * 144), 1, 16, 12, 12);

    private static float[] Random(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];

    /// <summary>Layers with seeded weights.</summary>
    private sealed class Net(TestGraph graph)
    {
        private readonly Random random = new(Seed + 1);

        /// <summary>The builder of the graph.</summary>
        public MLGraphBuilder B => graph.Builder;

        public MLOperand Values(params int[] shape) => graph.Constant(Random(random, shape.Aggregate(1, (a, b) => a * b)), shape);

        public MLOperand Positive(int count) => graph.Constant(Random(random, count).Select(value => value + 2).ToArray(), count);

        public MLOperand Conv(MLOperand x, int filters, int kernel = 1, int groups = 1) =>
            B.Conv2d(x, Values(filters, x.Shape[1] / groups, kernel, kernel), Values(filters), Options(kernel) with { Groups = groups });

        public MLOperand Depthwise(MLOperand x) => B.Conv2d(x, Values(x.Shape[1], 1, 3, 3), Values(x.Shape[1]), Options(3) with { Groups = x.Shape[1] });

        private static MLConv2dOptions Options(int kernel) => new() { Padding = new(kernel / 2, kernel / 2, kernel / 2, kernel / 2) };
    }
}
