using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class MatrixProductTests
{
    private readonly Model model = new();

    [Fact]
    public void FullyConnected_is_a_product_with_transposed_weights() => Assert.Equal(
        """
        %0 = input x f32[2,3]
        %1 = constant f32[4,3]
        %2 = constant f32[4]
        %3 = gemm(%0, %1, %2) bTranspose f32[2,4]
        %4 = relu(%3) f32[2,4]
        output y = %4

        """,
        model.Node(
        BuiltinOperator.FullyConnected,
        new TfLiteFullyConnectedParams(TfLiteFusedActivation.Relu, TfLiteFullyConnectedWeightsFormat.Default, false),
        [model.Float("x", 2, 3), model.FloatConstant("weights", 4, 3), model.FloatConstant("bias", 4)],
        model.Float("y", 2, 4)).Translate());

    [Fact]
    public void FullyConnected_takes_weights_with_scales_for_blocks_as_they_are() => Assert.Equal(
        """
        %0 = constant i8[3,64]
        %1 = constant f32[3,2]
        %2 = constant i8[3,2]
        %3 = dequantizeLinear(%0, %1, %2) f32[3,64]
        %4 = input x f32[2,64]
        %5 = gemm(%4, %3) bTranspose f32[2,3]
        output y = %5

        """,
        model.Node(
        BuiltinOperator.FullyConnected,
        new TfLiteFullyConnectedParams(TfLiteFusedActivation.None, TfLiteFullyConnectedWeightsFormat.Default, false),
        [
            model.Float("x", 2, 64),
            model.Tensor("weights", TfLiteType.Int8, 3, 64) with { Data = new byte[3 * 64], Quantization = new([1, 2, 3, 4, 5, 6], [0, 1, 0, -8, 7, 0], 1) { BlockSize = 32 } },
            null,
        ],
        model.Float("y", 2, 3)).Translate());

    [Fact]
    public void FullyConnected_of_an_image_takes_rows_of_elements_and_needs_no_bias() => Assert.Equal(
        """
        %0 = input x f32[1,2,2,3]
        %1 = reshape(%0) f32[1,12]
        %2 = constant f32[4,12]
        %3 = gemm(%1, %2) bTranspose f32[1,4]
        output y = %3

        """,
        model.Node(
        BuiltinOperator.FullyConnected,
        new TfLiteFullyConnectedParams(TfLiteFusedActivation.None, TfLiteFullyConnectedWeightsFormat.Default, false),
        [model.Float("x", 1, 2, 2, 3), model.FloatConstant("weights", 4, 12), null],
        model.Float("y", 1, 4)).Translate());

    [Fact]
    public void FullyConnected_of_int8_reshapes_integers_and_keeps_the_dimensions_asked_for() => Assert.Equal(
        """
        %0 = input x i8[2,2,3]
        %1 = reshape(%0) i8[4,3]
        %2 = constant f32[1,1] 0.5
        %3 = constant i8[1,1] 1
        %4 = dequantizeLinear(%1, %2, %3) f32[4,3]
        %5 = constant i8[4,3]
        %6 = constant f32[1,1] 0.25
        %7 = constant i8[1,1] 0
        %8 = dequantizeLinear(%5, %6, %7) f32[4,3]
        %9 = constant i32[4]
        %10 = constant f32[4]
        %11 = constant i32[4]
        %12 = dequantizeLinear(%9, %10, %11) f32[4]
        %13 = gemm(%4, %8, %12) bTranspose f32[4,4]
        %14 = constant f32[1,1] 0.125
        %15 = constant i8[1,1] -1
        %16 = quantizeLinear(%13, %14, %15) i8[4,4]
        %17 = reshape(%16) i8[2,2,4]
        output y = %17

        """,
        model.Node(
        BuiltinOperator.FullyConnected,
        new TfLiteFullyConnectedParams(TfLiteFusedActivation.None, TfLiteFullyConnectedWeightsFormat.Default, true),
        [model.Int8("x", 0.5f, 1, 2, 2, 3), model.Int8("weights", 0.25f, 0, 4, 3) with { Data = new byte[12] }, model.Indices("bias", 1, 2, 3, 4)],
        model.Int8("y", 0.125f, -1, 2, 2, 4)).Translate());

    [Fact]
    public void FullyConnected_of_shuffled_weights_is_refused() => Assert.Equal(
        "#0 FULLY_CONNECTED: weights in the format Shuffled4X16Int8",
        model.Node(
            BuiltinOperator.FullyConnected,
            new TfLiteFullyConnectedParams(TfLiteFusedActivation.None, TfLiteFullyConnectedWeightsFormat.Shuffled4X16Int8, false),
            [model.Float("x", 2, 3), model.FloatConstant("weights", 4, 3), null],
            model.Float("y", 2, 4)).Objection());

    [Fact]
    public void FullyConnected_of_elements_that_do_not_fill_rows_is_refused() => Assert.Equal(
        "#0 FULLY_CONNECTED: input 0 is Float32[2,4]; weights take 3 a row",
        model.Node(
            BuiltinOperator.FullyConnected,
            new TfLiteFullyConnectedParams(TfLiteFusedActivation.None, TfLiteFullyConnectedWeightsFormat.Default, false),
            [model.Float("x", 2, 4), model.FloatConstant("weights", 4, 3), null],
            model.Float("y", 2, 4)).Objection());

    [Fact]
    public void BatchMatmul_transposes_what_is_adjoint() => Assert.Equal(
        """
        %0 = input b f32[5,4,3]
        %1 = transpose(%0) permutation=[0,2,1] f32[5,3,4]
        %2 = input a f32[5,2,3]
        %3 = matmul(%2, %1) f32[5,2,4]
        output c = %3

        """,
        model.Node(
        BuiltinOperator.BatchMatmul,
        new TfLiteBatchMatMulParams(false, true),
        [model.Float("a", 5, 2, 3), model.Float("b", 5, 4, 3)],
        model.Float("c", 5, 2, 4)).Translate());
}
