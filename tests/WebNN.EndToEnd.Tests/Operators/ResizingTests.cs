using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class ResizingTests
{
    /// <summary>Where weights are quarters many sums end in a half, which TFLite rounds away from zero and WebNN to even.</summary>
    private static readonly Tolerance halves = Tolerance.OneStep(0.25);

    /// <summary>Every grid, up, down, up and down at once, and to sizes whose ratio is no whole number.</summary>
    public static TheoryData<bool, bool, int, int> Grids()
    {
        var data = new TheoryData<bool, bool, int, int>();
        foreach (var (alignCorners, halfPixelCenters) in new[] { (false, false), (true, false), (false, true) })
        {
            foreach (var (height, width) in new[] { (10, 14), (3, 2), (13, 4), (5, 7), (1, 1), (33, 50) })
            {
                data.Add(alignCorners, halfPixelCenters, height, width);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Bilinear_of_floats_agrees(bool alignCorners, bool halfPixelCenters, int height, int width) =>
        Bilinear(alignCorners, halfPixelCenters, height, width, Elements.Float).AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [MemberData(nameof(Grids))]
    public void Bilinear_of_int8_agrees(bool alignCorners, bool halfPixelCenters, int height, int width) =>
        Bilinear(alignCorners, halfPixelCenters, height, width, Elements.Int8(0.05f, -20)).AgreesWithTFLite(halves);

    [Theory]
    [MemberData(nameof(Grids))]
    public void Bilinear_of_uint8_agrees(bool alignCorners, bool halfPixelCenters, int height, int width) =>
        Bilinear(alignCorners, halfPixelCenters, height, width, Elements.UInt8(0.05f, 108)).AgreesWithTFLite(halves);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void Bilinear_of_one_pixel_agrees(bool alignCorners, bool halfPixelCenters) =>
        new SingleOperator(BuiltinOperator.ResizeBilinear, new ResizeBilinearOptions(alignCorners, halfPixelCenters), version: 3)
            .Input(Elements.Float, 1, 1, 1, 8).Vector(9, 9).Output(Elements.Float, 1, 9, 9, 8)
            .AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [MemberData(nameof(Grids))]
    public void NearestNeighbor_agrees(bool alignCorners, bool halfPixelCenters, int height, int width)
    {
        new SingleOperator(BuiltinOperator.ResizeNearestNeighbor, new ResizeNearestNeighborOptions(alignCorners, halfPixelCenters), version: 3)
            .Input(Elements.Float, 2, 5, 7, 3).Vector(height, width).Output(Elements.Float, 2, height, width, 3)
            .AgreesWithTFLite(Tolerance.Exact);
        new SingleOperator(BuiltinOperator.ResizeNearestNeighbor, new ResizeNearestNeighborOptions(alignCorners, halfPixelCenters), version: 3)
            .Input(Elements.Int8(0.1f, 5), 2, 5, 7, 3).Vector(height, width).Output(Elements.Int8(0.1f, 5), 2, height, width, 3)
            .AgreesWithTFLite(Tolerance.Exact);
    }

    private static SingleOperator Bilinear(bool alignCorners, bool halfPixelCenters, int height, int width, Elements elements) =>
        new SingleOperator(BuiltinOperator.ResizeBilinear, new ResizeBilinearOptions(alignCorners, halfPixelCenters), version: 3)
            .Input(elements, 2, 5, 7, 3).Vector(height, width).Output(elements, 2, height, width, 3);
}
