using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class PoolingTests
{
    private readonly Model model = new();

    [Fact]
    public void AveragePool2D_states_its_layout_and_padding() => Assert.Equal(
        """
        %0 = input image f32[1,5,6,2]
        %1 = averagePool2d(%0) window=[2,3] padding=[0,1,1,1] strides=[2,1] nhwc f32[1,3,6,2]
        %2 = relu(%1) f32[1,3,6,2]
        output result = %2

        """,
        Pool(BuiltinOperator.AveragePool2D).Translate());

    [Fact]
    public void L2Pool2D_is_the_root_of_the_mean_square() => Assert.Equal("mul averagePool2d sqrt relu", Pool(BuiltinOperator.L2Pool2D).Operators());

    [Fact]
    public void MaxPool2D_of_int8_works_on_integers() => Assert.Equal(
        """
        %0 = input image i8[1,4,4,2]
        %1 = maxPool2d(%0) window=[2,2] strides=[2,2] nhwc i8[1,2,2,2]
        %2 = clamp(%1, 3, _) i8[1,2,2,2]
        output result = %2

        """,
        model.Node(
        BuiltinOperator.MaxPool2D,
        new TfLitePoolParams(TfLitePadding.Valid, 2, 2, 2, 2, TfLiteFusedActivation.Relu),
        [model.Int8("image", 0.5f, 3, 1, 4, 4, 2)],
        model.Int8("result", 0.5f, 3, 1, 2, 2, 2)).Translate());

    [Fact]
    public void AveragePool2D_of_uint8_averages_numbers() => Assert.Equal("dequantizeLinear averagePool2d quantizeLinear", model.Node(
        BuiltinOperator.AveragePool2D,
        new TfLitePoolParams(TfLitePadding.Valid, 2, 2, 2, 2, TfLiteFusedActivation.None),
        [model.UInt8("image", 0.5f, 3, 1, 4, 4, 2)],
        model.UInt8("result", 0.5f, 3, 1, 2, 2, 2)).Operators());

    [Fact]
    public void A_window_without_elements_is_refused() => Assert.Equal(
        "#0 MAX_POOL_2D: window [0,2]",
        model.Node(
            BuiltinOperator.MaxPool2D,
            new TfLitePoolParams(TfLitePadding.Valid, 2, 2, 2, 0, TfLiteFusedActivation.Relu),
            [model.Float("image", 1, 4, 4, 2)],
            model.Float("result", 1, 2, 2, 2)).Objection());

    private NodeInfo Pool(BuiltinOperator code) => model.Node(
        code,
        new TfLitePoolParams(TfLitePadding.Same, 1, 2, 3, 2, TfLiteFusedActivation.Relu),
        [model.Float("image", 1, 5, 6, 2)],
        model.Float("result", 1, 3, 6, 2));
}
