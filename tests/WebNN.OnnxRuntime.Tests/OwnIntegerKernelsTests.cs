using System.Runtime.InteropServices;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Lowering;
using WebNN.Reference;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>
/// Quantized graphs on the kernels of integers: with ONNX Runtime's they give the same bytes, and by their definitions, in double precision, the
/// same but for products that lie between two steps.
/// </summary>
public sealed class OwnIntegerKernelsTests
{
    private const int Seed = 20261126;
    private const float InputScale = 0.03f;
    private const sbyte InputZero = -7;

    private static readonly MLConv2dOptions Ohwi = new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi };

    private const string LargeRow = "one row and weights that no cache holds";

    /// <summary>A graph by name, the shape of its input, and the operators that it becomes.</summary>
    private static readonly Dictionary<string, (int[] Input, Func<Net, MLOperand, MLOperand> Make, string Operators)> Graphs = new(StringComparer.Ordinal)
    {
        ["conv2d"] = ([1, 6, 7, 20], (n, x) => n.Conv(x, 24), "IntegerWindow"),
        ["conv2d of one filter"] = ([1, 3, 3, 5], (n, x) => n.Conv(x, 1), "IntegerWindow"),
        ["conv2d without a bias"] = ([2, 6, 7, 20], (n, x) => n.Conv(x, 24, hasBias: false), "IntegerWindow"),
        ["conv2d and clamp"] = ([1, 6, 7, 20], (n, x) => n.Conv(x, 24, isLimited: true), "IntegerWindow"),
        ["conv2d and a lowest byte"] = ([1, 6, 7, 20], (n, x) => n.Limited(n.Conv(x, 24), new() { MinValue = -20 }), "IntegerWindow"),
        ["conv2d and a highest byte"] = ([1, 6, 7, 20], (n, x) => n.Limited(n.Conv(x, 24), new() { MaxValue = 30 }), "IntegerWindow"),
        ["a highest byte"] = ([1, 6, 7, 20], (n, x) => n.Limited(x, new() { MaxValue = 30 }), "IntegerWindow"),
        ["conv2d of uint8 weights with a zero point"] = ([1, 6, 7, 20], (n, x) => n.Conv(x, 24, weightZero: 200), "IntegerWindow"),
        ["conv2d of a 3x3 window"] = ([1, 14, 15, 32], (n, x) => n.Conv(x, 48, 3), "IntegerWindow"),
        ["conv2d of a 3x3 window, uint8 weights"] = ([1, 14, 15, 32], (n, x) => n.Conv(x, 48, 3, weightZero: 3), "IntegerWindow"),
        ["conv2d of a 3x3 window, stride 2, three channels"] = ([1, 15, 16, 3], (n, x) => n.Conv(x, 24, 3, stride: 2), "IntegerWindow"),
        ["depthwise"] = ([1, 9, 9, 24], (n, x) => n.Depthwise(x, 3), "IntegerWindow"),
        ["depthwise, 5x5, stride 2"] = ([1, 11, 11, 40], (n, x) => n.Depthwise(x, 5, stride: 2), "IntegerWindow"),
        ["depthwise of uint8 weights with a zero point"] = ([1, 9, 9, 24], (n, x) => n.Depthwise(x, 3, weightZero: 120), "IntegerWindow"),
        ["depthwise of eight channels"] = ([1, 9, 9, 8], (n, x) => n.Depthwise(x, 3), "IntegerWindow"),
        ["depthwise of few channels"] = ([1, 9, 9, 7], (n, x) => n.Depthwise(x, 3), "QLinearConv"),
        ["conv2d of two groups"] = ([1, 6, 6, 32], (n, x) => n.Conv(x, 16, groups: 2), "QLinearConv"),
        ["conv2d, channels first"] = ([1, 16, 6, 6], (n, x) => n.ConvOfPlanes(x, 8), "Transpose IntegerWindow Transpose"),
        ["a chain"] = ([1, 12, 12, 16], (n, x) => n.Conv(n.Depthwise(n.Conv(x, 48, isLimited: true), 3), 24), "IntegerWindow IntegerWindow IntegerWindow"),
        ["two that read one, and their sum"] = ([1, 8, 8, 16], (n, x) => n.Sum(n.Conv(x, 16), n.Conv(x, 16, 3)), "IntegerWindow IntegerWindow"),
        ["a sum with what was read"] = ([1, 6, 7, 24], (n, x) => n.Sum(n.Conv(x, 24), x), "IntegerWindow"),
        ["a sum with what was read, the other way round"] = ([1, 6, 7, 24], (n, x) => n.Sum(x, n.Conv(x, 24)), "IntegerWindow"),
        ["a sum with limits of each"] = ([1, 6, 7, 24], (n, x) => n.Sum(x, n.Conv(x, 24, isLimited: true), isLimited: true), "IntegerWindow"),
        ["a sum of few filters"] = ([2, 6, 7, 5], (n, x) => n.Sum(n.Conv(x, 5), x), "IntegerWindow"),
        ["a sum with a 3x3 window's results"] = ([1, 14, 15, 32], (n, x) => n.Sum(x, n.Conv(x, 32, 3)), "IntegerWindow"),
        ["a sum with depthwise results"] = ([1, 9, 9, 24], (n, x) => n.Sum(n.Depthwise(x, 3), x), "IntegerWindow"),
        ["a difference"] = ([1, 6, 7, 24], (n, x) => n.Difference(x, n.Conv(x, 24)), "IntegerWindow"),
        ["a sum of matrices"] = ([9, 40], (n, x) => n.Sum(n.Gemm(x, 40), x), "IntegerWindow"),
        ["a sum, reshaped"] = ([1, 2, 3, 40], (n, x) => n.Flat(n.Sum(n.Conv(x, 40), x)), "IntegerWindow"),
        ["a sum of one image"] = ([1, 6, 7, 24], (n, x) => n.Conv(x, 24) is var y ? n.Sum(y, y) : y, "IntegerWindow IntegerWindow"),
        ["a sum of results that are read elsewhere, too"] =
            ([1, 6, 7, 24], (n, x) => n.Conv(x, 24) is var y ? n.Sum(n.Conv(y, 24), n.Sum(x, y)) : x, "IntegerWindow IntegerWindow IntegerWindow"),
        ["a sum of inputs"] = ([1, 6, 7, 3], (n, x) => n.Sum(x, n.Sum(x, x, isLimited: true)), "IntegerWindow IntegerWindow"),
        ["a sum with one row for all"] = ([1, 6, 7, 24], (n, x) => n.Sum(x, n.Mean(x, keepsDimensions: true)), "IntegerWindow IntegerWindow"),
        ["a sum with one row for all, the other way round, and limits"] =
            ([1, 6, 7, 24], (n, x) => n.Sum(n.Mean(x, keepsDimensions: true), x, isLimited: true), "IntegerWindow IntegerWindow"),
        ["a difference from one row for all"] = ([1, 6, 7, 24], (n, x) => n.Difference(n.Mean(x, keepsDimensions: true), x), "IntegerWindow IntegerWindow"),
        ["a sum with a row for each image"] = ([3, 6, 7, 24], (n, x) => n.Sum(x, n.Mean(x, keepsDimensions: true)), "IntegerWindow IntegerWindow"),
        ["a sum with a row that is constant"] = ([2, 6, 7, 24], (n, x) => n.Sum(x, n.Bytes(24)), "IntegerWindow"),
        ["a sum with a constant image"] = ([1, 6, 7, 3], (n, x) => n.Sum(n.Bytes(1, 6, 7, 3), x), "IntegerWindow"),
        ["a convolution and a constant image"] = ([1, 6, 7, 24], (n, x) => n.Sum(n.Bytes(1, 6, 7, 24), n.Conv(x, 24)), "IntegerWindow"),
        ["a sum with pixels for all channels"] = ([1, 6, 70, 24], (n, x) => n.Sum(x, n.Bytes(1, 1, 70, 1)), "QLinearAdd"),
        ["a product"] = ([2, 300], (n, x) => n.Product(x, n.Gemm(x, 300), isLimited: true), "IntegerWindow IntegerWindow"),
        ["a square"] = ([7, 3, 3], (n, x) => n.Product(x, x), "IntegerWindow"),
        ["a product with one row for all"] = ([1, 6, 7, 24], (n, x) => n.Product(x, n.Mean(x, keepsDimensions: true)), "IntegerWindow IntegerWindow"),
        ["a product with a row for each image, the other way round"] =
            ([3, 6, 7, 24], (n, x) => n.Flat(n.Product(n.Mean(x, keepsDimensions: true), x)), "IntegerWindow IntegerWindow"),
        ["a product with a row that is constant"] = ([2, 6, 7, 24], (n, x) => n.Product(n.Bytes(24), x), "IntegerWindow"),
        ["sums and products with one element each"] =
            ([2, 300], (n, x) => n.Product(n.Bytes(1), n.Difference(n.Bytes(1), n.Sum(x, n.Bytes(1, 1), isLimited: true))), "IntegerWindow"),
        ["squeezed and excited"] =
            ([1, 6, 7, 24], (n, x) => n.Product(x, n.Product(n.Sum(n.Conv(n.Mean(x, keepsDimensions: true), 24), n.Bytes(1), isLimited: true), n.Bytes(1))), "IntegerWindow IntegerWindow IntegerWindow IntegerWindow"),
        ["averagePool2d"] = ([1, 9, 9, 24], (n, x) => n.Pool(x), "IntegerWindow"),
        ["averagePool2d of an image"] = ([2, 7, 7, 40], (n, x) => n.Mean(x), "IntegerWindow"),
        ["averagePool2d of an image, and limits"] = ([1, 7, 7, 9], (n, x) => n.Mean(x, isLimited: true), "IntegerWindow"),
        ["averagePool2d of an image of few channels"] = ([1, 7, 7, 7], (n, x) => n.Mean(x, keepsDimensions: true), "QLinearGlobalAveragePool"),
        ["maxPool2d"] = ([1, 9, 9, 72], (n, x) => n.Largest(x), "IntegerWindow"),
        ["maxPool2d of few channels"] = ([1, 9, 9, 7], (n, x) => n.Largest(x), "NhwcMaxPool"),
        ["gemm"] = ([9, 40], (n, x) => n.Gemm(x, 17), "IntegerWindow"),
        ["matmul"] = ([2, 5, 40], (n, x) => n.Matmul(x, 16), "IntegerWindow"),
        ["matmul of more axes than a node of ours has"] = ([1, 1, 1, 1, 1, 1, 2, 5, 40], (n, x) => n.Matmul(x, 16), "QLinearMatMul"),
        ["hardSwish of a convolution's"] = ([1, 6, 7, 20], (n, x) => n.Each(n.Conv(x, 24), (b, y) => b.HardSwish(y)), "IntegerWindow IntegerWindow"),
        ["hardSigmoid"] = ([2, 300], (n, x) => n.Each(x, (b, y) => b.HardSigmoid(y, 0.3, 0.4)), "IntegerWindow"),
        ["sigmoid"] = ([2, 300], (n, x) => n.Each(x, (b, y) => b.Sigmoid(y)), "IntegerWindow"),
        ["leakyRelu"] = ([2, 300], (n, x) => n.Each(x, (b, y) => b.LeakyRelu(y, 0.2)), "IntegerWindow"),
        ["elu"] = ([2, 300], (n, x) => n.Each(x, (b, y) => b.Elu(y, 1.5)), "IntegerWindow"),
        ["abs, sqrt"] = ([300], (n, x) => n.Each(x, (b, y) => b.Sqrt(b.Abs(y))), "IntegerWindow"),
        ["exp"] = ([300], (n, x) => n.Each(x, (b, y) => b.Exp(y)), "IntegerWindow"),
        ["abs, log"] = ([300], (n, x) => n.Each(x, (b, y) => b.Log(b.Abs(y))), "IntegerWindow"),
        ["neg, softplus"] = ([300], (n, x) => n.Each(x, (b, y) => b.Softplus(b.Neg(y))), "IntegerWindow"),
        ["reciprocal of softsign"] = ([300], (n, x) => n.Each(x, (b, y) => b.Reciprocal(b.Softsign(y))), "IntegerWindow"),
        ["tanh"] = ([300], (n, x) => n.Each(x, (b, y) => b.Tanh(y)), "IntegerWindow"),
        ["relu in other steps"] = ([300], (n, x) => n.Each(x, (b, y) => b.Relu(y)), "IntegerWindow"),
        ["gelu"] = ([300], (n, x) => n.Each(x, (b, y) => b.Gelu(y)), "DequantizeLinear Gelu QuantizeLinear"),
        [LargeRow] = ([1, 1024], (n, x) => n.Gemm(x, 2048), "QGemm"),
    };

    private static readonly string[] WeightsWithZeroPoint = ["conv2d of uint8 weights with a zero point", "conv2d of a 3x3 window, uint8 weights"];

    /// <summary>Products of what is rounded before: a step of a factor is several of theirs.</summary>
    private static readonly string[] RoundedFactors =
        ["a product", "a product with one row for all", "a product with a row for each image, the other way round", "squeezed and excited"];

    public static TheoryData<string, int, ProcessorFeatures> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, ProcessorFeatures>();
            foreach (var (name, threads, features) in from name in Graphs.Keys
                                                      from threads in (int[])[1, 2]
                                                      from features in (ProcessorFeatures[])[ProcessorFeatures.All, ProcessorFeatures.Avx2]
                                                      select (name, threads, features))
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
        Assert.SkipUnless(Processor.Within(features).HasFlag(ProcessorFeatures.Avx2), "kernels of integers need AVX2");
        var (shape, make, operators) = Graphs[name];
        using var own = Context(new() { OwnIntegerKernels = true, Threads = threads, ProcessorFeatures = features, SecondCacheBytes = 1 << 20 });
        using var others = Context(new() { OwnIntegerKernels = false });
        using var exact = new ReferenceContext();
        var definition = new Net(own).Define(shape, make);
        if (own.OwnIntegerKernels is { Together: 4 } fours)
        {
            // Weights with a zero point take more than the 8 bits that four products together take, but in tiles. Nothing is widened, where all is read.
            operators = WeightsWithZeroPoint.Contains(name) && !fours.HasByteTiles ? "QLinearConv" : name == LargeRow ? "IntegerWindow" : operators;
        }

        Assert.Equal(operators, string.Join(' ', GraphLowering.Lower(definition, null, own.OwnIntegerKernels).Nodes.Select(node => node.Operator)));

        var actual = new Net(own).Run(shape, make);
        Assert.True(actual.Distinct().Count() > Math.Min(2, actual.Length - 1), "the results are all the same");
        Assert.Equal(new Net(others).Run(shape, make), actual);
        if (!RoundedFactors.Contains(name))
        {
            AssertClose(new Net(exact).Run(shape, make), actual);
        }
    }

    [Theory]
    [InlineData(false, "IntegerWindow IntegerWindow IntegerWindow")]
    [InlineData(true, "NhwcMaxPool IntegerWindow QLinearAdd QLinearGlobalAveragePool")]
    public void Sums_and_pools_stay_with_ONNX_Runtime_where_depthwise_windows_alone_are_faster(bool isDepthwiseOnly, string operators)
    {
        using var context = Context(new());
        var definition = new Net(context).Define([1, 12, 12, 16], (n, x) => n.Largest(x) is var y ? n.Mean(n.Sum(n.Depthwise(y, 3), y)) : x);
        var graph = GraphLowering.Lower(definition, null, new KernelTarget(VectorWidth.Bits256, 128 * 1024, IsDepthwiseOnly: isDepthwiseOnly));
        Assert.Equal(operators, string.Join(' ', graph.Nodes.Select(node => node.Operator)));
    }

    /// <summary>ONNX Runtime adds up floats, of which those between two steps fall to either side; ours are exact sums.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Padded_pools_are_closer_to_the_mean_than_ONNX_Runtimes(int threads)
    {
        Assert.SkipUnless(Processor.Features.HasFlag(ProcessorFeatures.Avx2), "kernels of integers need AVX2");
        using var own = Context(new() { OwnIntegerKernels = true, Threads = threads });
        using var others = Context(new() { OwnIntegerKernels = false });
        using var exact = new ReferenceContext();
        var (shape, make) = ((int[])[1, 9, 10, 24], (Func<Net, MLOperand, MLOperand>)((n, x) => n.Pool(x, pad: 1)));
        Assert.Equal("IntegerWindow", Assert.Single(GraphLowering.Lower(new Net(own).Define(shape, make), null, own.OwnIntegerKernels).Nodes).Operator);
        Assert.Equal("QLinearAveragePool", Assert.Single(GraphLowering.Lower(new Net(others).Define(shape, make), null, others.OwnIntegerKernels).Nodes).Operator);

        sbyte[] expected = new Net(exact).Run(shape, make), ours = new Net(own).Run(shape, make), theirs = new Net(others).Run(shape, make);
        Assert.All(expected.Zip(ours), pair => Assert.InRange(pair.Second - pair.First, -1, 1));
        Assert.All(theirs.Zip(ours), pair => Assert.InRange(pair.Second - pair.First, -1, 1));
        Assert.InRange(Differing(ours), 0, Differing(theirs));

        int Differing(sbyte[] actual) => expected.Zip(actual).Count(pair => pair.First != pair.Second);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public unsafe void Allocate_nothing_when_warm(int threads)
    {
        Assert.SkipUnless(Processor.Features.HasFlag(ProcessorFeatures.Avx2), "kernels of integers need AVX2");
        using var own = Context(new() { OwnIntegerKernels = true, Threads = threads });
        Func<Net, MLOperand, MLOperand> make = (n, x) => n.Mean(n.Sum(n.Largest(n.Depthwise(n.Conv(x, 48), 3)), n.Conv(n.Pool(x, pad: 1), 48)));
        using var graph = new Net(own).Build([1, 12, 12, 16], make);
        sbyte[] x = GC.AllocateArray<sbyte>(12 * 12 * 16, pinned: true), y = GC.AllocateArray<sbyte>(48, pinned: true);
        MLBuffer[] inputs = [Buffer(x)], outputs = [Buffer(y)];
        Allocations.AssertNone(() => graph.Compute(inputs, outputs));

        static MLBuffer Buffer(sbyte[] array) => new(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0), (nuint)array.Length);
    }

    [Fact]
    public void Run_from_the_cache()
    {
        Assert.SkipUnless(Processor.Features.HasFlag(ProcessorFeatures.Avx2), "kernels of integers need AVX2");
        var folder = Path.Combine(Path.GetTempPath(), $"webnn-cache-{Guid.NewGuid():N}");
        try
        {
            var (shape, make, _) = Graphs["a chain"];
            var options = new OrtContextOptions { OwnIntegerKernels = true, CacheDirectory = folder, AlwaysUsesSession = true };
            var first = Run(options);
            Assert.Equal(first, Run(options));
            Assert.Single(Directory.GetFiles(folder));
            Assert.Equal(first, Run(options with { OwnIntegerKernels = false }));
            Assert.Equal(2, Directory.GetFiles(folder).Length);

            sbyte[] Run(OrtContextOptions chosen)
            {
                using var context = Context(chosen);
                return new Net(context).Run(shape, make);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static OrtContext Context(OrtContextOptions options)
    {
        Native.Library();
        return new(options);
    }

    private static void AssertClose(sbyte[] expected, sbyte[] actual)
    {
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -1, 1));
        var differing = expected.Zip(actual).Count(pair => pair.First != pair.Second);
        Assert.True(differing <= expected.Length / 500, $"{differing} of {expected.Length} results are another step's");
    }

    /// <summary>Builds quantized graphs on a context, with seeded weights.</summary>
    private sealed class Net(MLContext context)
    {
        /// <summary>Scale and zero point of tensors, but for sums and means.</summary>
        private static readonly (float Scale, sbyte Zero) Usual = (InputScale, InputZero);
        private static readonly (float Scale, sbyte Zero) SumQuantization = (0.047f, 11);

        /// <summary>Steps between two of which no product lies.</summary>
        private static readonly (float Scale, sbyte Zero) ProductQuantization = (0.0617f, -20);

        private readonly Dictionary<MLOperand, (float Scale, sbyte Zero)> quantizations = [];
        private readonly MLGraphBuilder builder = new(context);
        private readonly Random random = new(Seed);

        public MLGraphDefinition Define(int[] shape, Func<Net, MLOperand, MLOperand> make) => builder.Define([Output(shape, make)]);

        public MLGraph Build(int[] shape, Func<Net, MLOperand, MLOperand> make) => builder.Build(Output(shape, make));

        public sbyte[] Run(int[] shape, Func<Net, MLOperand, MLOperand> make)
        {
            using var graph = Build(shape, make);
            var values = new Random(Seed);
            var x = GC.AllocateArray<sbyte>(shape.Aggregate(1, (a, b) => a * b), pinned: true);
            values.NextBytes(MemoryMarshal.AsBytes(x.AsSpan()));
            var y = GC.AllocateArray<sbyte>((int)graph.Outputs[0].Descriptor.ElementCount, pinned: true);
            graph.Compute(
                [new(Marshal.UnsafeAddrOfPinnedArrayElement(x, 0), (nuint)x.Length)], [new(Marshal.UnsafeAddrOfPinnedArrayElement(y, 0), (nuint)y.Length)]);
            return y;
        }

        public MLOperand Conv(MLOperand x, int filters, int kernel = 1, int stride = 1, int groups = 1, bool hasBias = true, bool isLimited = false, byte weightZero = 128)
        {
            var (channels, pad) = (x.Shape[3] / groups, kernel / 2);
            var (weights, scales) = Weights([filters, kernel, kernel, channels], 0, weightZero);
            var options = Ohwi with { Groups = groups, Strides = new(stride, stride), Padding = new(pad, pad, pad, pad) };
            var y = builder.Conv2d(Real(x), weights, hasBias ? Bias(scales) : null, options);
            return Quantize(Limited(y, isLimited));
        }

        public MLOperand ConvOfPlanes(MLOperand x, int filters)
        {
            var (weights, scales) = Weights([filters, x.Shape[1], 1, 1], 0, 128);
            return Quantize(builder.Conv2d(Real(x), weights, Bias(scales), new()));
        }

        public MLOperand Depthwise(MLOperand x, int kernel, int stride = 1, byte weightZero = 128)
        {
            var (channels, pad) = (x.Shape[3], kernel / 2);
            var (weights, scales) = Weights([1, kernel, kernel, channels], 3, weightZero);
            var y = builder.Conv2d(Real(x), weights, Bias(scales), new()
            {
                InputLayout = MLInputOperandLayout.Nhwc,
                FilterLayout = MLConv2dFilterOperandLayout.Ihwo,
                Groups = channels,
                Strides = new(stride, stride),
                Padding = new(pad, pad, pad, pad),
            });
            return Quantize(y);
        }

        public MLOperand Pool(MLOperand x, int pad = 0) => Quantize(builder.AveragePool2d(Real(x), Window(pad)));

        public MLOperand Largest(MLOperand x) => Quantize(builder.MaxPool2d(Real(x), Window(1)), quantizations.GetValueOrDefault(x, Usual));

        public MLOperand Mean(MLOperand x, bool keepsDimensions = false, bool isLimited = false) =>
            Quantize(Limited(builder.ReduceMean(Real(x), new() { Axes = [1, 2], KeepDimensions = keepsDimensions }), isLimited), SumQuantization);

        /// <summary>In steps of its own.</summary>
        public MLOperand Sum(MLOperand a, MLOperand b, bool isLimited = false) => Quantize(Limited(builder.Add(Real(a), Real(b)), isLimited), SumQuantization);

        /// <summary>In steps of its own.</summary>
        public MLOperand Product(MLOperand a, MLOperand b, bool isLimited = false) => Quantize(Limited(builder.Mul(Real(a), Real(b)), isLimited), ProductQuantization);

        /// <summary>Constant ones.</summary>
        public MLOperand Bytes(params int[] shape)
        {
            var bytes = new byte[shape.Aggregate(1, (a, b) => a * b)];
            random.NextBytes(bytes);
            return Constant(MLOperandDataType.Int8, shape, bytes);
        }

        public MLOperand Difference(MLOperand a, MLOperand b) => Quantize(builder.Sub(Real(a), Real(b)), SumQuantization);

        /// <summary>Of single elements.</summary>
        public MLOperand Each(MLOperand x, Func<MLGraphBuilder, MLOperand, MLOperand> operation) => Quantize(operation(builder, Real(x)), SumQuantization);

        public MLOperand Flat(MLOperand x) => Quantize(builder.Reshape(Real(x), [x.Shape.Aggregate(1, (a, b) => a * b)]), quantizations[x]);

        public MLOperand Gemm(MLOperand x, int columns)
        {
            var (weights, scales) = Weights([columns, x.Shape[1]], 0, 128);
            return Quantize(builder.Gemm(Real(x), weights, Bias(scales), new() { BTranspose = true }));
        }

        public MLOperand Matmul(MLOperand x, int columns) => Quantize(builder.Matmul(Real(x), Weights([x.Shape[^1], columns], 1, 128).Real));

        private MLNamedOperand Output(int[] shape, Func<Net, MLOperand, MLOperand> make) =>
            new("y", make(this, builder.Input("x", new(MLOperandDataType.Int8, shape))));

        private static MLPool2dOptions Window(int pad) => new()
        {
            Layout = MLInputOperandLayout.Nhwc,
            WindowDimensions = new(3, 3),
            Strides = new(2, 2),
            Padding = new(pad, pad, pad, pad),
        };

        /// <summary>Bytes, not what they stand for.</summary>
        public MLOperand Limited(MLOperand x, MLClampOptions options)
        {
            var limited = builder.Clamp(x, options);
            quantizations.Add(limited, quantizations.GetValueOrDefault(x, Usual));
            return limited;
        }

        private MLOperand Limited(MLOperand y, bool isLimited) => isLimited ? builder.Clamp(y, new() { MinValue = 0, MaxValue = 6 }) : y;

        private MLOperand Real(MLOperand x)
        {
            var (scale, zero) = quantizations.GetValueOrDefault(x, Usual);
            return builder.DequantizeLinear(x, One(x, MLOperandDataType.Float32, scale), One(x, MLOperandDataType.Int8, zero));
        }

        private MLOperand Quantize(MLOperand y) => Quantize(y, Usual);

        private MLOperand Quantize(MLOperand y, (float Scale, sbyte Zero) quantization)
        {
            var (scale, zero) = quantization;
            var quantized = builder.QuantizeLinear(y, One(y, MLOperandDataType.Float32, scale), One(y, MLOperandDataType.Int8, zero));
            quantizations.Add(quantized, quantization);
            return quantized;
        }

        private MLOperand One<T>(MLOperand like, MLOperandDataType type, T value)
            where T : unmanaged => Constant(type, [.. Enumerable.Repeat(1, like.Rank)], value);

        /// <summary>Weights with a scale for each filter, signed ones for a zero point of 128.</summary>
        private (MLOperand Real, float[] Scales) Weights(int[] shape, int axis, byte zeroPoint)
        {
            var bytes = new byte[shape.Aggregate(1, (a, b) => a * b)];
            random.NextBytes(bytes);
            var (type, zero) = zeroPoint == 128 ? (MLOperandDataType.Int8, (byte)0) : (MLOperandDataType.Uint8, zeroPoint);
            var spread = 74 * MathF.Sqrt(bytes.Length / shape[axis]);
            float[] scales = [.. Enumerable.Range(0, shape[axis]).Select(_ => (0.5f + random.NextSingle()) / spread)];
            int[] each = [.. shape.Select((_, i) => i == axis ? shape[axis] : 1)];
            return (builder.DequantizeLinear(
                Constant(type, shape, bytes), Constant(MLOperandDataType.Float32, each, scales), Constant(type, each, Enumerable.Repeat(zero, shape[axis]).ToArray())), scales);
        }

        private MLOperand Bias(float[] scales) => builder.DequantizeLinear(
            Constant(MLOperandDataType.Int32, [scales.Length], scales.Select(_ => random.Next(-9000, 9000)).ToArray()),
            Constant(MLOperandDataType.Float32, [scales.Length], scales.Select(scale => scale * InputScale).ToArray()),
            Constant(MLOperandDataType.Int32, [scales.Length], new int[scales.Length]));

        private MLOperand Constant<T>(MLOperandDataType type, int[] shape, params T[] values)
            where T : unmanaged => builder.Constant(new MLOperandDescriptor(type, shape), (ReadOnlyMemory<byte>)MemoryMarshal.AsBytes<T>(values).ToArray());
    }
}
