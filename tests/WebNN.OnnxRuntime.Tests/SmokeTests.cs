namespace WebNN.OnnxRuntime.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Add_adds()
    {
        var g = new TestGraph();
        Assert.Equal([5f, 7f, 9f], g.Run<float>(g.Builder.Add(g.Input([1f, 2f, 3f], 3), g.Input([4f, 5f, 6f], 3))));
    }

    [Fact]
    public void Conv2d_nhwc()
    {
        var g = new TestGraph();
        var y = g.Builder.Conv2d(g.Input([1f, 2, 3, 4, 5, 6, 7, 8, 9], 1, 3, 3, 1), g.Constant([1f, 1, 1, 1], 1, 2, 2, 1), g.Constant([1f], 1),
            new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi });
        Assert.Equal([13f, 17f, 25f, 29f], g.Run<float>(y));
    }

    [Fact]
    public void Int8_identity()
    {
        var g = new TestGraph();
        var x = g.Input<sbyte>([-128, -1, 0, 127], 4);
        Assert.Equal<sbyte>([-128, -1, 0, 127], g.Run<sbyte>(g.Builder.Reshape(x, [2, 2])));
    }

    [Fact]
    public void Int8_dequantize()
    {
        var g = new TestGraph();
        var x = g.Input<sbyte>([-128, -1, 0, 127], 4);
        Assert.Equal<float>([-63.5f, 0, 0.5f, 64], g.Run<float>(g.Dequantize<sbyte>(x, 0.5f, -1)));
    }
}
