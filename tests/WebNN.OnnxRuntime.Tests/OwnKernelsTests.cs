using WebNN.Kernels;
using WebNN.OnnxRuntime.Lowering;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>Graphs with the kernels of webnn/kernels against the same graphs with ONNX Runtime's alone.</summary>
public sealed class OwnKernelsTests
{
    private static readonly MLConv2dOptions Ohwi = new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi };

    /// <summary>The widest vectors that there are, and those of 256 bits.</summary>
    private static readonly ProcessorFeatures[] Widths = [ProcessorFeatures.All, ProcessorFeatures.Avx2];

    /// <summary>A graph by name, and the operators that it becomes.</summary>
    private static readonly Dictionary<string, (Func<TestGraph, MLOperand> Make, string Operators)> Graphs = new(StringComparer.Ordinal)
    {
        ["conv2d"] = (g => Conv(g, Image(g, 8, 8, 16), 24), "Window"),
        ["conv2d without a bias"] = (g => g.Builder.Conv2d(Image(g, 8, 8, 16), Random(g, 3, 24, 1, 1, 16), null, Ohwi), "Window"),
        ["conv2d and relu"] = (g => g.Builder.Relu(Conv(g, Image(g, 8, 8, 16), 24)), "Window"),
        ["conv2d and clamp"] = (g => g.Builder.Clamp(Conv(g, Image(g, 8, 8, 16), 24), new() { MinValue = 0, MaxValue = 1 }), "Window"),
        ["conv2d and prelu"] = (g => g.Builder.Prelu(Conv(g, Image(g, 8, 8, 16), 24), Random(g, 9, 24)), "Window"),
        ["conv2d and prelu of each element"] = (g => g.Builder.Prelu(Conv(g, Image(g, 8, 8, 16), 24), Random(g, 9, 8, 8, 24)), "Window PRelu"),
        ["conv2d, add, prelu and clamp"] = (Residual, "Window Window"),
        ["a sum after a limit"] = (g => g.Builder.Add(g.Builder.Relu(Conv(g, Image(g, 8, 8, 16), 16)), g.Builder.Relu(Image(g, 8, 8, 16))), "Window Relu Add"),
        ["a sum of one with itself"] = (g => Doubled(g, Conv(g, Image(g, 8, 8, 16), 16)), "Window Add"),
        ["a sum that is broadcast"] = (g => g.Builder.Add(Conv(g, Image(g, 8, 8, 16), 16), g.Input(new float[16], 16)), "Window Add"),
        ["a sum with fewer channels"] = (g => g.Builder.Relu(g.Builder.Add(g.Builder.Pad(Image(g, 8, 8, 16), [0, 0, 0, 0], [0, 0, 0, 4]), Conv(g, Image(g, 8, 8, 16), 20))), "Window"),
        ["a sum with half the channels"] = (g => g.Builder.Add(Conv(g, Image(g, 8, 8, 16), 64), g.Builder.Pad(Image(g, 8, 8, 32), [0, 0, 0, 0], [0, 0, 0, 32])), "Window"),
        ["a sum with channels that end within a panel"] = (g => g.Builder.Add(Conv(g, Image(g, 8, 8, 16), 32), g.Builder.Pad(Image(g, 8, 8, 20), [0, 0, 0, 0], [0, 0, 0, 12])), "Pad Window"),
        ["a sum with fewer channels, of 3x3 windows"] = (g => g.Builder.Add(Conv(g, Image(g, 14, 14, 32), 32, 3), g.Builder.Pad(Image(g, 14, 14, 16), [0, 0, 0, 0], [0, 0, 0, 16])), "Pad Window"),
        ["a sum with channels before"] = (g => g.Builder.Add(Conv(g, Image(g, 8, 8, 16), 24), g.Builder.Pad(Image(g, 8, 8, 16), [0, 0, 0, 8], [0, 0, 0, 0])), "Pad Window"),
        ["a sum with other channels than of zeros"] = (g => g.Builder.Add(Conv(g, Image(g, 8, 8, 16), 24), g.Builder.Pad(Image(g, 8, 8, 16), [0, 0, 0, 0], [0, 0, 0, 8], new() { Value = 1 })), "Pad Window"),
        ["two limits"] = (g => g.Builder.Relu(g.Builder.Clamp(Conv(g, Image(g, 8, 8, 16), 16), new() { MinValue = -1, MaxValue = 1 })), "Window Relu"),
        ["conv2d of a 3x3 window"] = (g => Conv(g, Image(g, 14, 14, 32), 32, 3), "Window"),
        ["conv2d of a 3x3 window, stride 2, three channels"] = (g => Conv(g, Image(g, 15, 16, 3), 32, 3, stride: 2), "Window"),
        ["depthwise"] = (g => Depthwise(g, Image(g, 9, 9, 24), 3), "Window"),
        ["an expanded depthwise"] = (Expanded, "Window"),
        ["an expansion that others read too"] = (g => Shared(g), "Window Window Window"),
        ["depthwise of eight channels"] = (g => Depthwise(g, Image(g, 9, 9, 8), 3), "Window"),
        ["depthwise of few channels"] = (g => Depthwise(g, Image(g, 9, 9, 7), 3), "Transpose Conv Transpose"),
        ["maxPool2d"] = (g => g.Builder.MaxPool2d(Image(g, 9, 9, 24), Pool(3, 2)), "Window"),
        ["averagePool2d"] = (g => g.Builder.AveragePool2d(Image(g, 9, 9, 24), Pool(2, 1)), "Window"),
        ["reduceMean"] = (g => g.Builder.ReduceMean(Image(g, 7, 5, 24), new() { Axes = [1, 2] }), "Window"),
        ["conv2d, channels first"] = (g => g.Builder.Conv2d(g.Input(Values(1, 8 * 36), 1, 8, 6, 6), Random(g, 3, 16, 8, 1, 1), null), "Conv"),
        ["conv2d of two groups"] = (g => g.Builder.Conv2d(Image(g, 6, 6, 32), Random(g, 3, 16, 1, 1, 16), null, Ohwi with { Groups = 2 }), "Transpose Conv Transpose"),
        ["conv2d with a filter that is computed"] = (g => g.Builder.Conv2d(Image(g, 6, 6, 16), g.Input(Values(2, 8 * 16), 8, 1, 1, 16), null, Ohwi), "Transpose Transpose Conv Transpose"),
    };

    public static TheoryData<string, int, ProcessorFeatures> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, ProcessorFeatures>();
            foreach (var (name, threads, features) in from name in Graphs.Keys from threads in (int[])[1, 2] from features in Widths select (name, threads, features))
            {
                cases.Add(name, threads, features);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Give_what_ONNX_Runtimes_give(string name, int threads, ProcessorFeatures features)
    {
        var (make, operators) = Graphs[name];
        var own = new TestGraph(new() { OwnKernels = true, Threads = threads, ProcessorFeatures = features, SecondCacheBytes = 1 << 20 });
        var output = make(own);
        var nodes = GraphLowering.Lower(own.Builder.Define([new("y", output)]), own.Context.OwnKernels).Nodes;
        Assert.Equal(operators, string.Join(' ', nodes.Select(node => node.Operator)));
        var reference = new TestGraph(new() { OwnKernels = false });
        var expected = reference.Run<float>(make(reference));
        Assert.Contains(expected, value => value != 0);
        var actual = own.Run<float>(output);
        var tolerance = 5e-6 * expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Fact]
    public void Are_left_out_where_the_options_say_so()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");
        try
        {
            var g = new TestGraph(new() { OwnKernels = false, OptimizedModelPath = path });
            using var graph = g.Build(Conv(g, Image(g, 8, 8, 16), 24));
            Assert.DoesNotContain("Window", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path)), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(1, ProcessorFeatures.All)]
    [InlineData(2, ProcessorFeatures.All)]
    [InlineData(1, ProcessorFeatures.Avx2)]
    [InlineData(2, ProcessorFeatures.Avx2)]
    public unsafe void Allocate_nothing_when_warm(int threads, ProcessorFeatures features)
    {
        var g = new TestGraph(new() { OwnKernels = true, Threads = threads, ProcessorFeatures = features });
        using var graph = g.Build(Residual(g));
        float[] x = GC.AllocateArray<float>(8 * 8 * 16, pinned: true), y = GC.AllocateArray<float>(8 * 8 * 16, pinned: true);
        MLBuffer[] inputs = [Buffer(x)], outputs = [Buffer(y)];
        Allocations.AssertNone(() => graph.Compute(inputs, outputs));

        static MLBuffer Buffer(float[] array) => new(System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(array, 0), (nuint)array.Length * sizeof(float));
    }

    [Fact]
    public void Graphs_are_made_and_run_on_several_threads() => Parallel.For(0, 16, _ =>
    {
        var g = new TestGraph(new() { OwnKernels = true });
        var reference = new TestGraph(new() { OwnKernels = false });
        var expected = reference.Run<float>(Residual(reference));
        Assert.All(expected.Zip(g.Run<float>(Residual(g))), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    });

    [Fact]
    public void Run_from_the_cache()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"webnn-cache-{Guid.NewGuid():N}");
        try
        {
            var options = new OrtContextOptions { OwnKernels = true, CacheDirectory = folder, AlwaysUsesSession = true };
            var first = Run(options);
            Assert.Single(Directory.GetFiles(folder));
            Assert.Equal(first, Run(options));
            Assert.Single(Directory.GetFiles(folder));
            Assert.NotEmpty(Run(options with { OwnKernels = false }));
            Assert.Equal(2, Directory.GetFiles(folder).Length);
            Assert.NotEmpty(Run(options with { SecondCacheBytes = 1 << 18 }));
            Assert.Equal(3, Directory.GetFiles(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static float[] Run(OrtContextOptions options)
        {
            var g = new TestGraph(options);
            return g.Run<float>(Residual(g));
        }
    }

    private static MLOperand Residual(TestGraph g)
    {
        var x = Image(g, 8, 8, 16);
        var first = g.Builder.Relu(Conv(g, x, 16, 3));
        var sum = g.Builder.Add(x, Conv(g, first, 16));
        return g.Builder.Clamp(g.Builder.Prelu(sum, Random(g, 9, 16)), new() { MinValue = -1, MaxValue = 2 });
    }

    private static MLOperand Expanded(TestGraph g)
    {
        var wide = g.Builder.Clamp(Conv(g, Image(g, 56, 56, 16), 96), new() { MinValue = 0, MaxValue = 6 });
        return g.Builder.Clamp(Depthwise(g, wide, 3), new() { MinValue = 0, MaxValue = 6 });
    }

    private static MLOperand Shared(TestGraph g)
    {
        var wide = Conv(g, Image(g, 56, 56, 16), 96);
        return g.Builder.Add(Depthwise(g, wide, 3), Conv(g, wide, 96));
    }

    private static MLOperand Doubled(TestGraph g, MLOperand x) => g.Builder.Add(x, x);

    private static MLOperand Conv(TestGraph g, MLOperand x, int filters, int kernel = 1, int stride = 1)
    {
        var padding = kernel / 2;
        return g.Builder.Conv2d(
            x, Random(g, 3, filters, kernel, kernel, x.Shape[3]), Random(g, 4, filters), Ohwi with { Padding = new(padding, padding, padding, padding), Strides = new(stride, stride) });
    }

    private static MLOperand Depthwise(TestGraph g, MLOperand x, int kernel)
    {
        var channels = x.Shape[3];
        return g.Builder.Conv2d(x, Random(g, 5, 1, kernel, kernel, channels), Random(g, 6, channels), new()
        {
            InputLayout = MLInputOperandLayout.Nhwc,
            FilterLayout = MLConv2dFilterOperandLayout.Ihwo,
            Groups = channels,
            Padding = new(kernel / 2, kernel / 2, kernel / 2, kernel / 2),
        });
    }

    private static MLPool2dOptions Pool(int size, int stride) => new()
    {
        Layout = MLInputOperandLayout.Nhwc,
        WindowDimensions = new(size, size),
        Strides = new(stride, stride),
        Padding = new(1, 1, 1, 1),
    };

    private static MLOperand Image(TestGraph g, int height, int width, int channels) => g.Input(Values(1, height * width * channels), 1, height, width, channels);

    private static MLOperand Random(TestGraph g, int seed, params int[] shape) => g.Constant(Values(seed, shape.Aggregate(1, (x, y) => x * y)), shape);

    private static float[] Values(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
