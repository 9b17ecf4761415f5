using System.Collections.Immutable;

namespace WebNN.Tests;

/// <summary>Options are equal by their values, lists too: what a cache of operations goes by.</summary>
public sealed class OptionsTests
{
    public static TheoryData<Func<int, object>> Records => new()
    {
        last => new MLReduceOptions { Axes = [0, last] },
        last => new MLNormalizationOptions { Axes = [0, last] },
        last => new MLPadOptions { Beginning = [0, last], Ending = [1, 1] },
        last => new MLPadOptions { Beginning = [1, 1], Ending = [0, last] },
        last => new MLSliceAttributes([0, last], [1, 1], [1, 1]),
        last => new MLSliceAttributes([1, 1], [0, last], [1, 1]),
        last => new MLSliceAttributes([1, 1], [1, 1], [0, last]),
        last => new MLSplitAttributes(1, [0, last]),
        last => new MLAxesAttributes([0, last]),
        last => new MLTransposeAttributes([0, last]),
        last => new MLTileAttributes([0, last]),
        last => new MLGruOptions { Activations = Activations(last) },
        last => new MLGruCellOptions { Activations = Activations(last) },
        last => new MLLstmOptions { Activations = Activations(last) },
        last => new MLLstmCellOptions { Activations = Activations(last) },
        last => new MLConv2dOptions { Strides = new(1, last) },
        last => new MLClampOptions { MinValue = last },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void Records_with_equal_lists_are_equal(Func<int, object> make)
    {
        Assert.Equal(make(1), make(1));
        Assert.Equal(make(1).GetHashCode(), make(1).GetHashCode());
        Assert.NotEqual(make(1), make(2));
    }

    [Fact]
    public void No_list_is_another_option_than_an_empty_one()
    {
        Assert.NotEqual(new MLReduceOptions(), new() { Axes = [] });
        Assert.Null(new MLReduceOptions().Axes);
        Assert.Empty(new MLReduceOptions { Axes = [] }.Axes!.Value);
        Assert.Empty(new MLPadOptions().Beginning);
        Assert.Equal([3, 4], new MLTileAttributes([1]) { Repetitions = [3, 4] }.Repetitions);
    }

    private static ImmutableArray<MLRecurrentNetworkActivation> Activations(int last) => [MLRecurrentNetworkActivation.Tanh, (MLRecurrentNetworkActivation)last];
}
