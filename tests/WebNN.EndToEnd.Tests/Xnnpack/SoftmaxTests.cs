using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class SoftmaxTests
{
    private static readonly (string Name, string Shape, float[] Betas)[] rows =
    [
        ("4D", "BHWC", [1]),
        ("3D", "BWC", [1]),
        ("2D", "BC", [1]),
        ("1D", "B", [1]),
        ("Beta", "BHWC", [0.1f, 10]),
        ("MultiThreading", "BHWC", [1]),
    ];

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = new Dictionary<string, Action<DrawnSizes>>()
        .Add("Softmax", rows.Select(row => new Row(row.Name, sizes => Array.ForEach(row.Betas, beta => Run(beta, sizes.Shape(row.Shape), sizes)))));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static void Run(float beta, int[] shape, DrawnSizes sizes) =>
        sizes.Operator(BuiltinOperator.Softmax, new SoftmaxOptions(beta)).Input(Elements.Float, shape).Output(Elements.Float, shape)
            .AgreesWithTFLite(Tolerance.Float);
}
