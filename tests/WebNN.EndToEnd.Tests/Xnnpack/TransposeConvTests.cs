using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class TransposeConvTests
{
    private static readonly WindowRow[] plain = WithAndWithoutBias(
    [
        Single("2x2Stride2", 2, 2),
        Single("3x3Stride2", 3, 2) with { Padding = Padding.Same },
        Single("4x4Stride2", 4, 2),
        Single("4x4Stride4", 4, 4),
        .. WindowRow.Geometry,
        new("MultiThreading", 3..5) { Stride = 2..3, Padding = Padding.Same },
    ]);

    private static readonly WindowRow[] stored = WithAndWithoutBias(WindowRow.StoredWeights.Select(row => row with { Padding = Padding.Same }));

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = new Dictionary<string, Action<DrawnSizes>>()
        .Add("TransposeConvTest", [.. plain, .. stored], Floats)
        .Add("DynamicallyQuantizedTransposeConvTest", plain.Select(row => row with { Weights = Weights.Dynamic }), Floats)
        .Add("SignedQuantizedTransposeConvTest", plain, (row, sizes) => Integers(Numbers.Signed, Elements.Int8(Products.Weight, 0), row, sizes))
        .Add("UnsignedQuantizedTransposeConvTest", plain, (row, sizes) => Integers(Numbers.Unsigned, Elements.UInt8(Products.Weight, 131), row, sizes));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static WindowRow Single(string name, int kernel, int stride) =>
        new(name, kernel..kernel) { Batch = 1..1, Image = 5..25, Stride = stride..stride };

    private static WindowRow[] WithAndWithoutBias(IEnumerable<WindowRow> rows) =>
        [.. rows.SelectMany(row => new[] { row, row with { Name = row.Name + "NoBias", HasBias = false } })];

    private static void Floats(WindowRow row, DrawnSizes sizes)
    {
        var (batch, y, x, taken, given) = Draw(row, sizes);
        var op = Operator(row, sizes, y, x)
            .Vector(batch, y.Size, x.Size, given)
            .Weights(row.Weights, 0, given, y.Kernel, x.Kernel, taken)
            .Input(Elements.Float, batch, y.Windows(row.Padding), x.Windows(row.Padding), taken);
        (row.HasBias ? op.Constant(Elements.Float, given) : op)
            .Output(Elements.Float, batch, y.Size, x.Size, given)
            .AgreesWithTFLite(row.Weights == Weights.Dynamic ? Tolerance.Hybrid : Tolerance.Float);
    }

    private static void Integers(Numbers numbers, Elements weights, WindowRow row, DrawnSizes sizes)
    {
        var (batch, y, x, taken, given) = Draw(row, sizes);
        var op = Operator(row, sizes, y, x)
            .Vector(batch, y.Size, x.Size, given)
            .Constant(weights, given, y.Kernel, x.Kernel, taken)
            .Input(numbers.Of(Products.Input, -5), batch, y.Windows(row.Padding), x.Windows(row.Padding), taken);
        (row.HasBias ? op.Bias(Products.Input * Products.Weight, given) : op)
            .Output(numbers.Sums(y.Kernel * x.Kernel * taken), batch, y.Size, x.Size, given)
            .AgreesWithTFLite(numbers.Near);
    }

    /// <summary>The axes' sizes are the result's.</summary>
    private static (int Batch, DrawnAxis Y, DrawnAxis X, int Taken, int Given) Draw(WindowRow row, DrawnSizes sizes) =>
        (sizes.In(row.Batch), new(sizes, row), new(sizes, row), sizes.In(2..5), sizes.In(2..5));

    private static SingleOperator Operator(WindowRow row, DrawnSizes sizes, DrawnAxis y, DrawnAxis x) =>
        sizes.Operator(BuiltinOperator.TransposeConv, new TransposeConvOptions(row.Padding, x.Stride, y.Stride), version: 3);
}
