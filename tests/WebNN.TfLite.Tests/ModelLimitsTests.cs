using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.TfLite.Tests;

/// <summary>What is told about a model before TFLite is given it, because TFLite would end the process.</summary>
public sealed class ModelLimitsTests
{
    [Fact]
    public void A_model_that_needs_more_memory_than_there_is_is_refused()
    {
        using var model = TestModels.Load(Abs([1, 400000, 400000, 1]));

        var error = Assert.Throws<ModelMemoryException>(() => new Interpreter(model));

        Assert.Equal(1_280_000_000_000 + model.FlatBuffer.File.Length, error.Need);
        Assert.StartsWith("'test' needs at least 1280000000", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("subgraphs[0].tensors[0] 'x' [1,400000,400000,1] alone has 640000000000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_is_an_option()
    {
        using var model = TestModels.Load(Abs([1, 1000]));
        var need = 8000 + model.FlatBuffer.File.Length;

        Assert.Equal(need, Assert.Throws<ModelMemoryException>(() => new Interpreter(model, new() { MemoryLimit = need - 1 })).Need);
        using var interpreter = new Interpreter(model, new() { MemoryLimit = need });
        Assert.Equal([1, 1000], interpreter.Inputs[0].Shape);
    }

    [Fact]
    public void An_input_cannot_be_resized_beyond_the_memory_and_keeps_its_shape()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var interpreter = new Interpreter(model);

        var error = Assert.Throws<ModelMemoryException>(() => interpreter.ResizeInput(0, [1 << 30, 1 << 30]));

        Assert.Contains("'x' [1073741824,1073741824] alone has 4611686018427387904", error.Message, StringComparison.Ordinal);
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        interpreter.Invoke();
        Assert.Equal([3, 6, 9, 12], interpreter.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void The_graph_of_the_signature_counts_when_its_inputs_are_resized()
    {
        var writer = new ModelWriter();
        foreach (var (graph, key) in new[] { (writer.Main, "main"), (writer.AddSubgraph("other"), "other") })
        {
            var x = graph.AddTensor("x of " + key, TensorType.Float32, [1, 4]);
            var y = graph.AddTensor("y of " + key, TensorType.Float32, [1, 4]);
            graph.AddOperator(BuiltinOperator.Abs, [x], [y], new EmptyOptions(BuiltinOptionsType.Abs));
            graph.SetInputs([x]);
            graph.SetOutputs([y]);
            writer.AddSignature(key, [("x", x)], [("y", y)], graph);
        }

        using var model = TestModels.Load(writer.ToArray());
        using var interpreter = new Interpreter(model, new() { Signature = "other", MemoryLimit = 100_000 });

        var error = Assert.Throws<ModelMemoryException>(() => interpreter.ResizeInput(0, [1, 25_000]));

        Assert.Equal((2 * 4 * 25_000) + (2 * 4 * 4) + model.FlatBuffer.File.Length, error.Need);
        Assert.EndsWith("subgraphs[1].tensors[0] 'x of other' [1,25000] alone has 100000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_grows_with_its_input_counts_as_well()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var interpreter = new Interpreter(model, new() { MemoryLimit = 100_000 });

        interpreter.ResizeInput(0, [100, 100]);
        Assert.Equal(
            (2 * 4 * 112 * 112) + model.FlatBuffer.File.Length,
            Assert.Throws<ModelMemoryException>(() => interpreter.ResizeInput(0, [112, 112])).Need);
    }

    [Fact]
    public void A_shape_of_more_axes_than_any_kernel_takes_is_not_followed_through_the_graph()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [1, 4]);
        var y = writer.AddTensor("y", TensorType.Float32, [1, 4]);
        writer.AddOperator(BuiltinOperator.Abs, [x], [y], new EmptyOptions(BuiltinOptionsType.Abs));
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        var model = FlatBufferModel.Parse(writer.ToArray());

        Assert.Equal(4 + 4 + model.File.Length, new ModelMemory(model).Need([.. Enumerable.Repeat(1, 64)]));
        Assert.Equal(4 + 16 + model.File.Length, new ModelMemory(model).Need([.. Enumerable.Repeat(1, 65)]));
    }

    [Fact]
    public void Only_what_is_alive_at_once_is_counted()
    {
        var writer = new ModelWriter();
        var tensors = Enumerable.Range(0, 5).Select(i => writer.AddTensor($"t{i}", TensorType.Float32, [250])).ToArray();
        for (var i = 0; i < 4; i++)
        {
            writer.AddOperator(BuiltinOperator.Tanh, [tensors[i]], [tensors[i + 1]]);
        }

        writer.SetInputs([tensors[0]]);
        writer.SetOutputs([tensors[4]]);
        var model = FlatBufferModel.Parse(writer.ToArray());

        Assert.Equal(3000 + model.File.Length, new ModelMemory(model).Need());
    }

    [Fact]
    public void Quantization_that_the_host_does_not_know_is_named()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Int8, [2]);
        var scales = writer.AddTensor("scales", TensorType.Float32, [2], data: MemoryMarshal.AsBytes<float>([1, 2]).ToArray());
        var w = writer.AddTensor(new TensorDefinition("w", TensorType.Int8, [2]) { Blocks = new(scales, -1, 1), Data = new byte[2] });
        var y = writer.AddTensor("y", TensorType.Int8, [2]);
        writer.AddOperator(BuiltinOperator.Add, [x, w], [y], new AddOptions());
        writer.SetInputs([x]);
        writer.SetOutputs([y]);

        AssertRefused("subgraphs[0].tensors[2] 'w' has blockwise quantization, which it does not know", writer);
    }

    [Fact]
    public void A_type_that_the_host_does_not_know_is_named()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Int4, [2]);
        var y = writer.AddTensor("y", TensorType.Float32, [2]);
        writer.AddOperator(BuiltinOperator.Cast, [x], [y], new CastOptions(TensorType.Int4, TensorType.Float32));
        writer.SetInputs([x]);
        writer.SetOutputs([y]);

