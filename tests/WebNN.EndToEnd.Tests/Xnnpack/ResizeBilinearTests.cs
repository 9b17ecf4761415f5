using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class ResizeBilinearTests
{
    private static readonly (string Name, bool AlignCorners, bool HalfPixelCenters)[] rows =
    [
        ("AlignCenters", false, true),
        ("AlignCentersTF1X", false, false),
        ("AlignCorners", true, false),
        ("MultiThreading", false, false),
    ];

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = new Dictionary<string, Action<DrawnSizes>>()
        .Add("ResizeBilinear", Rows(Numbers.Float))
        .Add("SignedQuantizedResizeBilinear", Rows(Numbers.Signed))
        .Add("UnsignedQuantizedResizeBilinear", Rows(Numbers.Unsigned));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static IEnumerable<Row> Rows(Numbers numbers) => rows.Select(row => new Row(row.Name, sizes =>
    {
        var (batch, channels, from, to) = (1, sizes.In(2..16), sizes.Shape(2, 2..10), sizes.Shape(2, 2..10));
        sizes.Operator(BuiltinOperator.ResizeBilinear, new ResizeBilinearOptions(row.AlignCorners, row.HalfPixelCenters), version: 3)
            .Input(numbers.Stored, [batch, .. from, channels]).Vector(to).Output(numbers.Stored, [batch, .. to, channels])
            .AgreesWithTFLite(numbers.Near);
    }));
}
