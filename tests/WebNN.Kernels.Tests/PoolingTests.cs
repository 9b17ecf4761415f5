namespace WebNN.Kernels.Tests;

public sealed class PoolingTests
{
    public static TheoryData<string, bool, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, string>();
            foreach (var name in Shapes.Depthwise.Keys.Where(name => !name.Contains("padding alone", StringComparison.Ordinal)))
            {
                foreach (var target in Targets.Widths)
                {
                    cases.Add(name, false, target);
                    cases.Add(name, true, target);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pools(string name, bool isAverage, string target)
    {
        var operation = isAverage ? WindowOperation.Average : WindowOperation.Maximum;
        var images = new Images(Shapes.Depthwise[name], Targets.All[target]);
        images.AssertClose(operation, OutputRange.Unlimited, hasSum: false, images.Run(operation, OutputRange.Unlimited));
        images.AssertClose(operation, OutputRange.Unlimited, hasSum: false, images.Run(operation, OutputRange.Unlimited, shares: 3));
    }

    [Theory]
    [InlineData("512 bits")]
    [InlineData("256 bits")]
    public void The_mean_of_a_whole_image(string target)
    {
        var images = new Images(Shapes.Each(7, 9, 40, 7) with { KernelWidth = 9, OutputWidth = 1, Batch = 2 }, Targets.All[target]);
        images.AssertClose(WindowOperation.Average, OutputRange.Unlimited, hasSum: false, images.Run(WindowOperation.Average, OutputRange.Unlimited));
    }
}
