using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class ArithmeticTests
{
    [Theory]
    [InlineData(BuiltinOperator.Add, Activation.None)]
    [InlineData(BuiltinOperator.Add, Activation.Relu)]
    [InlineData(BuiltinOperator.Sub, Activation.ReluN1To1)]
    [InlineData(BuiltinOperator.Mul, Activation.Relu6)]
    [InlineData(BuiltinOperator.Div, Activation.None)]
    public void Operators_of_floats_agree_and_broadcast(BuiltinOperator code, Activation activation) =>
        new SingleOperator(code, Options(code, activation))
            .Input(Elements.Float, 2, 3, 4, 5).Input(Elements.Positive, 4, 1)
            .Output(Elements.Float, 2, 3, 4, 5)
            .AgreesWithTFLite(Tolerance.Float);

    /// <summary>TFLite's own results end at the largest finite floats, which this tolerance takes for infinities.</summary>
    [Theory]
    [InlineData(BuiltinOperator.Add)]
    [InlineData(BuiltinOperator.Sub)]
    [InlineData(BuiltinOperator.Mul)]
    [InlineData(BuiltinOperator.Div)]
    public void Operators_of_floats_that_overflow_agree_but_for_the_largest_finite_float(BuiltinOperator code) =>
        new SingleOperator(code, Options(code, Activation.None))
            .Values(3e38f, -3e38f, float.PositiveInfinity, float.NegativeInfinity, 1, -1)
            .Values(code == BuiltinOperator.Div ? [0.1f, 0.1f, 2, 2, 0, 0] : code == BuiltinOperator.Sub ? [-3e38f, 3e38f, 2, 2, 3, 3] : [3e38f, code == BuiltinOperator.Add ? -3e38f : 3e38f, 2, 2, 3, 3])
            .Output(Elements.Float, 6)
            .AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(BuiltinOperator.Add)]
    [InlineData(BuiltinOperator.Sub)]
    [InlineData(BuiltinOperator.Mul)]
    [InlineData(BuiltinOperator.Div)]
    public void Operators_of_int32_agree(BuiltinOperator code) =>
        new SingleOperator(code, Options(code, Activation.Relu))
            .Input(Elements.Int32(-1000, 1000), 3, 5).Input(Elements.Int32(1, 9), 5)
            .Output(Elements.Int32(0, 0), 3, 5)
            .AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(BuiltinOperator.Add, Activation.None)]
    [InlineData(BuiltinOperator.Add, Activation.Relu6)]
    [InlineData(BuiltinOperator.Sub, Activation.None)]
    [InlineData(BuiltinOperator.Mul, Activation.Relu)]
    public void Operators_of_int8_agree(BuiltinOperator code, Activation activation) =>
        new SingleOperator(code, Options(code, activation))
            .Input(Elements.Int8(0.03f, 3), 2, 7, 7, 16).Input(Elements.Int8(0.05f, -20), 2, 7, 7, 16)
            .Output(Elements.Int8(0.07f, -4), 2, 7, 7, 16)
            .AgreesWithTFLite(Tolerance.OneStep(0.05));

    [Theory]
    [InlineData(BuiltinOperator.Add)]
    [InlineData(BuiltinOperator.Sub)]
    [InlineData(BuiltinOperator.Mul)]
    public void Operators_of_uint8_agree_and_broadcast(BuiltinOperator code) =>
        new SingleOperator(code, Options(code, Activation.None))
            .Input(Elements.UInt8(0.03f, 120), 2, 7, 7, 16).Constant(Elements.UInt8(0.05f, 140), 16)
            .Output(Elements.UInt8(0.07f, 128), 2, 7, 7, 16)
            .AgreesWithTFLite(Tolerance.OneStep(0.05));

    [Theory]
    [InlineData(BuiltinOperator.Maximum)]
    [InlineData(BuiltinOperator.Minimum)]
    public void Maximum_and_minimum_agree(BuiltinOperator code)
    {
        new SingleOperator(code)
            .Input(Elements.Float, 3, 4).Input(Elements.Float, 4).Output(Elements.Float, 3, 4).AgreesWithTFLite(Tolerance.Exact);
        new SingleOperator(code)
            .Input(Elements.Int8(0.1f, 3), 3, 4).Input(Elements.Int8(0.1f, 3), 3, 4).Output(Elements.Int8(0.1f, 3), 3, 4)
            .AgreesWithTFLite(Tolerance.Exact);
        new SingleOperator(code)
            .Input(Elements.Int64(-9, 9), 3, 4).Input(Elements.Int64(-9, 9), 3, 4).Output(Elements.Int64(0, 0), 3, 4)
            .AgreesWithTFLite(Tolerance.Exact);
    }

    [Fact]
    public void Pow_agrees() =>
        new SingleOperator(BuiltinOperator.Pow)
            .Input(Elements.Positive, 3, 4).Input(Elements.Float, 3, 4).Output(Elements.Float, 3, 4).AgreesWithTFLite(Tolerance.Float);

    [Fact]
    public void FloorDiv_of_negative_integers_agrees() =>
        new SingleOperator(BuiltinOperator.FloorDiv)
            .Input(Elements.Int32(-20, 20), 50).Constant(Elements.Int32(0, 0), BitConverter.GetBytes(-7)).Output(Elements.Int32(0, 0), 50)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void FloorDiv_by_a_tensor_of_both_signs_agrees() =>
        new SingleOperator(BuiltinOperator.FloorDiv)
            .Input(Elements.Int32(-20, 20), 8).Constant(Elements.Int32(0, 0), Ints(-3, -2, -1, 1, 2, 3, 4, -20), 8).Output(Elements.Int32(0, 0), 8)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void FloorDiv_of_floats_agrees() =>
        new SingleOperator(BuiltinOperator.FloorDiv)
            .Input(Elements.Float, 50).Input(Elements.Positive, 50).Output(Elements.Float, 50).AgreesWithTFLite(Tolerance.Exact);

    /// <summary>Rounded to float, the quotients 6.99999988 and 11.9999995 are the integers above; TFLite divides in double.</summary>
    [Fact]
    public void FloorDiv_of_floats_whose_quotient_is_just_below_an_integer_agrees()
    {
        float[] dividends = [0.3f, 0.6f, 0.7f, 1.2f, 2.4f, -0.3f, -0.7f, 1, -1, 8388609];
        new SingleOperator(BuiltinOperator.FloorDiv)
            .Values(dividends).Constant(Elements.Float, BitConverter.GetBytes(0.1f)).Output(Elements.Float, 10).AgreesWithTFLite(Tolerance.Exact);
        new SingleOperator(BuiltinOperator.FloorDiv)
            .Values(dividends).Values(0.1f, 0.2f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.3f).Output(Elements.Float, 10).AgreesWithTFLite(Tolerance.Exact);
    }

    [Theory]
    [InlineData(1e3)]
    [InlineData(1e8)]
    [InlineData(1e12)]
    public void FloorDiv_of_large_floats_agrees(double largest)
    {
        var dividends = Elements.Float with { Low = -largest, High = largest };
        new SingleOperator(BuiltinOperator.FloorDiv)
            .Input(dividends, 100, 100).Input(Elements.Positive, 100).Output(Elements.Float, 100, 100).AgreesWithTFLite(Tolerance.Exact);
        new SingleOperator(BuiltinOperator.FloorDiv)
            .Input(dividends, 100, 100).Constant(Elements.Positive, 100).Output(Elements.Float, 100, 100).AgreesWithTFLite(Tolerance.Exact);
    }

    [Fact]
    public void FloorMod_of_integers_agrees() =>
        new SingleOperator(BuiltinOperator.FloorMod)
            .Input(Elements.Int32(-20, 20), 8).Constant(Elements.Int32(0, 0), Ints(-3, -2, -1, 1, 2, 3, 4, -20), 8).Output(Elements.Int32(0, 0), 8)
            .AgreesWithTFLite(Tolerance.Exact);

    [Fact]
    public void SquaredDifference_agrees() =>
        new SingleOperator(BuiltinOperator.SquaredDifference)
            .Input(Elements.Float, 3, 4).Input(Elements.Float, 4).Output(Elements.Float, 3, 4).AgreesWithTFLite(Tolerance.Float);

    [Fact]
    public void SquaredDifference_of_int8_agrees() =>
        new SingleOperator(BuiltinOperator.SquaredDifference)
            .Input(Elements.Int8(0.03f, 3), 30, 40).Input(Elements.Int8(0.02f, -4), 30, 40).Output(Elements.Int8(0.15f, -128), 30, 40)
            .AgreesWithTFLite(Tolerance.OneStep(0.05));

    [Fact]
    public void AddN_agrees() =>
        new SingleOperator(BuiltinOperator.AddN)
            .Input(Elements.Float, 3, 4).Input(Elements.Float, 3, 4).Input(Elements.Float, 3, 4).Output(Elements.Float, 3, 4)
            .AgreesWithTFLite(Tolerance.Float);

    private static byte[] Ints(params int[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(values).ToArray();

    private static BuiltinOptions Options(BuiltinOperator code, Activation activation) => code switch
    {
        BuiltinOperator.Add => new AddOptions(activation),
        BuiltinOperator.Sub => new SubOptions(activation),
        BuiltinOperator.Mul => new MulOptions(activation),
        _ => new DivOptions(activation),
    };

    /// <summary>These TFLite 2.9 does not have.</summary>
    [Theory]
    [InlineData(BuiltinOperator.StablehloAdd, new[] { 5f, -1, 3.5f })]
    [InlineData(BuiltinOperator.StablehloMultiply, new[] { 4f, -6, 1.5f })]
    [InlineData(BuiltinOperator.StablehloMaximum, new[] { 4f, 2, 3 })]
    [InlineData(BuiltinOperator.StablehloMinimum, new[] { 1f, -3, 0.5f })]
    public void Operators_of_StableHLO_compute_what_they_say(BuiltinOperator code, float[] expected) =>
        new SingleOperator(code).Values(4, 2, 3).Values(1, -3, 0.5f).Output(Elements.Float, 3).Gives(expected);

    [Fact]
    public void A_shift_to_the_right_rounds_down() =>
        new SingleOperator(BuiltinOperator.RightShift)
            .Values(Elements.Int32(0, 0), [9, -9, -1, int.MinValue, int.MaxValue], 5).Constant(Elements.Int32(2, 2), 5).Output(Elements.Int32(0, 0), 5)
            .Gives(2, -3, -1, int.MinValue / 4, int.MaxValue / 4);

    [Fact]
    public void Exclusive_or_of_bools_is_whether_they_differ() =>
        new SingleOperator(BuiltinOperator.BitwiseXor)
            .Values(Elements.Bool, [true, true, false, false], 4).Values(Elements.Bool, [true, false, true, false], 4).Output(Elements.Bool, 4)
            .Gives(false, true, true, false);

    [Fact]
    public void Atan2_is_the_angle_to_a_millionth()
    {
        var writer = new ModelWriter();
        var (y, x, angle) = (writer.AddTensor("y", TensorType.Float32, [721]), writer.AddTensor("x", TensorType.Float32, [721]), writer.AddTensor("angle", TensorType.Float32, [721]));
        writer.AddOperator(BuiltinOperator.Atan2, [y, x], [angle]);
        writer.SetInputs([y, x]);
        writer.SetOutputs([angle]);
        Natives.SkipUnlessPresent();
        using var compiled = WebNN.TfLite.CompiledModel.FromBytes(writer.ToArray());
        for (var i = 0; i < 721; i++)
        {
            var (sine, cosine) = MathF.SinCos((i - 360) * MathF.PI / 360);
            (compiled.Inputs[0].Data<float>()[i], compiled.Inputs[1].Data<float>()[i]) = i == 0 ? (0, 0) : (sine * (1 + (i % 7)), cosine * (1 + (i % 7)));
        }

        compiled.Run();

        for (var i = 0; i < 721; i++)
        {
            var expected = Math.Atan2(compiled.Inputs[0].Data<float>()[i], compiled.Inputs[1].Data<float>()[i]);
            Assert.True(Math.Abs(compiled.Outputs[0].Data<float>()[i] - expected) < 1e-6, $"{i}: {compiled.Outputs[0].Data<float>()[i]}, expected {expected}");
        }
    }
}
