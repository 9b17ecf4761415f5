using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

public sealed class IndexingTests
{
    [Fact]
    public void Gather_puts_the_shape_of_the_indices_in_the_place_of_the_axis() => Assert.Equal(
        "gather(%0, %1) axis=1 f32[2,5,6,4]", Line([F32(2, 3, 4), I32(5, 6)], (b, x) => b.Gather(x[0], x[1], 1)));

    [Fact]
    public void Gather_of_one_index_loses_the_axis() =>
        Assert.Equal("gather(%0, %1) axis=0 u8[4]", Line([U8(3, 4), I64()], (b, x) => b.Gather(x[0], x[1])));

    [Fact]
    public void Gather_refuses_indices_that_are_no_integers() => Assert.Equal(
        "gather: indices has the wrong type (expected i32 or u32 or i64, found f32[2])",
        Refusal([F32(3), F32(2)], (b, x) => b.Gather(x[0], x[1])));

    [Fact]
    public void GatherElements_has_the_shape_of_the_indices() => Assert.Equal(
        "gatherElements(%0, %1) axis=1 f32[2,5]", Line([F32(2, 3), I32(2, 5)], (b, x) => b.GatherElements(x[0], x[1], 1)));

    [Fact]
    public void GatherElements_refuses_another_dimension_off_the_axis() => Assert.Equal(
        "gatherElements: indices has the wrong shape (expected [2,5], found i32[1,5])",
        Refusal([F32(2, 3), I32(1, 5)], (b, x) => b.GatherElements(x[0], x[1], 1)));

    [Fact]
    public void GatherND_consumes_as_many_axes_as_an_index_is_long() => Assert.Equal(
        "gatherND(%0, %1) f32[6,4]", Line([F32(2, 3, 4), I32(6, 2)], (b, x) => b.GatherND(x[0], x[1])));

    [Fact]
    public void GatherND_refuses_indices_longer_than_the_rank() => Assert.Equal(
        "gatherND: indices are too deep (expected a last dimension of at most 2, found i32[6,3])",
        Refusal([F32(2, 3), I32(6, 3)], (b, x) => b.GatherND(x[0], x[1])));

    [Fact]
    public void ScatterElements_keeps_the_inputs_shape() => Assert.Equal(
        "scatterElements(%0, %1, %2) axis=0 f32[4,3]",
        Line([F32(4, 3), I32(2, 3), F32(2, 3)], (b, x) => b.ScatterElements(x[0], x[1], x[2])));

    [Fact]
    public void ScatterElements_refuses_updates_of_another_shape() => Assert.Equal(
        "scatterElements: updates has the wrong shape (expected [2,3], found f32[3,3])",
        Refusal([F32(4, 3), I32(2, 3), F32(3, 3)], (b, x) => b.ScatterElements(x[0], x[1], x[2])));

    [Fact]
    public void ScatterND_wants_one_update_for_each_index()
    {
        static MLOperand Apply(MLGraphBuilder b, MLOperand[] x) => b.ScatterND(x[0], x[1], x[2]);

        Assert.Equal("scatterND(%0, %1, %2) f32[4,3]", Line([F32(4, 3), I32(2, 1), F32(2, 3)], Apply));
        Assert.Equal(
            "scatterND: updates has the wrong shape (expected [2,3], found f32[2])", Refusal([F32(4, 3), I32(2, 1), F32(2)], Apply));
    }
}
