using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class PadTests
{
    /// <summary>Which dimensions are padded, by 1 to 3 elements on each side.</summary>
    private static readonly (string Name, int[] Padded)[] rows =
    [
        ("Full4D", [1, 1, 1, 1]),
        ("Batch4D", [1, 0, 0, 0]),
        ("HeightAndWidth4D", [0, 1, 1, 0]),
        ("Channels4D", [0, 0, 0, 1]),
        ("Full3D", [1, 1, 1]),
        ("Batch3D", [1, 0, 0]),
        ("Width3D", [0, 1, 0]),
        ("Channels3D", [0, 0, 1]),
        ("Full2D", [1, 1]),
        ("Batch2D", [1, 0]),
        ("Channels2D", [0, 1]),
        ("1D", [1]),
        ("MultiThreading", [0, 0, 0, 1]),
    ];

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = new Dictionary<string, Action<DrawnSizes>>()
        .Add("Pad", Rows(Numbers.Float))
        .Add("SignedQuantizedPad", Rows(Numbers.Signed))
        .Add("UnsignedQuantizedPad", Rows(Numbers.Unsigned));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static IEnumerable<Row> Rows(Numbers numbers) => rows.Select(row => new Row(row.Name, sizes =>
    {
        var input = sizes.Shape(row.Padded.Length, 2..5);
        int[] paddings = [.. row.Padded.SelectMany(padded => new[] { padded * sizes.In(1..3), padded * sizes.In(1..3) })];
        int[] output = [.. input.Select((size, axis) => size + paddings[2 * axis] + paddings[(2 * axis) + 1])];
        sizes.Operator(BuiltinOperator.Pad).Input(numbers.Stored, input).Pairs(paddings).Output(numbers.Stored, output)
            .AgreesWithTFLite(Tolerance.Exact);
    }));
}
