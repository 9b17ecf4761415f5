namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class LayoutTests
{
    private readonly TestGraph graph = new();

    [Fact]
    public void Reverse_turns_every_axis_by_default() => Assert.Equal(
        [6, 5, 4, 3, 2, 1], graph.Run<int>(graph.Builder.Reverse(graph.Input([1, 2, 3, 4, 5, 6], 2, 3))));

    [Fact]
    public void Reverse_turns_the_axes_it_is_given() => Assert.Equal(
        [3, 2, -128, 6, 5, 127], graph.Run<sbyte>(graph.Builder.Reverse(graph.Input(new sbyte[] { -128, 2, 3, 127, 5, 6 }, 2, 3), [1])));

    [Fact]
    public void Reverse_of_no_axis_changes_nothing() =>
        Assert.Equal([1, 2], graph.Run<float>(graph.Builder.Reverse(graph.Input(new float[] { 1, 2 }, 2), [])));

    [Fact]
    public void Tile_repeats_whole_rows() => Assert.Equal(
        [1, 2, 1, 2, 3, 4, 3, 4, 1, 2, 1, 2, 3, 4, 3, 4],
        graph.Run<byte>(graph.Builder.Tile(graph.Input(new byte[] { 1, 2, 3, 4 }, 2, 2), [2, 2])));

    [Theory]
    [InlineData(MLPaddingMode.Constant, new sbyte[] { -5, -5, 1, 2, 3, -5 })]
    [InlineData(MLPaddingMode.Edge, new sbyte[] { 1, 1, 1, 2, 3, 3 })]
    [InlineData(MLPaddingMode.Reflection, new sbyte[] { 3, 2, 1, 2, 3, 2 })]
    public void Pad_fills_by_its_mode(MLPaddingMode mode, sbyte[] expected) => Assert.Equal(
        expected, graph.Run<sbyte>(graph.Builder.Pad(graph.Input(new sbyte[] { 1, 2, 3 }, 3), [2], [1], new() { Mode = mode, Value = -5 })));

    [Fact]
    public void Pad_ends_its_value_at_the_types_limits()
    {
        Assert.Equal([long.MaxValue, 1], Padded<long>([1], 1e300));
        Assert.Equal([long.MinValue, 1], Padded<long>([1], double.NegativeInfinity));
        Assert.Equal([ulong.MaxValue, 1], Padded<ulong>([1], 18446744073709551615));
        Assert.Equal([int.MaxValue, 1], Padded<int>([1], 2147483648));
        Assert.Equal([uint.MinValue, 1], Padded<uint>([1], -1));
        Assert.Equal([sbyte.MaxValue, 1], Padded<sbyte>([1], 1000));
        Assert.Equal([0, 1], Padded<sbyte>([1], -0.5));
    }

    [Fact]
    public void Pad_and_clamp_keep_every_digit_of_64_bits()
    {
        Assert.Equal([long.MaxValue - 1, 1], Padded<long>([1], long.MaxValue - 1));
        Assert.Equal([ulong.MaxValue - 1, 1], Padded<ulong>([1], ulong.MaxValue - 1));
        var graph = new TestGraph();
        var x = graph.Input<long>([long.MinValue, 0, long.MaxValue], 3);
        var bounds = new MLClampOptions { MinValue = -9007199254740993, MaxValue = 9007199254740993 };
        Assert.Equal([-9007199254740993, 0, 9007199254740993], graph.Run<long>(graph.Builder.Clamp(x, bounds)));
        var unsigned = new TestGraph();
        Assert.Equal(
            [9007199254740993, ulong.MaxValue - 1],
            unsigned.Run<ulong>(unsigned.Builder.Clamp(unsigned.Input<ulong>([0, ulong.MaxValue], 2), new() { MinValue = 9007199254740993, MaxValue = ulong.MaxValue - 1 })));
    }

    private static T[] Padded<T>(T[] data, MLNumber value)
        where T : unmanaged
    {
        var graph = new TestGraph();
        return graph.Run<T>(graph.Builder.Pad(graph.Input(data, 1), [1], [0], new() { Value = value }));
    }

    [Fact]
    public void Slice_takes_every_nth_of_its_window() => Assert.Equal(
        [11, 13, 21, 23],
        graph.Run<long>(graph.Builder.Slice(graph.Input([.. Enumerable.Range(0, 40).Select(i => (long)i)], 4, 10), [1, 1], [2, 4], [1, 2])));

    [Fact]
    public void Expand_repeats_what_has_length_1() =>
        Assert.Equal([1, 1, 2, 2], graph.Run<Half>(graph.Builder.Expand(graph.Input([(Half)1, (Half)2], 2, 1), [2, 2])).Select(x => (float)x));
}
