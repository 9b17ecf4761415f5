using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class UnaryElementwiseTests
{
    private static readonly BuiltinOperator[] floats =
    [
        BuiltinOperator.Abs, BuiltinOperator.Ceil, BuiltinOperator.Elu, BuiltinOperator.Exp, BuiltinOperator.Floor, BuiltinOperator.HardSwish,
        BuiltinOperator.Logistic, BuiltinOperator.Neg, BuiltinOperator.Relu, BuiltinOperator.Relu6, BuiltinOperator.ReluN1To1,
        BuiltinOperator.Round, BuiltinOperator.Rsqrt, BuiltinOperator.Sqrt, BuiltinOperator.Square, BuiltinOperator.Tanh,
    ];

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = Tests();

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static Dictionary<string, Action<DrawnSizes>> Tests()
    {
        var tests = new Dictionary<string, Action<DrawnSizes>>();
        foreach (var code in floats)
        {
            var elements = code is BuiltinOperator.Sqrt or BuiltinOperator.Rsqrt ? Elements.Positive : Elements.Float;
            tests.Add($"{code}", Suites.Ranks((sizes, shape) => Run(sizes, shape, code, null, elements, Elements.Float, Tolerance.Float)));
        }

        foreach (var numbers in Numbers.Integers)
        {
            tests
                .Add($"{numbers.Prefix}Logistic", Suites.Ranks(Integers(numbers, BuiltinOperator.Logistic, numbers.Of(1 / 256f, -128))))
                .Add($"{numbers.Prefix}Tanh", Suites.Ranks(Integers(numbers, BuiltinOperator.Tanh, numbers.Of(1 / 128f, 0))));
        }

        tests.Add("SignedQuantizedElu", Suites.Ranks(Integers(Numbers.Signed, BuiltinOperator.Elu, Elements.Int8(0.05f, -100))));
        foreach (var numbers in Numbers.All)
        {
            tests
                .Add($"{numbers.Prefix}LeakyRelu", Suites.Ranks(LeakyRelu(numbers, 0.5f)))
                .Add($"{numbers.Prefix}LeakyRelu", [new("NegativeSlope", sizes => LeakyRelu(numbers, -0.75f)(sizes, sizes.Shape("BHWC")))]);
        }

        return tests;
    }

    private static Action<DrawnSizes, int[]> Integers(Numbers numbers, BuiltinOperator code, Elements result) =>
        (sizes, shape) => Run(sizes, shape, code, null, numbers.Of(0.05f, -20), result, numbers.Near);

    private static Action<DrawnSizes, int[]> LeakyRelu(Numbers numbers, float slope) => (sizes, shape) => Run(
        sizes, shape, BuiltinOperator.LeakyRelu, new LeakyReluOptions(slope), numbers.Of(0.05f, -20), numbers.Of(0.043f, -30), numbers.Near);

    private static void Run(
        DrawnSizes sizes, int[] shape, BuiltinOperator code, BuiltinOptions? options, Elements from, Elements to, Tolerance tolerance) =>
        sizes.Operator(code, options).Input(from, shape).Output(to, shape).AgreesWithTFLite(tolerance);
}
