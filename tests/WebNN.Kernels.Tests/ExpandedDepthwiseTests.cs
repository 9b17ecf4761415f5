namespace WebNN.Kernels.Tests;

public sealed class ExpandedDepthwiseTests
{
    private static readonly OutputRange Limited = new(0, 3, false);

    /// <summary>An expansion, and the window over it.</summary>
    private static readonly Dictionary<string, (WindowShape Dense, WindowShape Depthwise)> Pairs = new(StringComparer.Ordinal)
    {
        ["all lines at a time"] = (Shapes.Of(12, 10, 8, 32), Shapes.Each(12, 10, 32, 3, pad: 1)),
        ["a few lines at a time"] = (Shapes.Of(40, 40, 8, 96), Shapes.Each(40, 40, 96, 3, pad: 1)),
        ["a few lines, stride 2"] = (Shapes.Of(41, 40, 8, 96), Shapes.Each(41, 40, 96, 3, stride: 2, pad: 1)),
        ["a few lines, stride 3 skips lines"] = (Shapes.Of(40, 60, 4, 96), Shapes.Each(40, 60, 96, 2, stride: 3)),
        ["a few lines, 5x5, dilation 2"] = (Shapes.Of(40, 60, 4, 96), Shapes.Each(40, 60, 96, 5, dilation: 2, pad: 4)),
        ["as few lines as a window needs"] = (Shapes.Of(9, 400, 3, 96), Shapes.Each(9, 400, 96, 5, pad: 2)),
        ["two images"] = (Shapes.Of(30, 40, 8, 96, batch: 2), Shapes.Each(30, 40, 96, 3, pad: 1, batch: 2)),
        ["a padded expansion with a stride"] = (Shapes.Of(79, 80, 3, 96, 3, stride: 2, pad: 1), Shapes.Each(40, 40, 96, 3, pad: 1)),
        ["columns that a tile cannot write"] = (Shapes.Of(40, 60, 3, 50), Shapes.Each(40, 60, 50, 3, pad: 1)),
    };

    public static TheoryData<string, string> Names => Targets.With(Pairs.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_what_the_two_give_one_after_the_other(string name, string targetName)
    {
        var ((dense, depthwise), target) = (Pairs[name], Targets.All[targetName]);
        var images = new Images(dense, target);
        var second = new Images(depthwise, target, 2) { Input = images.Run(WindowOperation.Convolution, Limited) };
        var expected = second.Run(WindowOperation.Convolution, Limited);
        float[] packed = [.. images.Pack(hasSlopes: false), .. second.Pack(hasSlopes: false)];
        var both = new Images(depthwise, target) { Input = images.Input };
        foreach (var shares in (int[])[1, 3])
        {
            using var kernel = WindowKernels.Create(WindowOperation.ExpandedConvolution, new(depthwise, Limited), new(dense, Limited), target, shares);
            Assert.Equal(expected, both.Run(kernel, packed));
        }
    }

    [Fact]
    public void Pays_for_wide_images_whose_dense_convolution_is_not_Winograds()
    {
        var (dense, depthwise) = (Shapes.Of(112, 112, 16, 96), Shapes.Each(112, 112, 96, 3, stride: 2, pad: 1));
        Assert.True(WindowKernels.Expand(dense, depthwise, Targets.Wide));
        Assert.False(WindowKernels.Expand(depthwise, depthwise, Targets.Wide));
        Assert.False(WindowKernels.Expand(dense, Shapes.Of(112, 112, 96, 96, 3, pad: 1), Targets.Wide));
        Assert.False(WindowKernels.Expand(Shapes.Of(112, 112, 16, 96, 3, pad: 1), depthwise, Targets.Wide));
        Assert.False(WindowKernels.Expand(Shapes.Of(7, 7, 160, 960), Shapes.Each(7, 7, 960, 3, pad: 1), Targets.Wide));
    }
}
