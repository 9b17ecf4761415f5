using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

/// <summary>Activations of int16: int32 where they are moved, floats where they are computed with.</summary>
public sealed class Int16Tests
{
    private readonly Model model = new();

    [Fact]
    public void A_sum_is_rounded_to_steps_and_limited_to_16_bits() => Assert.Equal(
        """
        %0 = input a i32[4]
        %1 = cast(%0) f32[4]
        %2 = constant f32[] 0.5
        %3 = mul(%1, %2) f32[4]
        %4 = input b i32[4]
        %5 = cast(%4) f32[4]
        %6 = constant f32[] 0.25
        %7 = mul(%5, %6) f32[4]
        %8 = add(%3, %7) f32[4]
        %9 = constant f32[] 0.125
        %10 = div(%8, %9) f32[4]
        %11 = roundEven(%10) f32[4]
        %12 = clamp(%11, -32768, 32767) f32[4]
        %13 = cast(%12) i32[4]
        output sum = %13

        """,
        Add(model.Int16("a", 0.5f, 4), model.Int16("b", 0.25f, 4), model.Int16("sum", 0.125f, 4), TfLiteFusedActivation.None).Translate());

    [Fact]
    public void A_fused_activation_bounds_the_steps() => Assert.Contains(
        "clamp(%11, 0, 48)",
        Add(model.Int16("a", 0.5f, 4), model.Int16("b", 0.25f, 4), model.Int16("sum", 0.125f, 4), TfLiteFusedActivation.Relu6).Translate(),
        StringComparison.Ordinal);

    [Fact]
    public void Elements_that_are_only_moved_stay_integers() => Assert.Equal(
        """
        %0 = input x i32[2,3]
        %1 = transpose(%0) permutation=[1,0] i32[3,2]
        output y = %1

        """,
        model.Node(BuiltinOperator.Transpose, null, [model.Int16("x", 0.5f, 2, 3), model.Indices("permutation", 1, 0)], model.Int16("y", 0.5f, 3, 2)).Translate());

    /// <summary>No node between two others makes integers of what the next one takes as floats.</summary>
    [Fact]
    public void Floats_go_from_node_to_node()
    {
        var (x, y, z) = (model.Int16("x", 0.5f, 1, 4, 4, 2), model.Int16("y", 0.5f, 1, 2, 2, 2), model.Int16("z", 0.25f, 1, 2, 2, 2));
        var pool = new TfLitePoolParams(TfLitePadding.Valid, 2, 2, 2, 2, TfLiteFusedActivation.None);
        ImmutableArray<NodeInfo> nodes =
        [
            model.Node(BuiltinOperator.MaxPool2D, pool, [x], y),
            model.Node(BuiltinOperator.Abs, null, [y], z),
        ];
        var translator = new GraphTranslator(new FakeContext(), new ConstantFolding(nodes));
        foreach (var node in nodes)
        {
            translator.Add(node);
        }

        Assert.Equal(
            "cast maxPool2d mul abs div roundEven clamp cast",
            string.Join(' ', translator.Builder.Define(translator.Outputs([z])).Nodes.Select(step => step.Operator)));
    }

