namespace WebNN.Kernels.Tests;

public sealed class PoolingTests
{
    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in Shapes.Depthwise.Keys.Where(name => WindowKernels.Support(WindowOperation.Maximum, Shapes.Depthwise[name]) && !name.Contains("padding alone", StringComparison.Ordinal)))
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pools(string name, bool isAverage)
    {
        var operation = isAverage ? WindowOperation.Average : WindowOperation.Maximum;
        var images = new Images(Shapes.Depthwise[name]);
        images.AssertClose(operation, OutputRange.Unlimited, hasSum: false, images.Run(operation, OutputRange.Unlimited));
        images.AssertClose(operation, OutputRange.Unlimited, hasSum: false, images.Run(operation, OutputRange.Unlimited, shares: 3));
    }

    [Fact]
    public void The_mean_of_a_whole_image()
    {
        var images = new Images(Shapes.Each(7, 9, 40, 7) with { KernelWidth = 9, OutputWidth = 1, Batch = 2 });
        images.AssertClose(WindowOperation.Average, OutputRange.Unlimited, hasSum: false, images.Run(WindowOperation.Average, OutputRange.Unlimited));
    }
}
