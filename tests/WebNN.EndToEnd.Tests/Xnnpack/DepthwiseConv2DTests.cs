using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class DepthwiseConv2DTests
{
    private static readonly WindowRow[] plain =
    [
        Single("1x1", 1) with { Padding = Padding.Valid },
        Single("2x2", 2),
        Single("3x3", 3),
        Single("3x3Stride2", 3) with { Stride = 2..2 },
        Single("5x5", 5),
        Single("5x5Stride2", 5) with { Stride = 2..2 },
        .. WindowRow.Geometry,
        .. WindowRow.Dilations,
        new("DepthMultiplier", 3..5) { Stride = 2..3, Multiplier = 2..8 },
        .. WindowRow.Activations,
    ];

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = new Dictionary<string, Action<DrawnSizes>>()
        .Add("DepthwiseConv2D", [.. plain, .. WindowRow.StoredWeights], Floats)
        .Add("SignedQuantizedDepthwiseConv2D", plain, (row, sizes) => Integers(Numbers.Signed, _ => Elements.Int8(Products.Weight, 0), row, sizes))
        .Add(
            "UnsignedQuantizedDepthwiseConv2D",
            plain,
            (row, sizes) => Integers(Numbers.Unsigned, _ => Elements.UInt8(Products.Weight, 131), row, sizes))
        .Add(
            "ChannelwiseQuantizedDepthwiseConv2D",
            plain,
            (row, sizes) => Integers(Numbers.Signed, channels => Elements.PerChannel(Products.Weight, channels, 3), row, sizes));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static WindowRow Single(string name, int kernel) => new(name, kernel..kernel) { Batch = 1..1, Image = 5..25, Padding = Padding.Same };

    private static void Floats(WindowRow row, DrawnSizes sizes)
    {
        var (batch, y, x, taken, multiplier) = Draw(row, sizes);
        Operator(row, sizes, y, x, multiplier)
            .Input(Elements.Float, batch, y.Size, x.Size, taken)
            .Weights(row.Weights, 3, 1, y.Kernel, x.Kernel, taken * multiplier)
            .Constant(Elements.Float, taken * multiplier)
            .Output(Elements.Float, batch, y.Windows(row.Padding), x.Windows(row.Padding), taken * multiplier)
            .AgreesOrIsRefused(row.Activation, Tolerance.Float);
    }

    private static void Integers(Numbers numbers, Func<int, Elements> weights, WindowRow row, DrawnSizes sizes)
    {
        var (batch, y, x, taken, multiplier) = Draw(row, sizes);
        Operator(row, sizes, y, x, multiplier)
            .Input(numbers.Of(Products.Input, -5), batch, y.Size, x.Size, taken)
            .Constant(weights(taken * multiplier), 1, y.Kernel, x.Kernel, taken * multiplier)
            .Bias(Products.Input * Products.Weight, taken * multiplier)
            .Output(numbers.Sums(y.Kernel * x.Kernel), batch, y.Windows(row.Padding), x.Windows(row.Padding), taken * multiplier)
            .AgreesOrIsRefused(row.Activation, numbers.Near);
    }

    private static (int Batch, DrawnAxis Y, DrawnAxis X, int Channels, int Multiplier) Draw(WindowRow row, DrawnSizes sizes) =>
        (sizes.In(row.Batch), new(sizes, row), new(sizes, row), sizes.In(3..32), sizes.In(row.Multiplier));

    private static SingleOperator Operator(WindowRow row, DrawnSizes sizes, DrawnAxis y, DrawnAxis x, int multiplier) => sizes.Operator(
        BuiltinOperator.DepthwiseConv2D,
        new DepthwiseConv2DOptions(row.Padding, x.Stride, y.Stride, multiplier, row.Activation, x.Dilation, y.Dilation));
}
