using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class SpectralTests
{
    private readonly Model model = new();

    [Fact]
    public void A_spectrum_of_rows_is_one_product_with_both_tables()
    {
        var spectrum = model.Tensor("s", TfLiteType.Complex64, 3, 1, 5);
        var magnitudes = model.Float("y", 3, 1, 5);
        Spectrum(spectrum, 1, 8);
        model.Node(BuiltinOperator.ComplexAbs, null, [spectrum], magnitudes);

        var plan = new GraphDelegate(new FakeContext(), new()).Plan(new FakeHost(model.Nodes, magnitudes.Index));

        Assert.Equal(
            """
            %0 = input x f32[3,1,8]
            %1 = reshape(%0) f32[3,8]
            %2 = constant f32[2,8,5]
            %3 = matmul(%1, %2) f32[2,3,5]
            %4 = reshape(%3) f32[2,3,1,5]
            %5 = reduceSumSquare(%4) axes=[0] f32[3,1,5]
            %6 = sqrt(%5) f32[3,1,5]
            output y = %6

            """,
            Assert.Single(plan.Report.Partitions).GraphText);
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(3, 8)]
    [InlineData(0, 8)]
    public void Lengths_that_TFLite_does_not_transform_are_refused(int height, int width) => Assert.Equal(
        $"#0 RFFT2D: lengths [{height},{width}]; TFLite transforms powers of 2 only", Spectrum(model.Tensor("s", TfLiteType.Complex64, 3, 5), height, width).Objection());

    [Fact]
    public void Complex_numbers_that_another_node_reads_are_refused_with_all_that_touch_them()
    {
        var (spectrum, turned) = (model.Tensor("s", TfLiteType.Complex64, 3, 1, 5), model.Tensor("t", TfLiteType.Complex64, 5, 3));
        var magnitudes = model.Float("y", 3, 1, 5);
        Spectrum(spectrum, 1, 8);
        model.Node(BuiltinOperator.Transpose, null, [spectrum, model.Indices("permutation", 1, 0)], turned);
        model.Node(BuiltinOperator.ComplexAbs, null, [spectrum], magnitudes);

        var report = new GraphDelegate(new FakeContext(), new()).Inspect(new FakeHost(model.Nodes, magnitudes.Index));

        Assert.Equal(
            [
                "RFFT2D: complex tensor 's' is shared with #1 TRANSPOSE, which WebNN does not run",
                "tensor 's' is Complex64; WebNN has no such type",
                "COMPLEX_ABS: complex tensor 's' is shared with #1 TRANSPOSE, which WebNN does not run",
            ],
            report.Refused.Select(node => node.Reason));
    }

    [Fact]
    public void Complex_numbers_that_the_model_gives_out_are_refused()
    {
        var spectrum = model.Tensor("s", TfLiteType.Complex64, 3, 1, 5);
        Spectrum(spectrum, 1, 8);

        var report = new GraphDelegate(new FakeContext(), new()).Inspect(new FakeHost(model.Nodes, spectrum.Index));

        Assert.Equal("RFFT2D: complex tensor 's' is an output of the model", Assert.Single(report.Refused).Reason);
    }

    [Fact]
    public void Complex_numbers_that_the_model_takes_are_refused()
    {
        var magnitudes = model.Float("y", 3);
        model.Node(BuiltinOperator.ComplexAbs, null, [model.Tensor("z", TfLiteType.Complex64, 3)], magnitudes);

        var report = new GraphDelegate(new FakeContext(), new()).Inspect(new FakeHost(model.Nodes, magnitudes.Index));

        Assert.Equal("COMPLEX_ABS: complex tensor 'z' is computed by no node", Assert.Single(report.Refused).Reason);
    }

    private NodeInfo Spectrum(TensorInfo output, int height, int width) => model.Node(
        BuiltinOperator.Rfft2D, null, [model.Float("x", 3, 1, 8), model.Indices("lengths", height, width)], output);
}
