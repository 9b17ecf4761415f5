namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class ResizingTests
{
    private readonly TestGraph graph = new();

    [Theory]
    [InlineData(3, new float[] { 1, 1, 2 })]
    [InlineData(4, new float[] { 1, 1, 2, 2 })]
    public void Nearest_neighbours_round_halves_down(int width, float[] expected) => Assert.Equal(
        expected, graph.Run<float>(graph.Builder.Resample2d(graph.Input(new float[] { 1, 2 }, 1, 1, 1, 2), new() { Sizes = (1, width) })));

    [Fact]
    public void Linear_interpolates_between_the_centres_of_pixels() => Assert.Equal(
        [0, 2.5f, 7.5f, 10],
        graph.Run<float>(graph.Builder.Resample2d(
            graph.Input(new float[] { 0, 10 }, 1, 1, 1, 2), new() { Mode = MLInterpolationMode.Linear, Sizes = (1, 4) })));

    [Fact]
    public void Other_axes_are_resized_too() => Assert.Equal(
        [0, 1, 2.5f, 3.5f, 7.5f, 8.5f, 10, 11],
        graph.Run<float>(graph.Builder.Resample2d(
            graph.Input(new float[] { 0, 1, 10, 11 }, 1, 1, 2, 2), new() { Mode = MLInterpolationMode.Linear, Sizes = (1, 4), Axes = (1, 2) })));

    /// <summary>ONNX Runtime's optimizer moves transposes through a Resize, whatever axes that one then has.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public void Linear_resizes_what_any_transpose_gives(int first, int second)
    {
        int[][] permutations =
        [
            .. from a in Enumerable.Range(0, 4) from b in Enumerable.Range(0, 4) from c in Enumerable.Range(0, 4) from d in Enumerable.Range(0, 4)
               where new[] { a, b, c, d }.Distinct().Count() == 4 select new[] { a, b, c, d },
        ];
        foreach (var permutation in permutations)
        {
            var g = new TestGraph();
            var x = g.Input(Enumerable.Range(0, 2 * 3 * 4 * 5).Select(i => (float)(i % 11)).ToArray(), 2, 3, 4, 5);
            var turned = g.Builder.Transpose(g.Builder.Relu(x), permutation);
            g.AssertAgrees(g.Builder.Resample2d(g.Builder.Relu(turned), new() { Mode = MLInterpolationMode.Linear, Sizes = (6, 7), Axes = (first, second) }));
        }
    }

    [Fact]
    public void Linear_resizes_what_a_normalization_of_the_other_layout_gives()
    {
        var normalized = graph.Builder.InstanceNormalization(graph.Input(new float[] { 1, 2, 3, 4, 5, 6 }, 1, 1, 2, 3), null, null, new() { Layout = MLInputOperandLayout.Nhwc });
        graph.AssertAgrees(graph.Builder.Resample2d(normalized, new() { Mode = MLInterpolationMode.Linear, Sizes = (1, 9) }));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(0, 2)]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    [InlineData(3, 0)]
    public void Linear_resizes_any_two_axes(int first, int second)
    {
        int[] shape = [1, 1, 1, 1];
        shape[first] = 2;

        var resized = graph.Builder.Resample2d(
            graph.Input(new float[] { 0, 10 }, shape), new() { Mode = MLInterpolationMode.Linear, Sizes = (4, 1), Axes = (first, second) });

        Assert.Equal([0, 2.5f, 7.5f, 10], graph.Run<float>(resized));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 3)]
    [InlineData(1, 0)]
    public void Linear_over_axes_apart_is_linear_over_the_last_two_of_the_image_turned(int first, int second)
    {
        var options = new MLResample2dOptions { Mode = MLInterpolationMode.Linear, Sizes = (2, 6) };
        byte[] data = [.. Enumerable.Range(0, 3 * 2 * 5 * 4).Select(i => (byte)(i * 37))];
        int[] order = [.. Enumerable.Range(0, 4).Where(axis => axis != first && axis != second), first, second];
        var (turned, direct) = (new TestGraph(), new TestGraph());

        var expected = turned.Run<byte>(turned.Builder.Resample2d(turned.Input(Turned(data, [3, 2, 5, 4], order), [.. order.Select(axis => new[] { 3, 2, 5, 4 }[axis])]), options));
        var resized = direct.Builder.Resample2d(direct.Input(data, 3, 2, 5, 4), options with { Axes = (first, second) });

        Assert.Equal(expected, Turned(direct.Run<byte>(resized), [.. resized.Shape], order));
    }

    private static byte[] Turned(byte[] data, int[] shape, int[] order) =>
        Lowering.HostConstants.Transpose(data, [.. shape], order, elementSize: 1).ToArray();

    /// <summary>Places in float32 are off here: in the middle of two elements, or next to it.</summary>
    [Theory]
    [InlineData(30, 297)]
    [InlineData(232, 139)]
    [InlineData(270, 567)]
    [InlineData(4095, 4096)]
    [InlineData(16384, 16383)]
    [InlineData(2, 1 << 20)]
    [InlineData(3, 3 << 19)]
    [InlineData((1 << 18) - 1, 1 << 18)]
    public void Nearest_neighbours_are_those_of_the_exact_places(int from, int to)
    {
        var resized = Lengthened(from, to, MLInterpolationMode.NearestNeighbor);
        Assert.DoesNotContain(Enumerable.Range(0, to), i => resized[i] != (float)(((((2L * i) + 1) * from) - 1) / (2L * to)));
    }

    /// <summary>Elements alternate between 0 and 1: an interpolated one shows its place.</summary>
    [Theory]
    [InlineData(65, 513, 1e-5)]
    [InlineData(4096, 8191, 1.0 / 1024)]
    [InlineData(16384, 16383, 1.0 / 1024)]
    [InlineData(65536, 65535, 1e-7)]
    [InlineData(50000, 99999, 1e-7)]
    [InlineData((1 << 18) - 1, 1 << 18, 1e-7)]
    public void Linear_places_are_exact_for_large_images(int from, int to, double difference)
    {
        var resized = Lengthened(from, to, MLInterpolationMode.Linear, period: 2);
        Assert.DoesNotContain(Enumerable.Range(0, to), i =>
        {
            var place = Math.Clamp(((((2L * i) + 1) * from) - to) / (2.0 * to), 0, from - 1);
            return Math.Abs(resized[i] - Math.Abs(place - (2 * Math.Round(place / 2)))) > difference;
        });
    }

    private float[] Lengthened(int from, int to, MLInterpolationMode mode, int period = int.MaxValue) => graph.Run<float>(graph.Builder.Resample2d(
        graph.Input(Enumerable.Range(0, from).Select(i => (float)(i % period)).ToArray(), 1, 1, from, 1), new() { Mode = mode, Sizes = (to, 1) }));

    [Theory]
    [InlineData(MLInterpolationMode.NearestNeighbor)]
    [InlineData(MLInterpolationMode.Linear)]
    public void Both_axes_of_bytes_and_of_halves_are_resized_exactly(MLInterpolationMode mode)
    {
        const int from = 65536, to = 65535;
        sbyte[] bytes = [.. Enumerable.Range(0, 4 * from).Select(i => (sbyte)(i * 7))];
        foreach (var (first, second) in new[] { (1, 2), (3, 0) })
        {
            int[] shape = [1, 1, 1, 1];
            (shape[first], shape[second]) = (4, from);
            var options = new MLResample2dOptions { Mode = mode, Sizes = (5, to), Axes = (first, second) };
            var (integers, halves) = (new TestGraph(), new TestGraph());

            var ofBytes = integers.Run<sbyte>(integers.Builder.Resample2d(integers.Input(bytes, shape), options));
            var ofHalves = halves.Run<Half>(halves.Builder.Resample2d(halves.Input(Array.ConvertAll(bytes, value => (Half)value), shape), options));

            Assert.DoesNotContain(Enumerable.Range(0, 5 * to), i => Math.Abs(ofBytes[i] - (float)ofHalves[i]) > (mode is MLInterpolationMode.Linear ? 0.6 : 0));
            Assert.Equal(mode is MLInterpolationMode.Linear, ofHalves.Any(value => !Half.IsInteger(value)));
        }
    }

    /// <summary>What is usual stays one operator.</summary>
    [Theory]
    [InlineData(224, 112)]
    [InlineData(112, 224)]
    [InlineData(65, 513)]
    public void Images_of_usual_sizes_are_resized_by_one_operator(int from, int to)
    {
        foreach (var mode in Enum.GetValues<MLInterpolationMode>())
        {
            var g = new TestGraph();
            var x = g.Builder.Input("x", new(MLOperandDataType.Float32, 1, 3, from, from));
            Assert.Equal(["Resize"], g.Lower(g.Builder.Resample2d(x, new() { Mode = mode, Sizes = (to, to) })).Nodes.Select(node => node.Operator));
        }
    }

    [Fact]
    public void Bytes_are_picked_as_they_are() => Assert.Equal(
        [-128, -128, 127, 127],
        graph.Run<sbyte>(graph.Builder.Resample2d(graph.Input(new sbyte[] { -128, 127 }, 1, 1, 1, 2), new() { Scales = (1, 2) })));
}