    /// <summary>32767 steps of 0.3 · 0.7 / 0.9 are not 32767 steps of what 15 bits make of that.</summary>
    [Fact]
    public void Constant_weights_and_bias_stand_for_what_TFLites_factor_of_15_bits_gives()
    {
        const double Quotient = (double)0.3f * 0.7f / 0.9f;
        const double Factor = 30583 / (double)(1 << 17);
        var weights = model.Int8("weights", 0.7f, 0, 1, 2) with { Data = new byte[] { 1, 100 } };
        var bias = model.Tensor("bias", TfLiteType.Int64, 1) with { Data = MemoryMarshal.AsBytes<long>([1000]).ToArray() };
        var text = Product(weights, bias).Translate();

        Assert.Equal(30583, Math.Round(Quotient * (1 << 17)));
        Assert.Contains(FormattableString.Invariant($"f32[1] {(float)(1000 * Factor * 0.9f)}"), text, StringComparison.Ordinal);
        Assert.DoesNotContain(FormattableString.Invariant($"f32[1] {(float)(1000 * Quotient * 0.9f)}"), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_of_32_bits_have_the_quotient_itself() => Assert.Contains(
        FormattableString.Invariant($"f32[1] {(float)(1000 * ((double)0.3f * 0.7f / 0.9f) * 0.9f)}"),
        Product(model.Int8("weights", 0.7f, 0, 1, 2) with { Data = new byte[2] }, model.Indices("bias", 1000)).Translate(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(BuiltinOperator.Exp)]
    [InlineData(BuiltinOperator.Neg)]
    [InlineData(BuiltinOperator.Elu)]
    [InlineData(BuiltinOperator.HardSwish)]
    [InlineData(BuiltinOperator.LogSoftmax)]
    [InlineData(BuiltinOperator.ReluN1To1)]
    public void What_TFLites_kernel_does_not_take_is_refused(BuiltinOperator code) => Assert.Equal(
        $"#0 {code.SchemaName()}: tensor 'x' is Int16[4]; TFLite's kernel takes no int16",
        model.Node(code, null, [model.Int16("x", 0.5f, 4)], model.Int16("y", 0.5f, 4)).Objection());

    [Fact]
    public void Integers_that_stand_for_no_numbers_are_refused() => Assert.Equal(
        "#0 ADD: input 0 'a' is Int16[4] without quantization",
        Add(model.Tensor("a", TfLiteType.Int16, 4), model.Int16("b", 0.25f, 4), model.Int16("sum", 0.125f, 4), TfLiteFusedActivation.None).Objection());

    [Fact]
    public void A_zero_point_is_refused() => Assert.Equal(
        "tensor 'a': is Int16 with the zero point 3; expected 0",
        Add(
            model.Int16("a", 0.5f, 4) with { Quantization = new([0.5f], [3], 0) }, model.Int16("b", 0.25f, 4), model.Int16("sum", 0.125f, 4),
            TfLiteFusedActivation.None).Objection());

    [Fact]
    public void Weights_that_are_computed_are_refused() => Assert.Equal(
        "#0 FULLY_CONNECTED: tensor 'x' is Int16[1,2], 'weights' Int8[1,2]; expected one type",
        Product(model.Int8("weights", 0.7f, 0, 1, 2), null).Objection());

    [Fact]
    public void Weights_of_floats_are_refused() => Assert.Equal(
        "#0 FULLY_CONNECTED: input 1 'weights' is Float32[1,2]; expected constant int8, without blocks, for activations of int16",
        Product(model.FloatConstant("weights", 1, 2), null).Objection());

    [Fact]
    public void A_bias_that_is_computed_is_refused() => Assert.Equal(
        "#0 FULLY_CONNECTED: bias is Int64[1], computed at run time; expected a constant for activations of int16",
        Product(model.Int8("weights", 0.7f, 0, 1, 2) with { Data = new byte[2] }, model.Tensor("bias", TfLiteType.Int64, 1)).Objection());

    [Fact]
    public void A_sum_over_an_axis_in_other_steps_is_refused() => Assert.Equal(
        "#0 SUM: 'x' and 'y' are int16 of different scales; TFLite answers it with an error",
        model.Node(
            BuiltinOperator.Sum, new TfLiteReducerParams(false), [model.Int16("x", 0.5f, 2, 3), model.Indices("axes", 1)], model.Int16("y", 0.25f, 2)).Objection());

    [Fact]
    public void A_cast_that_would_drop_bits_is_refused() => Assert.Equal(
        "#0 CAST: Int32[4] to int16",
        model.Node(BuiltinOperator.Cast, null, [model.Tensor("x", TfLiteType.Int32, 4)], model.Tensor("y", TfLiteType.Int16, 4)).Objection());

    [Fact]
    public void A_sigmoid_in_other_steps_is_refused() => Assert.Equal(
        "#0 LOGISTIC: 'y' has another scale than 2^-15",
        model.Node(BuiltinOperator.Logistic, null, [model.Int16("x", 0.5f, 4)], model.Int16("y", 0.5f, 4)).Objection());

    [Fact]
    public void Probabilities_of_int8_are_refused() => Assert.Equal(
        "#0 SOFTMAX: tensor 'x' is Int16[4], 'y' Int8[4]; expected one type",
        model.Node(BuiltinOperator.Softmax, new TfLiteSoftmaxParams(1), [model.Int16("x", 0.5f, 4)], model.Int8("y", 1 / 256f, -128, 4)).Objection());

    private NodeInfo Add(TensorInfo a, TensorInfo b, TensorInfo sum, TfLiteFusedActivation activation) =>
        model.Node(BuiltinOperator.Add, new TfLiteActivationParams(activation), [a, b], sum);

    private NodeInfo Product(TensorInfo weights, TensorInfo? bias) => model.Node(
        BuiltinOperator.FullyConnected, new TfLiteFullyConnectedParams(), [model.Int16("x", 0.3f, 1, 2), weights, bias], model.Int16("y", 0.9f, 1, 1));
}
