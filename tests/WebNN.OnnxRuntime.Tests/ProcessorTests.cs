using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.Kernels.MachineCode;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>What the processor decides, decided for each class that this one can stand for. A line "path: …" is for the run's summary.</summary>
public sealed class ProcessorTests
{
    private const ProcessorFeatures Avx512 = ProcessorFeatures.Avx2 | ProcessorFeatures.Avx512;

    private static readonly MLConv2dOptions Ohwi = new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi };

    public static TheoryData<ProcessorFeatures> Classes => [ProcessorFeatures.All, Avx512, ProcessorFeatures.Avx2, ProcessorFeatures.None];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Floats_run_on_own_kernels_where_there_are_vectors_for_them(ProcessorFeatures allowed)
    {
        var features = Require(allowed);
        var g = new TestGraph(new() { ProcessorFeatures = allowed });
        var y = g.Builder.Conv2d(g.Input(Enumerable.Repeat(0.5f, 4 * 4 * 16).ToArray(), 1, 4, 4, 16), g.Constant(Enumerable.Repeat(2f, 24 * 16).ToArray(), 24, 1, 1, 16), null, Ohwi);
        var isOwn = features.HasFlag(ProcessorFeatures.Avx2);
        var width = features.HasFlag(ProcessorFeatures.Avx512) ? 512 : 256;

        var node = Assert.Single(g.Context.Lower(Define(g, y)).Nodes, node => node.Operator is "Window" or "Conv");
        Assert.Equal(isOwn ? "Window" : "Conv", node.Operator);
        Assert.Equal(isOwn ? [width, Processor.SecondCacheBytes / sizeof(float), 2] : [], node.Attributes.Where(attribute => attribute.Name == "target").SelectMany(attribute => attribute.Integers));
        Assert.Equal(isOwn, g.Context.Description.Contains("own float kernels", StringComparison.Ordinal));
        Assert.Contains($"CPU ({Processor.Name(features)})", g.Context.Description, StringComparison.Ordinal);
        Assert.All(g.Run<float>(y), element => Assert.Equal(16, element));
        Exercised(isOwn ? $"floats on own kernels with vectors of {width} bits" : "floats on ONNX Runtime's kernels");
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Weights_of_8_bits_stay_signed_where_there_is_VNNI(ProcessorFeatures allowed)
    {
        const int inner = 32, filters = 16;
        var features = Require(allowed);
        var g = new TestGraph(new() { ProcessorFeatures = allowed, OwnIntegerKernels = false });
        var x = g.Dequantize(g.Input(Enumerable.Repeat(sbyte.MaxValue, inner).ToArray(), 1, 1, 1, inner), 1, sbyte.MinValue);
        var weights = g.Dequantize(g.Constant(Enumerable.Repeat((sbyte)-127, filters * inner).ToArray(), filters, 1, 1, inner), 1, (sbyte)0);
        var y = g.Quantize(g.Builder.Conv2d(x, weights, null, Ohwi), 255f * 127 * inner / 200, sbyte.MaxValue);
        var graph = g.Context.Lower(Define(g, y));
        var filter = Assert.Single(graph.Nodes, node => node.Operator == "QLinearConv").Inputs[3];
        var isSigned = features.HasFlag(ProcessorFeatures.Vnni) || RuntimeInformation.ProcessArchitecture is not Architecture.X64;

        Assert.Equal(isSigned ? OrtElementType.Int8 : OrtElementType.UInt8, graph.Constants.Single(constant => constant.Name == filter).Type);
        Assert.All(g.Run<sbyte>(y), element => Assert.Equal(127 - 200, element));
        Exercised(isSigned ? "int8 weights signed" : "int8 weights made unsigned");
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Integers_run_on_own_kernels_where_these_were_measured_to_be_faster_unless_the_options_say_otherwise(ProcessorFeatures allowed)
    {
        var features = Require(allowed);
        var hasAvx2 = features.HasFlag(ProcessorFeatures.Avx2);
        Assert.Equal((hasAvx2 && AreAllFaster(features), hasAvx2), (IsOwn(null, groups: 1), IsOwn(null, groups: 32)));
        Assert.Equal((hasAvx2, hasAvx2), (IsOwn(true, groups: 1), IsOwn(true, groups: 32)));
        Assert.Equal((false, false), (IsOwn(false, groups: 1), IsOwn(false, groups: 32)));
        Exercised(IsOwn(null, 1) ? "integers on own kernels" : IsOwn(null, 32) ? "depthwise integers on own kernels" : "integers on ONNX Runtime's kernels");

        bool IsOwn(bool? wanted, int groups)
        {
            const int channels = 32;
            var depth = channels / groups;
            var g = new TestGraph(new() { ProcessorFeatures = allowed, OwnIntegerKernels = wanted });
            var x = g.Dequantize(g.Input(Enumerable.Repeat((sbyte)10, 4 * channels).ToArray(), 1, 2, 2, channels), 1, (sbyte)0);
            var (layout, shape) = groups == 1
                ? (MLConv2dFilterOperandLayout.Ohwi, new[] { channels, 1, 1, depth })
                : (MLConv2dFilterOperandLayout.Ihwo, [depth, 1, 1, channels]);
            var filter = g.Dequantize(g.Constant(Enumerable.Repeat((sbyte)3, channels * depth).ToArray(), shape), 1, (sbyte)0);
            var y = g.Quantize(g.Builder.Conv2d(x, filter, null, Ohwi with { FilterLayout = layout, Groups = groups }), depth, (sbyte)0);
            var isOwn = g.Context.Lower(Define(g, y)).Nodes.Any(node => node.Operator == "IntegerWindow");
            Assert.All(g.Run<sbyte>(y), element => Assert.Equal(30, element));
            return isOwn;
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void The_description_says_which_integers_run_on_own_kernels(ProcessorFeatures allowed)
    {
        var features = Require(allowed);
        var hasAvx2 = features.HasFlag(ProcessorFeatures.Avx2);
        Assert.Equal((hasAvx2, false), Said(true));
        Assert.Equal((false, false), Said(false));
        Assert.Equal((hasAvx2 && AreAllFaster(features), hasAvx2 && !AreAllFaster(features)), Said(null));

        (bool All, bool Depthwise) Said(bool? wanted)
        {
            var text = new TestGraph(new() { ProcessorFeatures = allowed, OwnIntegerKernels = wanted }).Context.Description;
            return (text.Contains("own integer kernels", StringComparison.Ordinal), text.Contains("own depthwise kernels of integers", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_size_of_the_second_cache_can_be_given()
    {
        var g = new TestGraph(new() { OwnKernels = true, ProcessorFeatures = ProcessorFeatures.Avx2, SecondCacheBytes = 1 << 18 });
        var y = g.Builder.Conv2d(g.Input(new float[16], 1, 1, 1, 16), g.Constant(new float[16 * 16], 16, 1, 1, 16), null, Ohwi);
        var node = Assert.Single(g.Context.Lower(Define(g, y)).Nodes, node => node.Operator == "Window");
        Assert.Equal([256, 1 << 16, 2], node.Attributes.Single(attribute => attribute.Name == "target").Integers);
    }

    [Theory]
    [InlineData(OrtContextOptions.FewestCacheBytes - 1)]
    [InlineData(OrtContextOptions.MostCacheBytes + 1)]
    public void A_second_cache_of_no_size_that_there_is_is_refused(int bytes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrtContext(new() { SecondCacheBytes = bytes }));

    [Fact]
    public void The_kept_graph_of_another_class_is_another_file()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"webnn-cache-{Guid.NewGuid():N}");
        try
        {
            var files = new[] { ProcessorFeatures.All, ProcessorFeatures.Avx2, ProcessorFeatures.None }.Select(allowed =>
            {
                var g = new TestGraph(new() { ProcessorFeatures = allowed, CacheDirectory = folder, AlwaysUsesSession = true });
                var y = g.Builder.Conv2d(g.Input(new float[16], 1, 1, 1, 16), g.Constant(new float[16 * 16], 16, 1, 1, 16), null, Ohwi);
                g.Build(y).Dispose();
                return Directory.GetFiles(folder).Length;
            });
            var wide = Processor.Features.HasFlag(ProcessorFeatures.Avx512) ? 2 : 1;
            Assert.Equal([1, wide, Processor.Features.HasFlag(ProcessorFeatures.Avx2) ? wide + 1 : wide], files);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The features that the test runs with; skips it where the processor cannot stand for the class.</summary>
    private static ProcessorFeatures Require(ProcessorFeatures allowed)
    {
        var features = Processor.Within(allowed);
        Assert.SkipWhen(
            allowed == Avx512 && features != allowed, $"path not exercised: this processor ({Processor.Name(features)}) cannot stand for AVX-512");
        return features;
    }

    /// <summary>Whether dense products of integers are faster on own kernels, too: with VNNI those in machine code alone are.</summary>
    private static bool AreAllFaster(ProcessorFeatures features) =>
        !features.HasFlag(ProcessorFeatures.Vnni) || (features.HasFlag(ProcessorFeatures.Avx512) && ByteTileCode.IsAvailable);

    private static MLGraphDefinition Define(TestGraph g, MLOperand output) => g.Builder.Define([new("y", output)]);

    private static void Exercised(string path) => TestContext.Current.TestOutputHelper!.WriteLine($"path: {path}");
}
