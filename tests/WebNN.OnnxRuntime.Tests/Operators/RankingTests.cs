namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class RankingTests
{
    private readonly TestGraph graph = new();

    [Fact]
    public void The_first_of_equals_wins()
    {
        Assert.Equal([1], graph.Run<int>(graph.Builder.ArgMax(graph.Input(new float[] { 1, 3, 3, 0, 0 }, 5), 0)));
        var other = new TestGraph();
        Assert.Equal([3], other.Run<int>(other.Builder.ArgMin(other.Input(new float[] { 1, 3, 3, 0, 0 }, 5), 0)));
    }

    [Fact]
    public void Every_type_has_a_smallest_and_a_largest()
    {
        Extremes<Half>([(Half)0, Half.MinValue, Half.MaxValue]);
        Extremes([0, int.MinValue, int.MaxValue]);
        Extremes<uint>([1u << 31, 0, uint.MaxValue]);
        Extremes([0, long.MinValue, long.MaxValue]);
        Extremes<ulong>([1ul << 63, 0, ulong.MaxValue]);
        Extremes<sbyte>([0, -128, 127]);
        Extremes<byte>([128, 0, 255]);
    }

    [Fact]
    public void Indices_run_along_the_axis()
    {
        var output = graph.Builder.ArgMax(
            graph.Input(new float[] { 1, 9, 3, 4, 5, 6 }, 2, 3), 0, new() { KeepDimensions = true, OutputDataType = MLOperandDataType.Int64 });

        Assert.Equal([1L, 0, 1], graph.Run<long>(output));
        Assert.Equal("i64[1,3]", output.Descriptor.ToString());
    }

    [Theory]
    [InlineData(false, false, new[] { 1, 3, 6, 10 })]
    [InlineData(true, false, new[] { 0, 1, 3, 6 })]
    [InlineData(false, true, new[] { 10, 9, 7, 4 })]
    [InlineData(true, true, new[] { 9, 7, 4, 0 })]
    public void CumulativeSum_counts_itself_or_not_from_either_end(bool exclusive, bool reversed, int[] expected) => Assert.Equal(
        expected, graph.Run<int>(graph.Builder.CumulativeSum(graph.Input([1, 2, 3, 4], 4), 0, new() { Exclusive = exclusive, Reversed = reversed })));

    [Fact]
    public void CumulativeSum_of_unsigned_integers_wraps_around()
    {
        Assert.Equal(
            [uint.MaxValue, 1u], graph.Run<uint>(graph.Builder.CumulativeSum(graph.Input([uint.MaxValue, 2u], 2), 0)));
        var other = new TestGraph();
        Assert.Equal(
            [ulong.MaxValue, 1ul], other.Run<ulong>(other.Builder.CumulativeSum(other.Input([ulong.MaxValue, 2ul], 2), 0)));
    }

    /// <summary>A value in between, the smallest and the largest, eight times over: kernels have vector code for many elements.</summary>
    private static void Extremes<T>(T[] values) where T : unmanaged
    {
        values = [.. Enumerable.Repeat(values, 8).SelectMany(x => x)];
        var (lowest, highest) = (new TestGraph(), new TestGraph());
        Assert.Equal([1], lowest.Run<int>(lowest.Builder.ArgMin(lowest.Input(values, 24), 0)));
        Assert.Equal([2], highest.Run<int>(highest.Builder.ArgMax(highest.Input(values, 24), 0)));
    }
}
