using static WebNN.OnnxRuntime.Tests.Patterns.PatternCase;

namespace WebNN.OnnxRuntime.Tests.Patterns;

/// <summary>pad → conv2d, and space to batch → conv2d → batch to space, of floats and of int8: one convolution, or what was spelled out.</summary>
public sealed class ConvolutionPatternTests
{
    private const float Scale = 0.05f;
    private const sbyte ZeroPoint = -7;

    private static readonly MLConv2dOptions ohwi = new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi };
    private static readonly Padding2D margins = new(1, 2, 3, 0);

    private static readonly Dictionary<string, PatternCase> cases = new(StringComparer.Ordinal)
    {
        ["pad"] = new(g => Conv(g, Pad(g, Image(g, 9, 8, 16), margins)), "Window"),
        ["pad, more padding, relu"] = new(g => g.Builder.Relu(Conv(g, Pad(g, Image(g, 9, 8, 16), margins), ohwi with { Padding = new(0, 1, 0, 1), Strides = new(2, 2) })), "Window"),
        ["pad twice"] = new(g => Conv(g, Pad(g, Pad(g, Image(g, 9, 8, 16), margins), margins)), "Window"),
        ["pad of a depthwise convolution"] = new(g => Depthwise(g, Pad(g, Image(g, 9, 8, 16), margins)), "Window"),
        ["pad, channels first"] = new(
            g => g.Builder.Conv2d(g.Builder.Pad(g.Input(Values(4 * 36), 1, 4, 6, 6), [0, 0, 1, 2], [0, 0, 0, 3]), Weights(g, 8, 4, 3, 3), null), "Conv"),
        ["pad of another value"] = new(g => Conv(g, Pad(g, Image(g, 9, 8, 16), margins, new() { Value = 1 })), "Pad Window"),
        ["pad of the edge"] = new(g => Conv(g, Pad(g, Image(g, 9, 8, 16), margins, new() { Mode = MLPaddingMode.Edge })), "Pad Window"),
        ["pad of channels"] = new(g => Conv(g, g.Builder.Pad(Image(g, 9, 8, 15), [0, 1, 1, 0], [0, 1, 1, 1])), "Pad Window"),
        ["pad that is an output"] = new(
            g =>
            {
                var padded = Pad(g, Image(g, 9, 8, 16), margins);
                return [Conv(g, padded), padded];
            },
            "Pad Window"),
        ["pad of int8"] = new(g => Quantized(g, Integers(g, 9, 8, 16), x => Pad(g, x, margins, new() { Value = ZeroPoint })), "QLinearConv Clip"),
        ["pad of int8 by another value"] = new(g => Quantized(g, Integers(g, 9, 8, 16), x => Pad(g, x, margins, new() { Value = 0 })), "Pad QLinearConv Clip"),
        ["dilation"] = new(g => Dilated(g, Image(g, 9, 10, 16), x => Conv(g, x), new(2, 2)), "Window"),
        ["dilation of two images"] = new(g => Dilated(g, g.Input(Values(2 * 9 * 10 * 16), 2, 9, 10, 16), x => Conv(g, x), new(2, 2)), "Window"),
        ["dilation, one transpose"] = new(g => Dilated(g, Image(g, 9, 10, 16), x => Conv(g, x), new(2, 2), atOnce: true), "Window"),
        ["dilation along one axis"] = new(g => Dilated(g, Image(g, 9, 10, 16), x => Conv(g, x), new(1, 3)), "Window"),
        ["dilation of a depthwise convolution and relu"] = new(g => Dilated(g, Image(g, 9, 10, 16), x => g.Builder.Relu(Depthwise(g, x)), new(2, 4)), "Window"),
        ["dilation of a dilated convolution"] = new(
            g => Dilated(g, Image(g, 9, 10, 16), x => Conv(g, x, ohwi with { Dilations = new(2, 2), Padding = new(2, 2, 2, 2) }), new(2, 2)), "Window"),
        ["dilation of int8"] = new(g => Dilated(g, Integers(g, 9, 10, 16), x => Quantized(g, x, y => y), new(2, 2), ZeroPoint), "QLinearConv Clip"),
        ["dilation of int8 padded by another value"] = new(g => Dilated(g, Integers(g, 9, 10, 16), x => Quantized(g, x, y => y), new(2, 2)), "Pad QLinearConv Clip Slice"),
        ["dilation with a stride"] = new(
            g => Dilated(g, Image(g, 9, 10, 16), x => Conv(g, x, ohwi with { Strides = new(2, 2), Padding = new(1, 1, 1, 1) }), new(2, 2), cuts: false), "Pad Reshape Transpose Reshape Transpose Reshape Window Reshape Transpose Reshape Transpose"),
        ["dilation put back in another order"] = new(
            g =>
            {
                var batch = Conv(g, ToBatch(g, Image(g, 8, 8, 16), new(2, 2), atOnce: true));
                var parts = g.Builder.Reshape(batch, [2, 2, 1, 2, 2, 16]);
                return g.Builder.Reshape(g.Builder.Transpose(parts, [2, 3, 1, 4, 0, 5]), [1, 4, 4, 16]);
            },
            "Transpose Reshape Window Reshape Transpose"),
        ["dilation whose batch is an output"] = new(
            g =>
            {
                MLOperand? batch = null;
                return [Dilated(g, Image(g, 9, 10, 16), x => batch = Conv(g, x), new(2, 2)), batch!];
            },
            "Pad Reshape Transpose Reshape Transpose Reshape Window Reshape Transpose Reshape Transpose Reshape Slice"),
    };

    public static TheoryData<string> Cases => [.. cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Are_one_convolution_or_not_and_compute_what_was_spelled_out(string name) => cases[name].Check(new(new() { OwnKernels = true }));

    [Theory]
    [InlineData("pad")]
    [InlineData("dilation")]
    [InlineData("dilation of a depthwise convolution and relu")]
    public void Compute_the_same_on_ONNX_Runtimes_kernels(string name) =>
        (cases[name] with { Operators = name.EndsWith("relu", StringComparison.Ordinal) ? "Transpose Conv Transpose Relu" : "Transpose Conv Transpose" })
            .Check(new(new() { OwnKernels = false }));

    /// <summary>Blocks, windows, margins and crops of all kinds, those that are no dilation too: the operators that come out vary, the result does not.</summary>
    [Fact]
    public void Random_blocks_compute_what_was_spelled_out()
    {
        var fused = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var (random, g) = (new Random(seed), new TestGraph());
            MLOperand[] outputs = [Random(g, random)];
            fused += RequireAgreement(g, outputs).Split(' ').Any(name => name is "Pad" or "Reshape" or "Slice") ? 0 : 1;
        }

        Assert.InRange(fused, 10, 50);
    }

    private static MLOperand Random(TestGraph g, Random random)
    {
        Size2D blocks = new(random.Next(1, 4), random.Next(1, 4)), kernel = new(random.Next(1, 4), random.Next(1, 4));
        var (height, width) = (blocks.Height * random.Next(5, 8), blocks.Width * random.Next(5, 8));
        Padding2D cut = new(random.Next(0, 3), random.Next(0, 3), random.Next(0, 3), random.Next(0, 3));
        var x = g.Input(Values((height - cut.Top - cut.Bottom) * (width - cut.Left - cut.Right) * 16), 1, height - cut.Top - cut.Bottom, width - cut.Left - cut.Right, 16);
        var batch = ToBatch(g, Pad(g, x, cut), blocks, atOnce: random.Next(2) == 0);
        var convolved = g.Builder.Conv2d(batch, Weights(g, 8, kernel.Height, kernel.Width, 16), null, ohwi with { Padding = new(random.Next(2), random.Next(2), 0, random.Next(2)) });
        var whole = ToSpace(g, convolved, random.Next(6) == 0 ? new(blocks.Width, blocks.Height) : blocks, atOnce: random.Next(2) == 0);
        int[] starts = [0, random.Next(2), random.Next(2), 0];
        return g.Builder.Slice(whole, starts, [.. whole.Shape.Select((size, axis) => size - starts[axis] - (axis is 1 or 2 ? random.Next(2) : 0))]);
    }

    /// <summary>As TensorFlow writes a dilated convolution: padded to whole blocks, apart, convolved, together, what was too much cut off.</summary>
    private static MLOperand Dilated(
        TestGraph g, MLOperand x, Func<MLOperand, MLOperand> convolve, Size2D blocks, sbyte zero = 0, bool atOnce = false, bool cuts = true)
    {
        var (height, width) = (x.Shape[1], x.Shape[2]);
        var (bottom, right) = (Remainder(height + (2 * blocks.Height), blocks.Height), Remainder(width + (2 * blocks.Width), blocks.Width));
        var padded = Pad(g, x, new(blocks.Height, blocks.Height + bottom, blocks.Width, blocks.Width + right), new() { Value = zero });
        var whole = ToSpace(g, convolve(ToBatch(g, padded, blocks, atOnce)), blocks, atOnce);
        return cuts ? g.Builder.Slice(whole, [0, 0, 0, 0], [x.Shape[0], whole.Shape[1] - bottom, whole.Shape[2] - right, whole.Shape[3]]) : whole;

        static int Remainder(int size, int block) => (block - (size % block)) % block;
    }

    private static MLOperand ToBatch(TestGraph g, MLOperand x, Size2D blocks, bool atOnce)
    {
        var (n, h, w, c) = (x.Shape[0], x.Shape[1] / blocks.Height, x.Shape[2] / blocks.Width, x.Shape[3]);
        if (atOnce)
        {
            return g.Builder.Reshape(
                g.Builder.Transpose(g.Builder.Reshape(x, [n, h, blocks.Height, w, blocks.Width, c]), [2, 4, 0, 1, 3, 5]), [blocks.Height * blocks.Width * n, h, w, c]);
        }

        var columns = g.Builder.Transpose(g.Builder.Reshape(x, [n, x.Shape[1], w, blocks.Width, c]), [3, 0, 1, 2, 4]);
        return g.Builder.Reshape(
            g.Builder.Transpose(g.Builder.Reshape(columns, [blocks.Width * n, h, blocks.Height, w * c]), [2, 0, 1, 3]), [blocks.Height * blocks.Width * n, h, w, c]);
    }

    private static MLOperand ToSpace(TestGraph g, MLOperand x, Size2D blocks, bool atOnce)
    {
        var (n, h, w, c) = (x.Shape[0] / (blocks.Height * blocks.Width), x.Shape[1], x.Shape[2], x.Shape[3]);
        if (atOnce)
        {
            return g.Builder.Reshape(
                g.Builder.Transpose(g.Builder.Reshape(x, [blocks.Height, blocks.Width, n, h, w, c]), [2, 3, 0, 4, 1, 5]), [n, h * blocks.Height, w * blocks.Width, c]);
        }

        var rows = g.Builder.Transpose(g.Builder.Reshape(x, [blocks.Height, blocks.Width * n, h, w * c]), [1, 2, 0, 3]);
        return g.Builder.Reshape(
            g.Builder.Transpose(g.Builder.Reshape(rows, [blocks.Width, n, h * blocks.Height, w, c]), [1, 2, 3, 0, 4]), [n, h * blocks.Height, w * blocks.Width, c]);
    }

    private static MLOperand Pad(TestGraph g, MLOperand x, Padding2D padding, MLPadOptions? options = null) =>
        g.Builder.Pad(x, [0, padding.Top, padding.Left, 0], [0, padding.Bottom, padding.Right, 0], options);

    private static MLOperand Image(TestGraph g, int height, int width, int channels) => g.Input(Values(height * width * channels), 1, height, width, channels);

    private static MLOperand Integers(TestGraph g, int height, int width, int channels) =>
        g.Input([.. Values(height * width * channels).Select(value => (sbyte)(value * 30))], 1, height, width, channels);

    private static MLOperand Weights(TestGraph g, params int[] shape) => g.Constant(Values(shape.Aggregate(1, (x, y) => x * y)).Select(value => value / 40).ToArray(), shape);

    private static MLOperand Conv(TestGraph g, MLOperand x, MLConv2dOptions? options = null) =>
        g.Builder.Conv2d(x, Weights(g, 16, 3, 3, x.Shape[3]), g.Constant(Values(16), 16), options ?? ohwi);

    private static MLOperand Depthwise(TestGraph g, MLOperand x) => g.Builder.Conv2d(
        x, Weights(g, 1, 3, 3, x.Shape[3]), null, new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ihwo, Groups = x.Shape[3] });

    /// <summary>What is moved as integers, convolved as reals and bounded as integers.</summary>
    private static MLOperand Quantized(TestGraph g, MLOperand integers, Func<MLOperand, MLOperand> move)
    {
        var x = g.Dequantize(move(integers), Scale, ZeroPoint);
        var filter = g.Constant(Values(16 * 9 * 16).Select(value => (sbyte)(value * 30)).ToArray(), 16, 3, 3, 16);
        return g.Builder.Clamp(g.Quantize(g.Builder.Conv2d(x, g.Dequantize(filter, 0.002f, (sbyte)0), null, ohwi), Scale, (sbyte)3), new() { MinValue = 3 });
    }
}
