namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class ElementwiseUnaryTests
{
    /// <summary>Floats below 2^-126, of which vector code likes to make 0.</summary>
    [Fact]
    public void Denormal_floats_are_numbers_like_others()
    {
        const float tiny = 1e-40f;
        Assert.Multiple(
            () => Is(-92.103404f, b => b.Log, tiny),
            () => Is(-103.27893f, b => b.Log, float.Epsilon),
            () => Is(9.999973e-21f, b => b.Sqrt, tiny),
            () => Is(float.PositiveInfinity, b => b.Reciprocal, tiny),
            () => Is(tiny, b => b.Abs, -tiny),
            () => Is(-tiny, b => b.Neg, tiny),
            () => Is(1, b => b.Ceil, tiny),
            () => Is(-1, b => b.Floor, -tiny),
            () => Is(0, b => b.RoundEven, tiny),
            () => Is(-1, b => b.Sign, -tiny),
            () => Is(1, b => b.Exp, tiny),
            () => Is(1, b => b.Cos, tiny),
            () => Is(tiny, b => b.Relu, tiny));
    }

    [Fact]
    public void The_sign_of_an_int64_is_that_of_all_its_bits()
    {
        var graph = new TestGraph();
        long[] x = [4294967296, 2147483648, 4294967295, -4294967296, -4294967295, 9007199254740993, 1, 0, -1, long.MinValue, long.MaxValue];
        Assert.Equal([1, 1, 1, -1, -1, 1, 1, 0, -1, -1, 1], graph.Run<long>(graph.Builder.Sign(graph.Input(x, 11))));
    }

    /// <summary>1 above 0, -1 below, and 0 otherwise.</summary>
    [Fact]
    public void The_sign_of_what_is_no_number_is_0()
    {
        float[] x = [float.NaN, -float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 2, -3, float.NaN];
        float[] expected = [0, 0, 1, -1, 0, 0, 1, -1, 0];
        var (floats, halves) = (new TestGraph(), new TestGraph());
        Assert.Equal(expected, floats.Run<float>(floats.Builder.Sign(floats.Input(x, x.Length))));
        Assert.Equal(
            Array.ConvertAll(expected, value => (Half)value),
            halves.Run<Half>(halves.Builder.Sign(halves.Input(Array.ConvertAll(x, value => (Half)value), x.Length))));
    }

    /// <summary>ONNX Runtime passes on what it computed in float32: of an angle in the thousands the nearest float16 is periods away.</summary>
    [Theory]
    [InlineData("cos")]
    [InlineData("sin")]
    [InlineData("tan")]
    public void The_angle_of_a_half_that_was_computed_is_not_rounded_first(string name)
    {
        var graph = new TestGraph();
        Half[] x = [.. Enumerable.Range(0, 4096).Select(i => (Half)(i / 2048f))];
        var angle = graph.Builder.Linear(graph.Input(x, x.Length), 32770, -2.45);
        graph.AssertAgrees(name switch { "cos" => graph.Builder.Cos(angle), "sin" => graph.Builder.Sin(angle), _ => graph.Builder.Tan(angle) });
    }

    private static void Is(float expected, Func<MLGraphBuilder, Func<MLOperand, string, MLOperand>> function, float x)
    {
        var graph = new TestGraph();
        var actual = graph.Run<float>(function(graph.Builder)(graph.Input(Enumerable.Repeat(x, 19).ToArray(), 19), ""));
        Assert.All(actual, element => Assert.Equal(expected, element, MathF.Abs(expected) * 1e-6f));
    }
}
