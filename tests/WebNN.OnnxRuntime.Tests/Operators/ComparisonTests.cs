namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class ComparisonTests
{
    private readonly TestGraph graph = new();

    [Fact]
    public void Every_type_is_compared_over_its_whole_range()
    {
        Ordered<float>([float.NegativeInfinity, -1, 0, float.MaxValue]);
        Ordered<Half>([Half.MinValue, (Half)(-1), (Half)0, Half.MaxValue]);
        Ordered([int.MinValue, -1, 0, int.MaxValue]);
        Ordered<uint>([0, 1, 1u << 31, uint.MaxValue]);
        Ordered([long.MinValue, -1, 0, long.MaxValue]);
        Ordered<ulong>([0, 1, 1ul << 63, ulong.MaxValue]);
        Ordered<sbyte>([-128, -1, 0, 127]);
        Ordered<byte>([0, 1, 128, 255]);
    }

    [Fact]
    public void Nothing_compares_with_NaN_but_as_unequal()
    {
        var nan = graph.Input([float.NaN], 1);

        Assert.Equal([0], graph.Run<byte>(graph.Builder.Equal(nan, nan)));
        Assert.Equal([1], Fresh((g, x) => g.Builder.NotEqual(x, x)));
        Assert.Equal([0], Fresh((g, x) => g.Builder.GreaterOrEqual(x, x)));

        static byte[] Fresh(Func<TestGraph, MLOperand, MLOperand> apply)
        {
            var fresh = new TestGraph();
            return fresh.Run<byte>(apply(fresh, fresh.Input([float.NaN], 1)));
        }
    }

    [Theory]
    [InlineData("and", new byte[] { 0, 0, 0, 1 })]
    [InlineData("or", new byte[] { 0, 1, 1, 1 })]
    [InlineData("xor", new byte[] { 0, 1, 1, 0 })]
    public void Any_number_but_0_is_true(string name, byte[] expected)
    {
        var (a, b) = (graph.Input(new byte[] { 0, 0, 2, 255 }, 4), graph.Input(new byte[] { 0, 3, 0, 1 }, 4));

        Assert.Equal(expected, graph.Run<byte>(name switch
        {
            "and" => graph.Builder.LogicalAnd(a, b),
            "or" => graph.Builder.LogicalOr(a, b),
            _ => graph.Builder.LogicalXor(a, b),
        }));
    }

    [Fact]
    public void Floats_are_told_from_what_is_no_number()
    {
        float[] values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0];

        Assert.Equal([1, 0, 0, 0], graph.Run<byte>(graph.Builder.IsNaN(graph.Input(values, 4))));
        var other = new TestGraph();
        Assert.Equal([0, 1, 1, 0], other.Run<byte>(other.Builder.IsInfinite(other.Input(values, 4))));
    }

    [Fact]
    public void An_integer_is_a_finite_number()
    {
        Assert.Equal([0, 0], graph.Run<byte>(graph.Builder.IsNaN(graph.Input(new sbyte[] { -128, 127 }, 2))));
        var other = new TestGraph();
        Assert.Equal([0, 0], other.Run<byte>(other.Builder.IsInfinite(other.Input(new[] { 0ul, ulong.MaxValue }, 2))));
    }

    /// <summary>Each of four ascending values against the second.</summary>
    private static void Ordered<T>(T[] ascending) where T : unmanaged
    {
        Assert.Equal([0, 1, 0, 0], Compare((b, x, y) => b.Equal(x, y)));
        Assert.Equal([1, 0, 1, 1], Compare((b, x, y) => b.NotEqual(x, y)));
        Assert.Equal([0, 0, 1, 1], Compare((b, x, y) => b.Greater(x, y)));
        Assert.Equal([0, 1, 1, 1], Compare((b, x, y) => b.GreaterOrEqual(x, y)));
        Assert.Equal([1, 0, 0, 0], Compare((b, x, y) => b.Lesser(x, y)));
        Assert.Equal([1, 1, 0, 0], Compare((b, x, y) => b.LesserOrEqual(x, y)));

        byte[] Compare(Func<MLGraphBuilder, MLOperand, MLOperand, MLOperand> apply)
        {
            var graph = new TestGraph();
            return graph.Run<byte>(apply(graph.Builder, graph.Input(ascending, 4), graph.Constant(new[] { ascending[1] }, 1)));
        }
    }
}
