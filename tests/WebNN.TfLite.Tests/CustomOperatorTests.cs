using System.Runtime.InteropServices;
using WebNN.FlatBuffers;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Tests;

/// <summary>Operators that are not TensorFlow Lite's own: MediaPipe's, and a caller's.</summary>
public sealed class CustomOperatorTests
{
    private const int Same = 1;
    private const int Valid = 2;

    private static readonly CustomOperator scale = new("Mine.Scale", node =>
    {
        node.Require(node.Options.Length == 1, $"{node.Options.Length} bytes of options; expected 1");
        return [node.Builder.Mul(node.Input(0), node.Builder.Constant(MLOperandDataType.Float32, (int)node.Options[0]), node.Label)];
    });

    [Fact]
    public void A_transposed_convolution_with_a_bias_has_the_size_of_its_strides()
    {
        var (writer, x) = Begin(1, 2, 2, 1);
        var filter = Constant(writer, "filter", [1, 3, 3, 1], Count(9));
        AddOutput(writer, "Convolution2DTransposeBias", [x, filter, Constant(writer, "bias", [1], 10)], Bytes(Same, 2, 2), 1, 4, 4, 1);

        AssertEverywhere(writer, Count(4), 11, 12, 15, 14, 14, 15, 24, 20, 20, 24, 46, 34, 22, 25, 44, 30);
    }

    [Fact]
    public void A_valid_one_reaches_as_far_as_its_filter()
    {
        var (writer, x) = Begin(1, 2, 1, 2);
        var filter = Constant(writer, "filter", [2, 2, 3, 2], Count(24));
        AddOutput(writer, "Convolution2DTransposeBias", [x, filter, Constant(writer, "bias", [2], 0, -1)], Bytes(Valid, 1, 3), 1, 5, 3, 2);

        AssertEverywhere(
            writer, Count(4), 5, 40, 11, 46, 17, 52, 23, 58, 29, 64, 35, 70, 0, -1, 0, -1, 0, -1, 11, 94, 25, 108, 39, 122, 53, 136, 67, 150, 81, 164);
    }

    [Fact]
    public void The_largest_of_a_window_has_its_position_there()
    {
        var (writer, x) = Begin(1, 3, 4, 1);
        var (largest, position) = (writer.AddTensor("largest", TensorType.Float32, [1, 2, 2, 1]), writer.AddTensor("position", TensorType.Float32, [1, 2, 2, 1]));
        writer.AddCustomOperator("MaxPoolingWithArgmax2D", [x], [largest, position], Bytes(Same, 2, 2, 2, 2, 0));
        writer.SetOutputs([position, largest]);

        // The first of equal ones; the window at the edge has one row.
        AssertEverywhere(writer, [1, 2, 5, 5, 0, 3, 4, 5, -1, -2, -4, -3], 3.1f, 0.1f, 0.1f, 1.1f);
    }

    [Fact]
    public void What_was_the_largest_comes_back_to_its_place()
    {
        var (writer, x) = Begin(1, 2, 4, 1);
        var (largest, position) = (writer.AddTensor("largest", TensorType.Float32, [1, 1, 2, 1]), writer.AddTensor("position", TensorType.Float32, [1, 1, 2, 1]));
        writer.AddCustomOperator("MaxPoolingWithArgmax2D", [x], [largest, position], Bytes(Same, 2, 2, 2, 2, 0));
        AddOutput(writer, "MaxUnpooling2D", [largest, position], Bytes(Same, 2, 2, 2, 2, 0), 1, 2, 4, 1);

        AssertEverywhere(writer, [1, 2, 7, 5, 0, 3, 4, 5], 0, 0, 7, 0, 0, 3, 0, 0);
    }

    [Fact]
    public void A_callers_operator_runs_where_it_is_given()
    {
        var (writer, x) = Begin(2, 2);
        AddOutput(writer, "Mine.Scale", [x], new byte[] { 3 }, 2, 2);

        AssertEverywhere(writer, Count(4), [scale], 3, 6, 9, 12);
    }

