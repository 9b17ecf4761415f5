namespace WebNN.OnnxRuntime.Tests;

/// <summary>8-bit patterns against plain loops in real numbers; each also proves that an integer kernel computed it.</summary>
public sealed class QuantizedTests
{
    private const int Seed = 20260627;

    private static readonly MLConv2dOptions ChannelsLast = new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi };

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(3, 2, 1)]
    public void Conv2d_of_int8_with_a_scale_per_channel_is_exact(int kernel, int stride, int padding)
    {
        const int size = 7, channels = 5, filters = 6;
        var random = new Random(Seed);
        var x = Random8(random, size * size * channels);
        var w = Random8(random, filters * kernel * kernel * channels);
        var bias = Enumerable.Range(0, filters).Select(_ => random.Next(-4000, 4000)).ToArray();
        float[] scales = [.. Enumerable.Range(0, filters).Select(f => 0.01f + (0.003f * f))];
        const float xs = 0.05f, ys = 0.4f;
        const sbyte xz = -11, yz = 7;

        var g = new TestGraph();
        var y = g.Builder.Conv2d(
            g.Dequantize(g.Input(x, 1, size, size, channels), xs, xz),
            g.Builder.DequantizeLinear(g.Constant(w, filters, kernel, kernel, channels), g.Constant(scales, filters, 1, 1, 1), g.Constant(new sbyte[filters], filters, 1, 1, 1)),
            g.Builder.DequantizeLinear(g.Constant(bias, filters), g.Constant(scales.Select(s => s * xs).ToArray(), filters), g.Constant(new int[filters], filters)),
            ChannelsLast with { Strides = new(stride, stride), Padding = new(padding, padding, padding, padding) });
        var q = g.Quantize(y, ys, yz);
        Assert.Contains("QLinearConv", g.Lower(q).ToText(), StringComparison.Ordinal);

        var output = ((size + (2 * padding) - kernel) / stride) + 1;
        var expected = Enumerable.Range(0, output * output * filters).Select(i =>
        {
            var (row, column, f) = (i / filters / output, i / filters % output, i % filters);
            var filter = w.AsSpan(f * kernel * kernel * channels, kernel * kernel * channels);
            var sum = bias[f] + WindowSum(x, filter, xz, (row * stride) - padding, (column * stride) - padding, size, kernel);
            return Quantized(sum * xs * scales[f], ys, yz);
        });
        AssertSteps([.. expected], g.Run<sbyte>(q), 0);
    }

    /// <summary>The products of one filter with the window whose corner is at row and column; padding adds nothing.</summary>
    private static int WindowSum(sbyte[] x, ReadOnlySpan<sbyte> filter, int zeroPoint, int row, int column, int size, int kernel)
    {
        var channels = filter.Length / kernel / kernel;
        var sum = 0;
        for (var k = 0; k < filter.Length; k++)
        {
            var (r, c) = (row + (k / channels / kernel), column + (k / channels % kernel));
            if (r >= 0 && r < size && c >= 0 && c < size)
            {
                sum += (x[(((r * size) + c) * channels) + (k % channels)] - zeroPoint) * filter[k];
            }
        }

        return sum;
    }

    [Fact]
    public void Depthwise_conv2d_of_uint8_weights_with_a_zero_point_is_exact()
    {
        const int size = 6, channels = 9;
        var random = new Random(Seed);
        var x = Random8(random, size * size * channels).Select(v => (byte)(v + 128)).ToArray();
        var w = Random8(random, 9 * channels).Select(v => (byte)(v + 128)).ToArray();
        const float xs = 0.03f, ws = 0.02f, ys = 0.25f;
        const byte xz = 113, wz = 140, yz = 121;

        var g = new TestGraph();
        var y = g.Builder.Conv2d(
            g.Dequantize(g.Input(x, 1, size, size, channels), xs, xz),
            g.Dequantize(g.Constant(w, 1, 3, 3, channels), ws, wz),
            null,
            new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ihwo, Groups = channels, Padding = new(1, 1, 1, 1) });
        var q = g.Quantize(y, ys, yz);
        Assert.Contains("QLinearConv", g.Lower(q).ToText(), StringComparison.Ordinal);

        var expected = new byte[size * size * channels];
        for (var i = 0; i < expected.Length; i++)
        {
            var (row, column, channel) = (i / channels / size, i / channels % size, i % channels);
            var sum = 0;
            for (var k = 0; k < 9; k++)
            {
                var (r, c) = (row - 1 + (k / 3), column - 1 + (k % 3));
                if (r >= 0 && r < size && c >= 0 && c < size)
                {
                    sum += (x[(((r * size) + c) * channels) + channel] - xz) * (w[(k * channels) + channel] - wz);
                }
            }

            expected[i] = (byte)Math.Clamp(Math.Round(sum * xs * ws / ys) + yz, 0, 255);
        }

        Assert.Equal(expected, g.Run<byte>(q));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_picture_of_three_channels_meets_uint8_filters_with_a_zero_point(int size)
    {
        const int filters = 4;
        var random = new Random(Seed);
        var x = Random8(random, size * size * 3).Select(v => (byte)(v + 128)).ToArray();
        var w = Random8(random, filters * 3).Select(v => (byte)(v + 128)).ToArray();
        var g = new TestGraph();
        var y = g.Builder.Conv2d(
            g.Dequantize(g.Input(x, 1, size, size, 3), 0.02f, (byte)99),
            g.Dequantize(g.Constant(w, filters, 1, 1, 3), 0.01f, (byte)151),
            null,
            new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi });
        var q = g.Quantize(y, 0.05f, (byte)120);
        Assert.Equal(3, Assert.Single(g.Lower(q).Inputs).CallerChannels);

        var expected = Enumerable.Range(0, size * size * filters).Select(i =>
        {
            var sum = Enumerable.Range(0, 3).Sum(c => (x[(i / filters * 3) + c] - 99) * (w[(i % filters * 3) + c] - 151));
            return (byte)Math.Clamp(Math.Round(sum * 0.02f * 0.01f / 0.05f) + 120, 0, 255);
        }).ToArray();
        Assert.Equal(expected, g.Run<byte>(q));
    }

    [Theory]
    [InlineData("add", "QLinearAdd")]
    [InlineData("sub", "QLinearAdd")]
    [InlineData("mul", "QLinearMul")]
    public void Elementwise_operators_of_int8_broadcast_a_constant(string name, string kernel)
    {
        var random = new Random(Seed);
        var a = Random8(random, 2 * 8 * 16);
        var b = Random8(random, 16);
        const float @as = 0.02f, bs = 0.03f, ys = 0.05f;
        const sbyte az = 5, bz = -20, yz = -3;

        var g = new TestGraph();
        var (x, c) = (g.Dequantize(g.Input(a, 2, 8, 16), @as, az), g.Dequantize(g.Constant(b, 1, 1, 16), bs, bz));
        var q = g.Quantize(name is "add" ? g.Builder.Add(x, c) : name is "sub" ? g.Builder.Sub(x, c) : g.Builder.Mul(x, c), ys, yz);
        Assert.Contains(kernel, g.Lower(q).ToText(), StringComparison.Ordinal);

        var expected = a.Select((value, i) =>
        {
            var (left, right) = ((value - az) * @as, (b[i % 16] - bz) * bs);
            return Quantized(name is "add" ? left + right : name is "sub" ? left - right : left * right, ys, yz);
        }).ToArray();
        AssertSteps(expected, g.Run<sbyte>(q), 1);
    }

    [Theory]
    [InlineData(2, 0, "QLinearConv")]
    [InlineData(3, 1, "QLinearAveragePool")]
    [InlineData(8, 0, "QLinearGlobalAveragePool")]
    public void Average_pooling_of_int8_ignores_the_padding(int window, int padding, string kernel)
    {
        const int size = 8, channels = 3;
        var x = Random8(new Random(Seed), size * size * channels);
        var g = new TestGraph();
        var y = g.Builder.AveragePool2d(
            g.Dequantize(g.Input(x, 1, size, size, channels), 0.1f, (sbyte)4),
            new()
            {
                WindowDimensions = new(window, window),
                Strides = new(2, 2),
                Padding = new(padding, padding, padding, padding),
                Layout = MLInputOperandLayout.Nhwc,
            });
        var q = g.Quantize(y, 0.1f, (sbyte)4);
        Assert.Contains(kernel, g.Lower(q).ToText(), StringComparison.Ordinal);

        var output = ((size + (2 * padding) - window) / 2) + 1;
        var expected = new sbyte[output * output * channels];
        for (var i = 0; i < expected.Length; i++)
        {
            var (row, column) = (((i / channels / output) * 2) - padding, ((i / channels % output) * 2) - padding);
            var inside = from r in Enumerable.Range(row, window)
                         from c in Enumerable.Range(column, window)
                         where r >= 0 && r < size && c >= 0 && c < size
                         select (x[(((r * size) + c) * channels) + (i % channels)] - 4) * 0.1;
            expected[i] = Quantized(inside.Average(), 0.1f, 4);
        }

        AssertSteps(expected, g.Run<sbyte>(q), 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_mean_of_an_image_is_a_global_average_pool(bool keepDimensions)
    {
        var x = Random8(new Random(Seed), 5 * 5 * 4);
        var g = new TestGraph();
        var y = g.Builder.ReduceMean(g.Dequantize(g.Input(x, 1, 5, 5, 4), 0.2f, (sbyte)-8), new() { Axes = [1, 2], KeepDimensions = keepDimensions });
        var q = g.Quantize(y, 0.05f, (sbyte)0);
        Assert.Contains("QLinearGlobalAveragePool", g.Lower(q).ToText(), StringComparison.Ordinal);
        var expected = Enumerable.Range(0, 4).Select(c => Quantized(Enumerable.Range(0, 25).Average(i => (x[(i * 4) + c] + 8) * 0.2), 0.05f, 0)).ToArray();
        AssertSteps(expected, g.Run<sbyte>(q), 1);
    }

    [Fact]
    public void Max_pooling_of_int8_moves_integers()
    {
        sbyte[] x = [-128, 3, -7, 127, 5, -1, 0, 2, -100];
        var g = new TestGraph();
        var pooled = g.Builder.MaxPool2d(
            g.Dequantize(g.Input(x, 1, 3, 3, 1), 0.1f, (sbyte)4), new() { WindowDimensions = new(2, 2), Layout = MLInputOperandLayout.Nhwc });
        var q = g.Quantize(pooled, 0.1f, (sbyte)4);
        Assert.DoesNotContain("DequantizeLinear", g.Lower(q).ToText(), StringComparison.Ordinal);
        Assert.Equal<sbyte>([127, 5, 127, 5], g.Run<sbyte>(q));
    }

    [Theory]
    [InlineData(0.1f, "Concat")]
    [InlineData(0.2f, "QLinearConcat")]
    public void Concatenation_of_int8_rescales_where_it_must(float scale, string kernel)
    {
        var g = new TestGraph();
        var (a, b) = (g.Dequantize(g.Input<sbyte>([-128, 0, 127], 3), 0.1f, (sbyte)0), g.Dequantize(g.Input<sbyte>([-10, 20], 2), scale, (sbyte)0));
        var q = g.Quantize(g.Builder.Concat([a, b], 0), 0.1f, (sbyte)0);
        Assert.Contains($" {kernel}(", g.Lower(q).ToText(), StringComparison.Ordinal);
        Assert.Equal<sbyte>([-128, 0, 127, (sbyte)(-10 * scale / 0.1f), (sbyte)(20 * scale / 0.1f)], g.Run<sbyte>(q));
    }

    [Fact]
    public void Gemm_of_int8_between_reshapes_is_exact()
    {
        const int inner = 36, outer = 10;
        var random = new Random(Seed);
        var (x, w) = (Random8(random, 2 * inner), Random8(random, outer * inner));
        var bias = Enumerable.Range(0, outer).Select(_ => random.Next(-2000, 2000)).ToArray();
        const float xs = 0.03f, ws = 0.02f, ys = 0.3f;

        var g = new TestGraph();
        var flat = g.Builder.Reshape(g.Dequantize(g.Input(x, 2, 3, 3, 4), xs, (sbyte)-9), [2, inner]);
        var product = g.Builder.Gemm(
            flat, g.Dequantize(g.Constant(w, outer, inner), ws, (sbyte)0), g.Dequantize(g.Constant(bias, outer), xs * ws, 0), new() { BTranspose = true });
        var q = g.Quantize(g.Builder.Reshape(product, [2, 1, outer]), ys, (sbyte)2);
        Assert.Contains("QGemm", g.Lower(q).ToText(), StringComparison.Ordinal);

        var expected = Enumerable.Range(0, 2 * outer).Select(i =>
            Quantized((bias[i % outer] + Enumerable.Range(0, inner).Sum(k => (x[(i / outer * inner) + k] + 9) * w[(i % outer * inner) + k])) * (xs * ws), ys, 2)).ToArray();
        AssertSteps(expected, g.Run<sbyte>(q), 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Matmul_of_int8_takes_matrices_and_weights(bool constant)
    {
        const int rows = 3, inner = 20, columns = 5;
        var random = new Random(Seed);
        var (x, w) = (Random8(random, 2 * rows * inner), Random8(random, inner * columns));
        var g = new TestGraph();
        var product = g.Builder.Matmul(
            g.Dequantize(g.Input(x, 2, rows, inner), 0.02f, (sbyte)5),
            g.Dequantize(constant ? g.Constant(w, inner, columns) : g.Input(w, inner, columns), 0.03f, (sbyte)(constant ? 0 : -7)));
        var q = g.Quantize(product, 0.5f, (sbyte)1);
        Assert.Contains("QLinearMatMul", g.Lower(q).ToText(), StringComparison.Ordinal);

        var zeroPoint = constant ? 0 : -7;
        var expected = Enumerable.Range(0, 2 * rows * columns).Select(i => Quantized(
            Enumerable.Range(0, inner).Sum(k => (x[(i / columns * inner) + k] - 5) * (w[(k * columns) + (i % columns)] - zeroPoint)) * (0.02f * 0.03f), 0.5f, 1)).ToArray();
        AssertSteps(expected, g.Run<sbyte>(q), 0);
    }

    [Fact]
    public void Uint8_becomes_int8_of_the_same_steps_without_a_node()
    {
        var g = new TestGraph();
        var q = g.Quantize(g.Builder.Reshape(g.Dequantize(g.Input<byte>([0, 100, 255], 3), 0.1f, (byte)100), [3, 1]), 0.1f, (sbyte)-28);
        var twice = g.Builder.MaxPool2d(g.Builder.Reshape(q, [1, 3, 1, 1]), new() { WindowDimensions = new(1, 1), Layout = MLInputOperandLayout.Nhwc });
        Assert.DoesNotContain("uantizeLinear", g.Lower(twice).ToText(), StringComparison.Ordinal);
        Assert.Equal<sbyte>([-128, -28, 127], g.Run<sbyte>(twice));
    }

    [Fact]
    public void Sigmoid_and_softmax_of_int8_stay_within_a_step()
    {
        var x = Random8(new Random(Seed), 3 * 11);
        var g = new TestGraph();
        var sigmoid = g.Quantize(g.Builder.Sigmoid(g.Dequantize(g.Input(x, 3, 11), 0.05f, (sbyte)3)), 1f / 256, (sbyte)-128);
        Assert.Contains("QLinearSigmoid", g.Lower(sigmoid).ToText(), StringComparison.Ordinal);
        AssertSteps(x.Select(v => Quantized(1 / (1 + Math.Exp((v - 3) * -0.05)), 1f / 256, -128)).ToArray(), g.Run<sbyte>(sigmoid), 1);

        g = new TestGraph();
        var softmax = g.Quantize(g.Builder.Softmax(g.Dequantize(g.Input(x, 3, 11), 0.05f, (sbyte)3), 1), 1f / 256, (sbyte)-128);
        var expected = x.Select((v, i) => Quantized(Math.Exp(v * 0.05) / Enumerable.Range(i / 11 * 11, 11).Sum(k => Math.Exp(x[k] * 0.05)), 1f / 256, -128)).ToArray();
        AssertSteps(expected, g.Run<sbyte>(softmax), 1);
    }

    /// <summary>It is a power of e there, of which 1 and it would keep nothing.</summary>
    [Fact]
    public void Softplus_far_below_zero_is_not_zero()
    {
        var g = new TestGraph();
        sbyte[] x = [-128, -80, -40, -37, -36, -20, 0];
        var y = g.Quantize(g.Builder.Log(g.Builder.Softplus(g.Dequantize(g.Input(x, x.Length), 1f, (sbyte)0))), 1f, (sbyte)0);
        Assert.Equal([-87, -80, -40, -37, -36, -20, 0], g.Run<sbyte>(y).Select(each => Math.Max((int)each, -87)));
    }

    [Fact]
    public void Bounds_of_int8_are_clipped_as_integers()
    {
        sbyte[] x = [-128, -21, -20, -19, 0, 39, 40, 41, 127];
        var g = new TestGraph();
        var q = g.Quantize(g.Builder.Clamp(g.Dequantize(g.Input(x, 9), 0.1f, (sbyte)-20), new() { MinValue = 0, MaxValue = 6 }), 0.1f, (sbyte)-20);
        Assert.DoesNotContain("DequantizeLinear", g.Lower(q).ToText(), StringComparison.Ordinal);
        Assert.Equal<sbyte>([-20, -20, -20, -19, 0, 39, 40, 40, 40], g.Run<sbyte>(q));
    }

    private static sbyte[] Random8(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-128, 128))];

    private static sbyte Quantized(double real, float scale, int zeroPoint) => (sbyte)Math.Clamp(Math.Round((float)real / scale) + zeroPoint, -128, 127);

    private static void AssertSteps(sbyte[] expected, sbyte[] actual, int steps)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= steps, $"element {i}: {actual[i]}, expected {expected[i]} within {steps} (seed {Seed})");
        }
    }
}
