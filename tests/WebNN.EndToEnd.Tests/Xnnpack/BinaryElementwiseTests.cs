using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

/// <summary>Each pair of shapes in both orders.</summary>
public sealed class BinaryElementwiseTests
{
    private static readonly Row[] forms =
    [
        new("4DBy4D", "BHWC", "BHWC"),
        new("4DBy4DBroadcastChannels", "BHWC", "111C"),
        new("4DBy4DBroadcastWidth", "BHWC", "11W1"),
        new("4DBy4DBroadcastHeight", "BHWC", "1H11"),
        new("4DBy4DBroadcastBatch", "BHWC", "B111"),
        new("4DBy4DBroadcastHeightWidthChannels", "BHWC", "1HWC"),
        new("4DBy3D", "BHWC", "HWC"),
        new("4DBy2D", "BHWC", "WC"),
        new("4DBy1D", "BHWC", "C"),
        new("4DBy0D", "BHWC", ""),
        new("2DBy2D", "BC", "BC"),
        new("2DBy1D", "BC", "C"),
        new("2DBy0D", "BC", ""),
    ];

    private static readonly Row[] plain =
    [
        .. forms,
        .. forms.Select(row => row with { Name = row.Name.Replace("By", "ByStatic", StringComparison.Ordinal), IsStatic = true }),
        Same("MultiThreading"),
    ];

    private static readonly Row[] stored =
    [
        Static("FP16Weights") with { Weights = Weights.Half },
        Static("INT8Weights") with { Weights = Weights.TensorWise },
        Static("INT8ChannelWiseWeights") with { Weights = Weights.ChannelWise },
        Static("SparseWeights") with { Weights = Weights.Sparse },
    ];

    private static readonly Row[] activations =
    [
        Same("ReluActivation") with { Activation = Activation.Relu },
        Same("Relu6Activation") with { Activation = Activation.Relu6 },
        Same("ReluMinus1To1Activation") with { Activation = Activation.ReluN1To1 },
        Same("TanhActivation") with { Activation = Activation.Tanh },
        Same("SignBitActivation") with { Activation = Activation.SignBit },
    ];

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = new Dictionary<string, Action<DrawnSizes>>()
        .Add("Add", [.. plain, .. stored, .. activations], (row, sizes) => Floats(BuiltinOperator.Add, row, sizes))
        .Add("Sub", [.. plain, .. stored, .. activations], (row, sizes) => Floats(BuiltinOperator.Sub, row, sizes))
        .Add("Mul", [.. plain, .. stored, .. activations], (row, sizes) => Floats(BuiltinOperator.Mul, row, sizes))
        .Add("Div", [.. plain, stored[0], .. activations], (row, sizes) => Floats(BuiltinOperator.Div, row, sizes))
        .Add("Maximum", [.. plain, .. stored], (row, sizes) => Floats(BuiltinOperator.Maximum, row, sizes))
        .Add("Minimum", [.. plain, .. stored], (row, sizes) => Floats(BuiltinOperator.Minimum, row, sizes))
        .Add("SquaredDifference", [.. plain, .. stored], (row, sizes) => Floats(BuiltinOperator.SquaredDifference, row, sizes))
        .Add("SignedQuantizedAdd", [.. plain, .. activations], (row, sizes) => Integers(BuiltinOperator.Add, Numbers.Signed, row, sizes))
        .Add("SignedQuantizedSub", [.. plain, .. activations], (row, sizes) => Integers(BuiltinOperator.Sub, Numbers.Signed, row, sizes))
        .Add("SignedQuantizedMul", [.. plain, .. activations], (row, sizes) => Integers(BuiltinOperator.Mul, Numbers.Signed, row, sizes))
        .Add("UnsignedQuantizedAdd", [.. plain, .. activations], (row, sizes) => Integers(BuiltinOperator.Add, Numbers.Unsigned, row, sizes))
        .Add("UnsignedQuantizedSub", [.. plain, .. activations], (row, sizes) => Integers(BuiltinOperator.Sub, Numbers.Unsigned, row, sizes))
        .Add("UnsignedQuantizedMul", [.. plain, .. activations], (row, sizes) => Integers(BuiltinOperator.Mul, Numbers.Unsigned, row, sizes));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static Row Same(string name) => new(name, "BHWC", "BHWC");

    private static Row Static(string name) => Same(name) with { IsStatic = true };

    /// <summary>The smaller operand last, and first.</summary>
    private static void Floats(BuiltinOperator code, Row row, DrawnSizes sizes)
    {
        var (large, small) = (sizes.Shape(row.Large), sizes.Shape(row.Small));
        // What is divided by stays away from 0, where a quotient's error has no bound.
        var divisor = code == BuiltinOperator.Div ? Elements.Positive : Elements.Float;
        row.Operand(Operator(code, row, sizes).Input(Elements.Float, large), divisor, small)
            .Output(Elements.Float, large).AgreesOrIsRefused(row.Activation, Tolerance.Float);
        row.Operand(Operator(code, row, sizes), Elements.Float, small).Input(divisor, large)
            .Output(Elements.Float, large).AgreesOrIsRefused(row.Activation, Tolerance.Float);
    }

    private static void Integers(BuiltinOperator code, Numbers numbers, Row row, DrawnSizes sizes)
    {
        var (large, small) = (sizes.Shape(row.Large), sizes.Shape(row.Small));
        var (first, second) = (numbers.Of(0.03f, 3), numbers.Of(0.05f, -20));
        var result = numbers.Of(code == BuiltinOperator.Mul ? 0.15f : 0.07f, -4);
        row.Operand(Operator(code, row, sizes).Input(first, large), second, small)
            .Output(result, large).AgreesOrIsRefused(row.Activation, numbers.Near);
        row.Operand(Operator(code, row, sizes), second, small).Input(first, large)
            .Output(result, large).AgreesOrIsRefused(row.Activation, numbers.Near);
    }

    private static SingleOperator Operator(BuiltinOperator code, Row row, DrawnSizes sizes) => sizes.Operator(code, code switch
    {
        BuiltinOperator.Add => new AddOptions(row.Activation),
        BuiltinOperator.Sub => new SubOptions(row.Activation),
        BuiltinOperator.Mul => new MulOptions(row.Activation),
        BuiltinOperator.Div => new DivOptions(row.Activation),
        _ => null,
    });

    private sealed record Row(string Name, string Large, string Small)
    {
        public bool IsStatic { get; init; }

        public Weights Weights { get; init; }

        public Activation Activation { get; init; }

        public SingleOperator Operand(SingleOperator op, Elements elements, int[] shape) =>
            Weights != Weights.Float ? op.Weights(Weights, shape.Length - 1, shape)
            : IsStatic ? op.Constant(elements, shape)
            : op.Input(elements, shape);

        public override string ToString() => Name;
    }
}
