using WebNN.Cli.Inputs;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Tests.Inputs;

public sealed class InputUsesTests
{
    [Fact]
    public void An_index_into_two_tables_stays_within_the_smaller_one() =>
        Assert.Equal("[0, 7] (GATHER selects one of 8)", RangeOf(SmallModels.TokensOfTwoTables(), 0));

    [Fact]
    public void An_index_stays_within_the_axis_that_it_selects_from_of_a_table_that_is_an_input_too() =>
        Assert.Equal("[0, 4] (GATHER selects one of 5)", RangeOf(SmallModels.TokensOfRunTimeTable(), 1));

    [Fact]
    public void The_table_of_an_index_takes_any_value() =>
        Assert.Equal("[-1, 1] (nothing says more)", RangeOf(SmallModels.TokensOfRunTimeTable(), 0));

    [Fact]
    public void Indices_of_several_dimensions_stay_within_the_smallest_of_them() =>
        Assert.Equal("[0, 3] (GATHER_ND selects one of 4)", RangeOf(SmallModels.Pairs(), 0));

    [Fact]
    public void A_class_to_make_hot_is_one_of_the_depth() =>
        Assert.Equal("[0, 5] (ONE_HOT selects one of 6)", RangeOf(SmallModels.OneHot(), 0));

    [Fact]
    public void Rows_to_scatter_to_stay_within_the_output() =>
        Assert.Equal("[0, 8] (SCATTER_ND selects one of 9)", RangeOf(SmallModels.Scatter(), 0));

    [Fact]
    public void Ids_of_an_embedding_stay_within_its_table() =>
        Assert.Equal("[0, 11] (EMBEDDING_LOOKUP selects one of 12)", RangeOf(SmallModels.Embedding(), 0));

    [Fact]
    public void Integers_that_only_compute_may_be_of_any_size_and_indices_may_not()
    {
        Assert.True(new ModelProfile(FlatBufferModel.Parse(SmallModels.IntegerMean())).Uses.IsArithmetic(0));
        Assert.False(new ModelProfile(FlatBufferModel.Parse(SmallModels.Tokens())).Uses.IsArithmetic(0));
    }

    private static string RangeOf(byte[] model, int ordinal) => InputRange.Of(new(FlatBufferModel.Parse(model)), ordinal).ToString();
}