    [Fact]
    public void What_a_translation_refuses_is_refused_with_its_reason()
    {
        TestModels.RequireOnnxRuntime();
        var (writer, x) = Begin(2, 2);
        AddOutput(writer, "Mine.Scale", [x], default, 2, 2);
        using var model = TfLiteModel.FromBytes(writer.ToArray());

        Assert.Contains("Mine.Scale: 0 bytes of options; expected 1", CompiledModel.Objection(model, new() { CustomOperators = [scale] })!.Message, StringComparison.Ordinal);
        Assert.Contains("custom operator Mine.Scale", CompiledModel.Objection(model)!.Message, StringComparison.Ordinal);
        using var webnn = TestModels.RequireWebNN(new() { CustomOperators = [scale] });
        Assert.Contains("0 bytes of options; expected 1", Assert.Throws<TfLiteException>(() => new Interpreter(model, new() { Delegates = [webnn] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_the_delegate_must_not_claim_says_so_when_it_runs()
    {
        var (writer, x) = Begin(2, 2);
        AddOutput(writer, "Mine.Scale", [x], new byte[] { 3 }, 2, 2);
        using var model = TestModels.Load(writer.ToArray());
        using var webnn = TestModels.RequireWebNN(new() { CustomOperators = [scale], Exclude = ["0"] });
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });

        Assert.Contains("Mine.Scale runs on WebNN alone", Assert.Throws<TfLiteException>(interpreter.Run).Message, StringComparison.Ordinal);
        Assert.Contains("custom operator 'Mine.Scale'", Assert.Throws<TfLiteException>(() => new Interpreter(model)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Convolution2DTransposeBias", new[] { Same, 2 }, "options of 8 bytes; expected 12 or more")]
    [InlineData("Convolution2DTransposeBias", new[] { 7, 2, 2 }, "padding 7")]
    [InlineData("MaxUnpooling2D", new[] { Same, 1, 1, 2, 2, 0 }, "windows of [2,2] every [1,1]")]
    [InlineData("MaxPoolingWithArgmax2D", new[] { Same, 1, 1, 9, 9, 0 }, "a window of [9,9]")]
    public void Options_that_nobody_can_compute_with_are_refused(string name, int[] options, string reason)
    {
        TestModels.RequireOnnxRuntime();
        var (writer, x) = Begin(1, 2, 2, 1);
        AddOutput(writer, name, [x, x, x], Bytes(options), 1, 2, 2, 1);
        using var model = TfLiteModel.FromBytes(writer.ToArray());

        Assert.Contains($"{name}: {reason}", CompiledModel.Objection(model)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operators_have_names_of_their_own()
    {
        using var model = TfLiteModel.FromBytes(TestModels.Triple());
        Assert.Throws<ArgumentException>(() => new CompiledModel(model, new() { CustomOperators = [scale, scale] }));
        Assert.Throws<ArgumentException>(() => new WebNNDelegate(new() { CustomOperators = [null!] }));
    }

    private static void AssertEverywhere(ModelWriter writer, float[] input, params float[] expected) => AssertEverywhere(writer, input, [], expected);

    /// <summary>Without TFLite, and in TFLite, which has no kernel for the operator.</summary>
    private static void AssertEverywhere(ModelWriter writer, float[] input, CustomOperator[] operators, params float[] expected)
    {
        using var model = TestModels.Load(writer.ToArray());
        using var webnn = TestModels.RequireWebNN(new() { CustomOperators = [.. operators] });
        using var compiled = new CompiledModel(model, new() { CustomOperators = [.. operators] });
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });
        foreach (var runner in new ModelRunner[] { compiled, interpreter })
        {
            runner.Inputs[0].CopyFrom<float>(input);
            runner.Run();
            Assert.Equal(expected, runner.Outputs[0].Data<float>().ToArray());
            Assert.Empty(runner.Report!.Refused);
        }
    }

    private static (ModelWriter Writer, int Input) Begin(params int[] shape)
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, shape);
        writer.SetInputs([x]);
        return (writer, x);
    }

    private static void AddOutput(ModelWriter writer, string code, int[] inputs, ReadOnlyMemory<byte> options, params int[] shape)
    {
        var y = writer.AddTensor("y", TensorType.Float32, shape);
        writer.AddCustomOperator(code, inputs, [y], options);
        writer.SetOutputs([y]);
    }

    private static int Constant(ModelWriter writer, string name, int[] shape, params float[] values) =>
        writer.AddTensor(name, TensorType.Float32, shape, data: MemoryMarshal.AsBytes<float>(values).ToArray());

    private static float[] Count(int count) => [.. Enumerable.Range(1, count).Select(i => (float)i)];

    private static byte[] Bytes(params int[] fields) => MemoryMarshal.AsBytes<int>(fields).ToArray();
}
