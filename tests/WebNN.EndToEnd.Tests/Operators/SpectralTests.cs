using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class SpectralTests
{
    [Theory]
    [InlineData(BuiltinOperator.ComplexAbs)]
    [InlineData(BuiltinOperator.Real)]
    [InlineData(BuiltinOperator.Imag)]
    public void A_spectrum_of_rows_agrees(BuiltinOperator part) =>
        new SingleOperator(BuiltinOperator.Rfft2D)
            .Input(Elements.Float, 3, 1, 512).Vector(1, 512).Then(TensorType.Complex64, [3, 1, 257], part).Output(Elements.Float, 3, 1, 257)
            .AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(BuiltinOperator.ComplexAbs)]
    [InlineData(BuiltinOperator.Real)]
    [InlineData(BuiltinOperator.Imag)]
    public void A_spectrum_of_an_image_agrees(BuiltinOperator part) =>
        new SingleOperator(BuiltinOperator.Rfft2D)
            .Input(Elements.Float, 2, 3, 8, 32).Vector(8, 32).Then(TensorType.Complex64, [2, 3, 8, 17], part).Output(Elements.Float, 2, 3, 8, 17)
            .AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(5, 20)]
    [InlineData(11, 70)]
    public void What_is_shorter_or_longer_than_the_transform_agrees(int height, int width) =>
        new SingleOperator(BuiltinOperator.Rfft2D)
            .Input(Elements.Float, height, width).Vector(8, 64).Then(TensorType.Complex64, [8, 33], BuiltinOperator.Imag).Output(Elements.Float, 8, 33)
            .AgreesWithTFLite(Tolerance.Float);

    [Fact]
    public void Complex_numbers_are_reshaped() =>
        new SingleOperator(BuiltinOperator.Rfft2D)
            .Input(Elements.Float, 6, 1, 16).Vector(1, 16).Then(TensorType.Complex64, [6, 1, 9], BuiltinOperator.Reshape)
            .Vector(2, 27).Then(TensorType.Complex64, [2, 27], BuiltinOperator.ComplexAbs).Output(Elements.Float, 2, 27)
            .AgreesWithTFLite(Tolerance.Float);
}
