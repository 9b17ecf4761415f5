using System.Runtime.Intrinsics;

namespace WebNN.Kernels.Tests;

public sealed class ConvolutionTests
{
    private static readonly OutputRange Limited = new(-1, 1.5f, false);
    private static readonly OutputRange Sloped = new(float.NegativeInfinity, float.PositiveInfinity, true);

    public static TheoryData<string, string> Dense => Targets.With(Shapes.Dense.Keys);

    public static TheoryData<string, string> Depthwise => Targets.With(Shapes.Depthwise.Keys, looksAtCache: false);

    public static TheoryData<string, string> Winograd => Targets.With(Shapes.Winograd.Keys, looksAtCache: false);

    public static TheoryData<string, string> Spoilt => Targets.With(["pointwise, 33 filters", "padded 3x3 of one channel", "padded 3x3"]);

    public static TheoryData<string, string> Widened => Targets.With(
        ["pointwise, 32 filters", "pointwise, 24 filters", "pointwise, 40 filters", "pointwise, 33 filters", "pointwise, 19 filters", "pointwise, as many channels as a tile has steps, and one", "padded 5x5"]);

    [Theory]
    [MemberData(nameof(Dense))]
    public void Dense_windows(string name, string target) => AssertAllForms(Shapes.Dense[name], Targets.All[target]);

    [Theory]
    [MemberData(nameof(Depthwise))]
    public void Windows_of_each_channel(string name, string target) => AssertAllForms(Shapes.Depthwise[name], Targets.All[target]);

    /// <summary>As many as are computed together, fewer, and several times as many; with the image's edges in the first, the last, or the same.</summary>
    [Theory]
    [InlineData("512 bits")]
    [InlineData("256 bits")]
    public void Lines_of_any_number_of_results(string target)
    {
        for (var width = 1; width <= 20; width++)
        {
            foreach (var (kernel, stride, dilation, pad) in ((int, int, int, int)[])[
                (3, 1, 1, 1), (3, 2, 1, 1), (3, 1, 2, 2), (3, 2, 3, 3), (3, 1, 1, 2), (3, 2, 1, 0),
                (5, 1, 1, 2), (5, 2, 1, 2), (5, 2, 1, 1), (5, 1, 2, 4), (5, 1, 1, 3), (5, 1, 1, 0)])
            {
                if (width + (2 * pad) > (kernel - 1) * dilation)
                {
                    AssertAllForms(Shapes.Each(6, width, 24, kernel, stride, dilation, pad), Targets.All[target]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Winograd))]
    public void Windows_by_Winograd(string name, string target)
    {
        Assert.True(Kernels.Winograd.Pays(Shapes.Winograd[name], Targets.All[target].Panels));
        AssertAllForms(Shapes.Winograd[name], Targets.All[target]);
    }

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void A_NaN_spoils_the_results_that_read_it_and_no_others(string name, string target)
    {
        var shape = Shapes.Dense[name];
        var images = new Images(shape, Targets.All[target]);
        images.Input[shape.Channels] = float.NaN;
        images.AssertClose(WindowOperation.Convolution, Limited, hasSum: false, images.Run(WindowOperation.Convolution, Limited));
    }

    [Theory]
    [InlineData(16, 7, 1)]
    [InlineData(128, 7, 1)]
    [InlineData(16, 14, 2.5)]
    [InlineData(128, 14, 2.5)]
    public void Winograds_errors_are_smaller_than_those_of_plain_sums_with_short_lines_and_about_twice_as_large_with_long_ones(int channels, int size, double limit)
    {
        var shape = Shapes.Of(size, size, channels, channels, 3, pad: 1);
        var images = new Images(shape, Targets.Wide);
        var packed = new float[DenseFilter.PackedSize(shape, Targets.Wide.Panels)];
        DenseFilter.Pack(shape, Targets.Wide.Panels, images.Filter, images.Bias, [], packed);
        using var dense = new DenseConvolution<SixteenLanes, Vector512<float>>(shape, OutputRange.Unlimited, Targets.Wide, 1);
        var plain = Math.Sqrt(images.SquareError(images.Run(dense, packed)));
        var winograd = Math.Sqrt(images.SquareError(images.Run(WindowOperation.Convolution, OutputRange.Unlimited)));
        Assert.True(winograd < limit * plain, $"root mean square error {winograd}, of plain sums {plain}");
    }

    /// <summary>Within the first panel, at its end, in the next; for results that fill panels and that do not.</summary>
    [Theory]
    [MemberData(nameof(Widened))]
    public void Sums_of_fewer_channels(string name, string target)
    {
        var shape = Shapes.Dense[name];
        foreach (var channels in ((int[])[1, 8, 10, 16, 20, 31, 32, 33, 64, shape.Filters - 1]).Where(channels => channels < shape.Filters))
        {
            AssertAllForms(shape with { SumChannels = channels }, Targets.All[target]);
        }
    }

    [Theory]
    [InlineData("512 bits", "pointwise, 40 filters", 32, true)]
    [InlineData("512 bits", "pointwise, 40 filters", 20, false)]
    [InlineData("512 bits", "pointwise, 33 filters", 17, false)]
    [InlineData("512 bits", "pointwise, 19 filters", 17, true)]
    [InlineData("256 bits", "pointwise, 40 filters", 16, true)]
    [InlineData("256 bits", "pointwise, 33 filters", 17, false)]
    [InlineData("256 bits", "one row for many filters", 32, false)]
    public void Sums_of_fewer_channels_are_wanted_where_the_stack_is_no_detour(string target, string name, int channels, bool expected) =>
        Assert.Equal(expected, WindowKernels.AddFewerChannels(Shapes.Dense[name], channels, Targets.All[target]));

    /// <summary>Alone, with a sum, with limits, with slopes; by one thread and by several.</summary>
    private static void AssertAllForms(WindowShape shape, KernelTarget target)
    {
        Assert.True(WindowKernels.Support(WindowOperation.Convolution, shape));
        var images = new Images(shape, target);
        foreach (var range in (OutputRange[])[OutputRange.Unlimited, Limited, Sloped])
        {
            foreach (var (hasSum, shares) in (ReadOnlySpan<(bool, int)>)[(false, 1), (true, 1), (true, 3)])
            {
                images.AssertClose(WindowOperation.Convolution, range, hasSum, images.Run(WindowOperation.Convolution, range, hasSum, shares));
            }
        }
    }
}
