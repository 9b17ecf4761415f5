using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class Conv2DTests
{
    private static readonly WindowRow[] plain =
    [
        new("1x1", 1..1) { Image = 5..25 },
        new("3x3", 3..3) { Image = 5..25, Padding = Padding.Same },
        new("3x3Stride2", 3..3) { Image = 5..25, Stride = 2..2, Padding = Padding.Same },
        new("Grouped", 3..3) { Image = 5..25, Groups = 2..8, Padding = Padding.Same },
        .. WindowRow.Geometry,
        .. WindowRow.Dilations,
        .. WindowRow.Activations,
    ];

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = new Dictionary<string, Action<DrawnSizes>>()
        .Add("Conv2D", [.. plain, .. WindowRow.StoredWeights], Floats)
        .Add("DynamicallyQuantizedConv2D", plain.Select(row => row with { Weights = Weights.Dynamic }), Floats)
        .Add("SignedQuantizedConv2D", plain, (row, sizes) => Integers(Numbers.Signed, _ => Elements.Int8(Products.Weight, 0), row, sizes))
        .Add("UnsignedQuantizedConv2D", plain, (row, sizes) => Integers(Numbers.Unsigned, _ => Elements.UInt8(Products.Weight, 131), row, sizes))
        .Add(
            "ChannelwiseQuantizedConv2D",
            plain,
            (row, sizes) => Integers(Numbers.Signed, channels => Elements.PerChannel(Products.Weight, channels, 0), row, sizes));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static void Floats(WindowRow row, DrawnSizes sizes)
    {
        var (batch, y, x, groups, taken, given) = Draw(row, sizes);
        Operator(row, sizes, y, x)
            .Input(Elements.Float, batch, y.Size, x.Size, groups * taken)
            .Weights(row.Weights, 0, given, y.Kernel, x.Kernel, taken)
            .Constant(Elements.Float, given)
            .Output(Elements.Float, batch, y.Windows(row.Padding), x.Windows(row.Padding), given)
            .AgreesOrIsRefused(row.Activation, Near(row, summands: y.Kernel * x.Kernel * taken));
    }

    /// <summary>What is rounded before an activation is as far off after it, though the largest element ends at its bound.</summary>
    private static Tolerance Near(WindowRow row, int summands) => row switch
    {
        { Weights: not Weights.Dynamic } => Tolerance.Sums(summands),
        { Activation: Activation.ReluN1To1 } => Tolerance.Hybrid with { Relative = 0.15 },
        _ => Tolerance.Hybrid,
    };

    private static void Integers(Numbers numbers, Func<int, Elements> weights, WindowRow row, DrawnSizes sizes)
    {
        var (batch, y, x, groups, taken, given) = Draw(row, sizes);
        Operator(row, sizes, y, x)
            .Input(numbers.Of(Products.Input, -5), batch, y.Size, x.Size, groups * taken)
            .Constant(weights(given), given, y.Kernel, x.Kernel, taken)
            .Bias(Products.Input * Products.Weight, given)
            .Output(numbers.Sums(y.Kernel * x.Kernel * taken), batch, y.Windows(row.Padding), x.Windows(row.Padding), given)
            .AgreesOrIsRefused(row.Activation, numbers.Near);
    }

    /// <summary>A window's input channels are those of its group.</summary>
    private static (int Batch, DrawnAxis Y, DrawnAxis X, int Groups, int Taken, int Given) Draw(WindowRow row, DrawnSizes sizes)
    {
        var groups = sizes.In(row.Groups);
        return (sizes.In(row.Batch), new(sizes, row), new(sizes, row), groups, sizes.In(2..16), groups * sizes.In(2..16));
    }

    private static SingleOperator Operator(WindowRow row, DrawnSizes sizes, DrawnAxis y, DrawnAxis x) => sizes.Operator(
        BuiltinOperator.Conv2D, new Conv2DOptions(row.Padding, x.Stride, y.Stride, row.Activation, x.Dilation, y.Dilation));
}