        AssertRefused("subgraphs[0].tensors[0] 'x' has the type Int4, which it does not know", writer);
    }

    [Fact]
    public void A_sum_of_integers_without_scales_is_named()
    {
        AssertRefused("subgraphs[0].operators[0] ADD computes with tensor 1 'b', which is Int8 and has no scale", Sum(0.5f, null, 0.5f));
        AssertRefused("subgraphs[0].operators[0] ADD writes tensor 2 'y', which is Int8 and has no scale", Sum(0.5f, 0.5f, null));
    }

    [Fact]
    public void A_sum_whose_output_has_a_vanishing_scale_is_named() => AssertRefused(
        "subgraphs[0].operators[0] ADD writes tensor 2 'y' with the scale 1E-06; from inputs of 1 it takes more than 1.9073486328125E-06",
        Sum(0.5f, 1, 1e-6f));

    [Fact]
    public void A_sum_of_scales_that_overflow_when_doubled_is_named() => AssertRefused(
        "subgraphs[0].operators[0] ADD writes tensor 2 'y' with the scale 3E+38; from inputs of 3E+38 it takes more than Infinity",
        Sum(3e38f, 3e38f, 3e38f));

    [Fact]
    public void A_small_but_sufficient_scale_runs()
    {
        using var model = TestModels.Load(Sum(0.5f, 1, 2e-6f).ToArray());
        using var interpreter = new Interpreter(model);
        interpreter.Inputs[0].CopyFrom<sbyte>([0, 0]);
        interpreter.Inputs[1].CopyFrom<sbyte>([0, 1]);
        interpreter.Invoke();
        Assert.Equal([0, 127], interpreter.Outputs[0].Data<sbyte>().ToArray());
    }

    [Theory]
    [InlineData(TensorType.Int8, "has Int8 input and its state, tensor 3 'state', is Int8; it takes Int16")]
    [InlineData(TensorType.Float32, "has Float32 input and its state, tensor 3 'state', is Int8; it takes Float32")]
    public void The_state_of_a_filter_has_the_type_that_its_kernel_casts_to(TensorType type, string problem)
    {
        var writer = new ModelWriter();
        var scale = type == TensorType.Int8 ? QuantizationParameters.PerTensor(1) : null;
        var size = type == TensorType.Int8 ? 1 : 4;
        var x = writer.AddTensor("x", type, [1, 2], scale);
        var feature = writer.AddTensor("feature", type, [1, 2], scale, new byte[2 * size]);
        var time = writer.AddTensor("time", type, [1, 3], scale, new byte[3 * size]);
        var state = writer.AddTensor("state", TensorType.Int8, [1, 3], QuantizationParameters.PerTensor(1), isVariable: true);
        var y = writer.AddTensor("y", type, [1, 1], scale);
        writer.AddOperator(BuiltinOperator.Svdf, [x, feature, time, -1, state], [y], new SvdfOptions(1));
        writer.SetInputs([x]);
        writer.SetOutputs([y]);

        AssertRefused("subgraphs[0].operators[0] SVDF " + problem, writer);
    }

    [Fact]
    public void What_TFLite_refuses_itself_is_reported_as_its_own()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Int8, [2], new([1], [0], QuantizedDimension: 3));
        var y = writer.AddTensor("y", TensorType.Float32, [2]);
        writer.AddOperator(BuiltinOperator.Dequantize, [x], [y], new EmptyOptions(BuiltinOptionsType.Dequantize));
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        using var model = TestModels.Load(writer.ToArray());

        var error = Assert.Throws<TfLiteException>(() => new Interpreter(model));

        Assert.StartsWith(
            "TensorFlow Lite 2.9.0 cannot load 'test': quantized_dimension must be in range [0, 1). Was 3.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_behind_the_tables_are_computed_with()
    {
        var writer = new ModelWriter { DataOutside = true };
        var x = writer.AddTensor("x", TensorType.Float32, [1, 2]);
        var weights = writer.AddTensor("w", TensorType.Float32, [2, 2], data: MemoryMarshal.AsBytes<float>([1, 2, 3, 4]).ToArray());
        var y = writer.AddTensor("y", TensorType.Float32, [1, 2]);
        writer.AddOperator(BuiltinOperator.FullyConnected, [x, weights, -1], [y], new FullyConnectedOptions());
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        using var model = TestModels.Load(writer.ToArray());
        using var webnn = TestModels.RequireWebNN();

        Assert.Equal([21, 43], Run(model, []));
        Assert.Equal([21, 43], Run(model, [webnn]));
    }

    private static float[] Run(TfLiteModel model, ITfLiteDelegate[] delegates)
    {
        using var interpreter = new Interpreter(model, new() { Delegates = delegates });
        interpreter.Inputs[0].CopyFrom<float>([1, 10]);
        interpreter.Invoke();
        return interpreter.Outputs[0].Data<float>().ToArray();
    }

    private static byte[] Abs(int[] shape)
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, shape);
        var y = writer.AddTensor("y", TensorType.Float32, shape);
        writer.AddOperator(BuiltinOperator.Abs, [x], [y], new EmptyOptions(BuiltinOptionsType.Abs));
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    private static ModelWriter Sum(float? left, float? right, float? output)
    {
        static QuantizationParameters? Scale(float? scale) => scale is { } value ? QuantizationParameters.PerTensor(value) : null;
        var writer = new ModelWriter();
        var a = writer.AddTensor("a", TensorType.Int8, [2], Scale(left));
        var b = writer.AddTensor("b", TensorType.Int8, [2], Scale(right));
        var y = writer.AddTensor("y", TensorType.Int8, [2], Scale(output));
        writer.AddOperator(BuiltinOperator.Add, [a, b], [y], new AddOptions(), version: 2);
        writer.SetInputs([a, b]);
        writer.SetOutputs([y]);
        return writer;
    }

    private static void AssertRefused(string message, ModelWriter writer)
    {
        using var model = TestModels.Load(writer.ToArray());
        var error = Assert.Throws<TfLiteException>(() => new Interpreter(model));
        Assert.Equal($"TensorFlow Lite 2.9.0 cannot run 'test': {message}", error.Message);
    }
}
