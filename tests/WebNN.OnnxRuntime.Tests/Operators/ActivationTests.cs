namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class ActivationTests
{
    private readonly TestGraph graph = new();

    [Fact]
    public void Clamp_takes_infinite_bounds()
    {
        float[] values = [float.NegativeInfinity, -3, 0, float.PositiveInfinity];

        Assert.Equal(values, Clamped(null, double.PositiveInfinity));
        Assert.Equal(values, Clamped(double.NegativeInfinity, null));
        Assert.Equal(Enumerable.Repeat(float.NegativeInfinity, 4), Clamped(null, double.NegativeInfinity));
        Assert.Equal(Enumerable.Repeat(float.PositiveInfinity, 4), Clamped(double.PositiveInfinity, null));
        Assert.Equal([-1, -1, 0, float.PositiveInfinity], Clamped(-1, double.NaN));

        float[] Clamped(double? minimum, double? maximum)
        {
            var fresh = new TestGraph();
            return fresh.Run<float>(fresh.Builder.Clamp(fresh.Input(values, 4), new() { MinValue = minimum, MaxValue = maximum }));
        }
    }

    [Fact]
    public void Clamp_of_integers_cuts_at_fractions_inside_the_range()
    {
        Assert.Equal([-2, 0, 3], graph.Run<sbyte>(graph.Builder.Clamp(graph.Input(new sbyte[] { -128, 0, 127 }, 3), new() { MinValue = -2, MaxValue = 3 })));
        var wide = new TestGraph();
        Assert.Equal(
            [5ul, 5_294_967_290],
            wide.Run<ulong>(wide.Builder.Clamp(wide.Input([0ul, ulong.MaxValue], 2), new() { MinValue = 5, MaxValue = 5_294_967_290 })));
    }

    [Fact]
    public void The_slope_of_prelu_may_be_larger_than_the_input() => Assert.Equal(
        [-2, 4, -6, 4], graph.Run<float>(graph.Builder.Prelu(graph.Input(new float[] { -2, 4 }, 2), graph.Input(new float[] { 1, 3 }, 2, 1))));

    [Theory]
    [InlineData(0.25f)]
    [InlineData(-0.25f)]
    [InlineData(1e6f)]
    [InlineData(float.NaN)]
    public void Prelu_of_an_image_leaves_what_is_positive_whatever_the_slope(float slope) => Assert.Equal(
        0.1f,
        graph.Run<float>(graph.Builder.Prelu(graph.Input([0.1f, 0.1f], 1, 1, 1, 2), graph.Constant([slope, 0.5f], 2)))[0],
        1e-6f);

    [Fact]
    public void Prelu_of_an_image_takes_a_slope_of_more_dimensions()
    {
        var g = new TestGraph(new() { OwnKernels = false });
        var y = g.Builder.Prelu(g.Input([-2f, 4], 2, 1, 1, 1), g.Constant([0.5f], 1, 1, 1, 1, 1, 1));
        Assert.Equal([1, 1, 2, 1, 1, 1], y.Shape);
        Assert.Equal([-1, 4], g.Run<float>(y));
    }

    [Fact]
    public void Prelu_takes_integers() => Assert.Equal(
        [-6, 4], graph.Run<int>(graph.Builder.Prelu(graph.Input([-2, 4], 2), graph.Input([3], 1))));

    [Theory]
    [InlineData("gelu", 0.8413447f)]
    [InlineData("softplus", 1.3132616f)]
    [InlineData("softsign", 0.5f)]
    [InlineData("erf", 0.8427008f)]
    [InlineData("sin", 0.84147096f)]
    [InlineData("cos", 0.5403023f)]
    [InlineData("tan", 1.5574077f)]
    [InlineData("reciprocal", 1f)]
    [InlineData("sign", 1f)]
    [InlineData("identity", 1f)]
    public void Functions_of_1_are_what_mathematics_says(string name, float expected)
    {
        var (b, x) = (graph.Builder, graph.Input([1f], 1));
        var output = graph.Run<float>(name switch
        {
            "gelu" => b.Gelu(x),
            "softplus" => b.Softplus(x),
            "softsign" => b.Softsign(x),
            "erf" => b.Erf(x),
            "sin" => b.Sin(x),
            "cos" => b.Cos(x),
            "tan" => b.Tan(x),
            "reciprocal" => b.Reciprocal(x),
            "sign" => b.Sign(x),
            _ => b.Identity(x),
        });

        Assert.Equal(expected, output[0], 1e-6f);
    }

    [Fact]
    public void Halves_round_to_the_even_neighbour() => Assert.Equal(
        [0, 2, 2, -2, -2], graph.Run<float>(graph.Builder.RoundEven(graph.Input([0.5f, 1.5f, 2.5f, -1.5f, -2.5f], 5))));

    [Fact]
    public void Integers_divide_towards_zero() => Assert.Equal(
        [-3, 3, -3], graph.Run<int>(graph.Builder.Div(graph.Input([-7, 7, 7], 3), graph.Input([2, 2, -2], 3))));

    /// <summary>The processor ends a process that divides the lowest integer by -1.</summary>
    [Fact]
    public void The_lowest_integer_divided_by_minus_one_is_itself()
    {
        Assert.Equal(
            [int.MinValue, -7, 3, int.MinValue],
            graph.Run<int>(graph.Builder.Div(graph.Input([int.MinValue, 7, 7, int.MinValue], 4), graph.Input([-1, -1, 2, 1], 4))));
        var longs = new TestGraph();
        Assert.Equal(
            [long.MinValue, -7, long.MinValue / 2, 3], longs.Run<long>(longs.Builder.Div(longs.Input([long.MinValue, 7], 1, 2), longs.Constant([-1L, 2], 2, 1))));
    }

    [Fact]
    public void Signs_of_integers_are_kept()
    {
        Assert.Equal([-1, 0, 1], graph.Run<sbyte>(graph.Builder.Sign(graph.Input(new sbyte[] { -128, 0, 127 }, 3))));
        var other = new TestGraph();
        Assert.Equal([127, 0, -127], other.Run<sbyte>(other.Builder.Neg(other.Input(new sbyte[] { -127, 0, 127 }, 3))));
    }
}
