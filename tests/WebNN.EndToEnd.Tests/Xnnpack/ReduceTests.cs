using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class ReduceTests
{
    /// <summary>Each list of axes forwards and backwards.</summary>
    private static readonly (string Name, string Shape, int[] Axes)[] rows =
    [
        ("4DReduceBatch", "BHWC", [0]),
        ("4DReduceHeight", "BHWC", [1]),
        ("4DReduceWidth", "BHWC", [2]),
        ("4DReduceHeightWidth", "BHWC", [1, 2]),
        ("4DReduceChannels", "BHWC", [3]),
        ("3DReduceBatch", "BWC", [0]),
        ("3DReduceWidth", "BWC", [1]),
        ("3DReduceChannels", "BWC", [2]),
        ("2DReduceBatch", "BC", [0]),
        ("2DReduceChannels", "BC", [1]),
        ("1D", "B", [0]),
    ];

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = new Dictionary<string, Action<DrawnSizes>>()
        .Add("Mean", Rows(BuiltinOperator.Mean, Numbers.Float))
        .Add("SignedQuantizedMean", Rows(BuiltinOperator.Mean, Numbers.Signed))
        .Add("UnsignedQuantizedMean", Rows(BuiltinOperator.Mean, Numbers.Unsigned))
        .Add("Sum", Rows(BuiltinOperator.Sum, Numbers.Float))
        .Add("SignedQuantizedSum", Rows(BuiltinOperator.Sum, Numbers.Signed))
        .Add("UnsignedQuantizedSum", Rows(BuiltinOperator.Sum, Numbers.Unsigned));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static IEnumerable<Row> Rows(BuiltinOperator code, Numbers numbers) =>
    [
        .. rows.Select(row => new Row(row.Name + "SqueezeDims", sizes => Run(code, numbers, row.Shape, row.Axes, false, sizes))),
        .. rows.Select(row => new Row(row.Name + "KeepDims", sizes => Run(code, numbers, row.Shape, row.Axes, true, sizes))),
        new Row("MultiThreading", sizes => Run(code, numbers, "BHWC", [1, 2], true, sizes)),
    ];

    private static void Run(BuiltinOperator code, Numbers numbers, string letters, int[] axes, bool keepDims, DrawnSizes sizes)
    {
        var input = sizes.Shape(letters);
        var output = keepDims
            ? input.Select((size, axis) => axes.Contains(axis) ? 1 : size)
            : input.Where((_, axis) => !axes.Contains(axis));
        foreach (var order in axes.Length == 1 ? [axes] : new[] { axes, [.. axes.Reverse()] })
        {
            sizes.Operator(code, new ReducerOptions(keepDims), version: 2)
                .Input(numbers.Of(0.05f, -10), input).Vector(order)
                // No sum leaves the type: TFLite 2.9 wraps it round, where the delegate ends at the bound.
                .Output(numbers.Of(code == BuiltinOperator.Sum ? 1.5f : 0.04f, 5), [.. output])
                .AgreesWithTFLite(numbers.Near);
        }
    }
}
