using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class ReductionTests
{
    [Theory]
    [InlineData(BuiltinOperator.Mean, true)]
    [InlineData(BuiltinOperator.Mean, false)]
    [InlineData(BuiltinOperator.Sum, true)]
    [InlineData(BuiltinOperator.ReduceProd, false)]
    [InlineData(BuiltinOperator.ReduceMax, true)]
    [InlineData(BuiltinOperator.ReduceMin, false)]
    public void Reductions_of_floats_agree(BuiltinOperator code, bool keepDims) =>
        new SingleOperator(code, new ReducerOptions(keepDims))
            .Input(Elements.Float, 2, 5, 6, 7).Vector(1, -2).Output(Elements.Float, keepDims ? [2, 1, 1, 7] : [2, 7])
            .AgreesWithTFLite(Tolerance.Float);

    /// <summary>TFLite adds one element after the other: its own mean is the farther from the exact one.</summary>
    [Theory]
    [InlineData(BuiltinOperator.Mean)]
    [InlineData(BuiltinOperator.Sum)]
    public void Long_sums_of_floats_agree_within_what_their_length_allows(BuiltinOperator code) =>
        new SingleOperator(code, new ReducerOptions())
            .Input(Elements.Positive, 1, 384, 384, 2).Vector(1, 2).Output(Elements.Float, 1, 2)
            .AgreesWithTFLite(Tolerance.Sums(384 * 384));

    [Theory]
    [InlineData(BuiltinOperator.Sum)]
    [InlineData(BuiltinOperator.ReduceMax)]
    [InlineData(BuiltinOperator.Mean)]
    public void Reductions_of_int32_agree(BuiltinOperator code) =>
        new SingleOperator(code, new ReducerOptions())
            .Input(Elements.Int32(-50, 50), 4, 7).Vector(1).Output(Elements.Int32(0, 0), 4)
            .AgreesWithTFLite(Tolerance.Exact);

    /// <summary>Sums and products wrap around; only the mean of int32 is that of the whole sum.</summary>
    [Theory]
    [InlineData(BuiltinOperator.Sum)]
    [InlineData(BuiltinOperator.ReduceProd)]
    [InlineData(BuiltinOperator.ReduceMax)]
    [InlineData(BuiltinOperator.ReduceMin)]
    [InlineData(BuiltinOperator.Mean)]
    public void Reductions_of_the_largest_integers_agree(BuiltinOperator code)
    {
        new SingleOperator(code, new ReducerOptions())
            .Input(Elements.Int32(int.MinValue, int.MaxValue), 4, 7, 3).Vector(0, 2).Output(Elements.Int32(0, 0), 7)
            .AgreesWithTFLite(Tolerance.Exact);
        new SingleOperator(code, new ReducerOptions())
            .Input(Elements.Int64(-1L << 52, 1L << 52), 4, 7, 3).Vector(1).Output(Elements.Int64(0, 0), 4, 3)
            .AgreesWithTFLite(Tolerance.Exact);
    }

    [Theory]
    [InlineData(TensorType.Int8, true, 0.05f, -20)]
    [InlineData(TensorType.UInt8, true, 0.05f, -20)]
    [InlineData(TensorType.Int8, true, 0.02f, 9)]
    [InlineData(TensorType.UInt8, false, 0.02f, 9)]
    public void Mean_of_integers_over_an_image_agrees(TensorType type, bool keepDims, float scale, int zeroPoint) =>
        new SingleOperator(BuiltinOperator.Mean, new ReducerOptions(keepDims))
            .Input(Quantized(type, 0.05f, -20), 2, 7, 7, 64).Vector(1, 2)
            .Output(Quantized(type, scale, zeroPoint), keepDims ? [2, 1, 1, 64] : [2, 64])
            .AgreesWithTFLite(Tolerance.OneStep(0.05));

    [Theory]
    [InlineData(TensorType.Int8)]
    [InlineData(TensorType.UInt8)]
    public void Mean_of_integers_over_one_axis_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Mean, new ReducerOptions())
            .Input(Quantized(type, 0.05f, -20), 12, 7, 9).Vector(1).Output(Quantized(type, 0.03f, 5), 12, 9)
            .AgreesWithTFLite(Tolerance.OneStep(0.05));

    /// <summary>Within the result's range: beyond it TFLite's kernel wraps around, where the delegate saturates.</summary>
    [Fact]
    public void Sum_of_int8_agrees() =>
        new SingleOperator(BuiltinOperator.Sum, new ReducerOptions())
            .Input(Elements.Int8(0.05f, -20), 12, 7, 9).Vector(1).Output(Elements.Int8(0.5f, 5), 12, 9)
            .AgreesWithTFLite(Tolerance.OneStep(0.05));

    [Theory]
    [InlineData(BuiltinOperator.ReduceMax, TensorType.Int8)]
    [InlineData(BuiltinOperator.ReduceMin, TensorType.UInt8)]
    public void Extremes_of_integers_agree(BuiltinOperator code, TensorType type) =>
        new SingleOperator(code, new ReducerOptions())
            .Input(Quantized(type, 0.05f, -20), 12, 7, 9).Vector(1).Output(Quantized(type, 0.05f, -20), 12, 9)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(BuiltinOperator.ReduceAny)]
    [InlineData(BuiltinOperator.ReduceAll)]
    public void Any_and_all_agree(BuiltinOperator code) =>
        new SingleOperator(code, new ReducerOptions())
            .Input(Elements.Bool, 9, 2).Vector(1).Output(Elements.Bool, 9)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32, TensorType.Int64)]
    [InlineData(TensorType.Int8, TensorType.Int32)]
    [InlineData(TensorType.UInt8, TensorType.Int64)]
    [InlineData(TensorType.Int32, TensorType.Int32)]
    public void ArgMax_agrees_and_takes_the_first_of_equals(TensorType type, TensorType index) =>
        new SingleOperator(BuiltinOperator.ArgMax, new ArgMaxOptions(index))
            .Input(Few(type), 6, 4, 30).Scalar(-1).Output(index == TensorType.Int32 ? Elements.Int32(0, 0) : Elements.Int64(0, 0), 6, 4)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void ArgMin_agrees() =>
        new SingleOperator(BuiltinOperator.ArgMin, new ArgMinOptions(TensorType.Int32))
            .Input(Elements.Float, 6, 4, 30).Scalar(1).Output(Elements.Int32(0, 0), 6, 30)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Cumsum_agrees(bool exclusive, bool reverse) =>
        new SingleOperator(BuiltinOperator.Cumsum, new CumsumOptions(exclusive, reverse))
            .Input(Elements.Float, 3, 6).Scalar(1).Output(Elements.Float, 3, 6)
            .AgreesWithTFLite(Tolerance.Float);

    /// <summary>Few values, so that the largest repeats.</summary>
    private static Elements Few(TensorType type) => type switch
    {
        TensorType.Int8 => Elements.Int8(0.1f, 0) with { Low = -3, High = 3 },
        TensorType.UInt8 => Elements.UInt8(0.1f, 0) with { Low = 0, High = 3 },
        TensorType.Int32 => Elements.Int32(-3, 3),
        _ => Elements.Float,
    };

    private static Elements Quantized(TensorType type, float scale, int zeroPoint) =>
        type == TensorType.Int8 ? Elements.Int8(scale, zeroPoint) : Elements.UInt8(scale, zeroPoint + 128);
}
