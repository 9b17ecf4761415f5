namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class IndexingTests
{
    private readonly TestGraph graph = new();

    public static TheoryData<bool> Constant => [true, false];

    [Theory]
    [MemberData(nameof(Constant))]
    public void Gather_counts_negative_indices_from_the_end_and_clamps(bool constant) => Assert.Equal(
        [30, 10, 30, 10], graph.Run<int>(graph.Builder.Gather(graph.Input([10, 20, 30], 3), Indices(constant, [-1, -3, 99, -99], 4))));

    [Fact]
    public void Gather_takes_unsigned_indices() => Assert.Equal(
        [20, 30], graph.Run<byte>(graph.Builder.Gather(graph.Input(new byte[] { 10, 20, 30 }, 3), graph.Input([1u, uint.MaxValue], 2))));

    [Theory]
    [MemberData(nameof(Constant))]
    public void GatherElements_picks_one_element_for_each_index(bool constant) => Assert.Equal(
        [2, 1, 4, 4],
        graph.Run<sbyte>(graph.Builder.GatherElements(graph.Input(new sbyte[] { 1, 2, 3, 4 }, 2, 2), Indices(constant, [1, 0, 1, 7], 2, 2), 1)));

    [Theory]
    [MemberData(nameof(Constant))]
    public void GatherND_clamps_each_part_of_an_index_to_its_own_axis(bool constant) => Assert.Equal(
        [6, 1, 3],
        graph.Run<float>(graph.Builder.GatherND(
            graph.Input(new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3), Indices(constant, [9, 9, -9, -9, 0, 2], 3, 2))));

    [Theory]
    [MemberData(nameof(Constant))]
    public void ScatterElements_replaces_what_the_indices_name(bool constant) => Assert.Equal(
        [-7, 2, 3, -8],
        graph.Run<sbyte>(graph.Builder.ScatterElements(
            graph.Input(new sbyte[] { 1, 2, 3, 4 }, 4), Indices(constant, [0, -1], 2), graph.Input(new sbyte[] { -7, -8 }, 2))));

    [Theory]
    [MemberData(nameof(Constant))]
    public void ScatterND_replaces_whole_slices(bool constant) => Assert.Equal(
        [1, 2, 9, 8],
        graph.Run<float>(graph.Builder.ScatterND(
            graph.Input(new float[] { 1, 2, 3, 4 }, 2, 2), Indices(constant, [1], 1, 1), graph.Input(new float[] { 9, 8 }, 1, 2))));

    private MLOperand Indices(bool constant, int[] values, params ReadOnlySpan<int> shape) =>
        constant ? graph.Constant(values, shape) : graph.Input(values, shape);
}
