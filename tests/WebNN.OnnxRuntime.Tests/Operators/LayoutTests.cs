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
    public void Slice_takes_every_nth_of_its_window() => Assert.Equal(
        [11, 13, 21, 23],
        graph.Run<long>(graph.Builder.Slice(graph.Input([.. Enumerable.Range(0, 40).Select(i => (long)i)], 4, 10), [1, 1], [2, 4], [1, 2])));

    [Fact]
    public void Expand_repeats_what_has_length_1() =>
        Assert.Equal([1, 1, 2, 2], graph.Run<Half>(graph.Builder.Expand(graph.Input([(Half)1, (Half)2], 2, 1), [2, 2])).Select(x => (float)x));
}
