namespace WebNN.Kernels.Tests;

public sealed class WindowShapeTests
{
    [Fact]
    public void Integers_give_the_shape_back()
    {
        var shape = Shapes.Each(9, 10, 48, 5, stride: 2, dilation: 3, pad: 2, batch: 2) with { KernelWidth = 3, StrideX = 1, DilationX = 2, PadLeft = 1 };
        Assert.Equal(shape, WindowShape.FromIntegers(shape.ToIntegers().AsSpan()));
        Assert.Equal(WindowShape.Fields, shape.ToIntegers().Length);
    }

    [Theory]
    [InlineData(WindowShape.Fields - 1, 1)]
    [InlineData(WindowShape.Fields + 1, 1)]
    [InlineData(WindowShape.Fields, -1)]
    [InlineData(WindowShape.Fields, 1L << 40)]
    public void Other_integers_are_refused(int count, long value)
    {
        var values = new long[count];
        values[3] = value;
        Assert.Throws<ArgumentException>(() => WindowShape.FromIntegers(values));
    }

    [Fact]
    public void There_is_no_kernel_for_few_channels_or_several_filters_each_or_huge_windows()
    {
        Assert.False(WindowKernels.Support(WindowOperation.Convolution, Shapes.Each(8, 8, 7, 3)));
        Assert.False(WindowKernels.Support(WindowOperation.Convolution, Shapes.Each(8, 8, 16, 3) with { Filters = 32 }));
        Assert.False(WindowKernels.Support(WindowOperation.Convolution, Shapes.Of(40, 40, 4, 4, 17)));
        Assert.False(WindowKernels.Support(WindowOperation.Maximum, Shapes.Each(8, 8, 7, 3)));
    }

    [Fact]
    public void Integers_give_the_target_back()
    {
        Assert.Equal(Targets.Wide, KernelTarget.FromIntegers([512, 256 * 1024, 2]));
        Assert.Equal([256, 1024, 2], new KernelTarget(VectorWidth.Bits256, 1024).ToIntegers());
    }

    [Theory]
    [InlineData(128, 1024, 2)]
    [InlineData(256, 1023, 2)]
    [InlineData(512, 1L << 32, 2)]
    [InlineData(256, 1024, 3)]
    public void Integers_that_are_no_target_are_refused(long width, long cacheFloats, long together) =>
        Assert.Throws<ArgumentException>(() => KernelTarget.FromIntegers([width, cacheFloats, together]));

    /// <summary>How much the second cache holds decides: not a whole image between two convolutions.</summary>
    [Fact]
    public void A_larger_cache_leaves_more_to_one_kernel_at_a_time()
    {
        var (dense, depthwise) = (Shapes.Of(56, 56, 16, 96), Shapes.Each(56, 56, 96, 3, pad: 1));
        Assert.True(WindowKernels.Expand(dense, depthwise, Targets.Wide));
        Assert.False(WindowKernels.Expand(dense, depthwise, Targets.Wide with { CacheFloats = 512 * 1024 }));
    }

    /// <summary>Each combination of small numbers, against a look at each tap.</summary>
    [Fact]
    public void The_taps_within_the_image()
    {
        foreach (var (size, taps, stride, dilation, padding) in
            from size in Enumerable.Range(1, 5)
            from taps in Enumerable.Range(1, 4)
            from stride in Enumerable.Range(1, 3)
            from dilation in Enumerable.Range(1, 3)
            from padding in Enumerable.Range(0, 4)
            select (size, taps, stride, dilation, padding))
        {
            for (var output = 0; output < 4; output++)
            {
                var range = TapRange.Of(output, stride, padding, taps, dilation, size);
                var inside = Enumerable.Range(0, taps).Where(tap => (uint)((output * stride) - padding + (tap * dilation)) < (uint)size);
                Assert.Equal(inside, Enumerable.Range(range.First, range.End - range.First));
            }
        }
    }
}
