using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class QuantizeTests
{
    private static readonly Elements signed = Elements.Int8(1.25f, -5);
    private static readonly Elements unsigned = Elements.UInt8(1.25f, 123);
    private static readonly Elements floats = Elements.Float with { Low = -200, High = 200 };

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = new Dictionary<string, Action<DrawnSizes>>()
        .Add("QuantizeFloat32ToInt8", Ranks(BuiltinOperator.Quantize, floats, signed))
        .Add("QuantizeFloat32ToUInt8", Ranks(BuiltinOperator.Quantize, floats, unsigned))
        .Add("QuantizeInt8ToInt8", Ranks(BuiltinOperator.Quantize, Elements.Int8(0.75f, 7), signed))
        .Add("QuantizeUInt8ToUInt8", Ranks(BuiltinOperator.Quantize, Elements.UInt8(0.75f, 135), unsigned))
        .Add("SignedDequantize", Ranks(BuiltinOperator.Dequantize, signed, floats))
        .Add("UnsignedDequantize", Ranks(BuiltinOperator.Dequantize, unsigned, floats));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static IEnumerable<Row> Ranks(BuiltinOperator code, Elements from, Elements to) => Suites.Ranks((sizes, shape) =>
        sizes.Operator(code).Input(from, shape).Output(to, shape)
            .AgreesWithTFLite(to.Quantization is null ? Tolerance.Float : Tolerance.OneStep(1)));
}
