using System.Runtime.InteropServices;
using System.Text.Json;
using WebNN.FlatBuffers;
using WebNN.Interop.Natives;
using WebNN.Plugin.Tests.Support;
using WebNN.TfLite;

namespace WebNN.Plugin.Tests;

/// <summary>A .NET program with the native plug-in and the managed delegate in one process: two runtimes side by side.</summary>
public sealed class DotNetHostTests
{
    private const string Model = "mobilenet_v2_1.0_224_ptq_int8";

    [Fact]
    public void The_plug_in_and_the_managed_delegate_run_side_by_side_and_agree_bit_for_bit()
    {
        var path = Places.Model(Model);
        var managed = ManagedRun.Of(path);
        using var folder = new TemporaryFolder();
        using var model = TfLiteModel.FromFile(path);
        using var plugin = new ExternalDelegate(PluginLibrary.Require(), new Dictionary<string, string> { ["explain"] = folder.At("report.json") });
        using var webnn = new WebNNDelegate();
        using var native = new Interpreter(model, new() { Delegates = [plugin] });
        using var other = new Interpreter(model, new() { Delegates = [webnn] });
        foreach (var interpreter in new[] { native, other })
        {
            interpreter.Inputs[0].CopyFrom<byte>(managed.Inputs);
            interpreter.Invoke();
            Assert.Equal(managed.Outputs, interpreter.Outputs[0].Bytes.ToArray());
        }

        var report = JsonDocument.Parse(File.ReadAllText(folder.At("report.json"))).RootElement;
        Assert.Equal(managed.Report.DelegatedNodes, report.GetProperty("delegatedNodes").GetInt32());
        Assert.Equal("", plugin.Messages);
    }

    [Fact]
    public void Interpreters_on_several_threads_each_have_a_delegate_of_the_same_library()
    {
        var path = Places.Model("hello_world_float");
        var expected = ManagedRun.Of(path);
        using var model = TfLiteModel.FromFile(path);
        using var plugin = new ExternalDelegate(PluginLibrary.Require());
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            using var interpreter = new Interpreter(model, new() { Delegates = [plugin] });
            expected.Inputs.CopyTo(interpreter.Inputs[0].Bytes);
            interpreter.Invoke();
            Assert.Equal(expected.Outputs, interpreter.Outputs[0].Bytes.ToArray());
        });
    }

    [Fact]
    public void After_a_resize_both_WebNN_and_XNNPACK_are_prepared_anew()
    {
        ModelWriter writer = new();
        var (x, three) = (writer.AddTensor("x", TensorType.Float32, [1, 4]), writer.AddTensor("three", TensorType.Float32, [1], data: BitConverter.GetBytes(3f)));
        var (product, result) = (writer.AddTensor("product", TensorType.Float32, [1, 4]), writer.AddTensor("result", TensorType.Float32, [1, 4]));
        writer.AddOperator(BuiltinOperator.Mul, [x, three], [product], new MulOptions());
        writer.AddOperator(BuiltinOperator.Relu, [product], [result]);
        writer.SetInputs([x]);
        writer.SetOutputs([result]);
        using var folder = new TemporaryFolder();
        using var model = TfLiteModel.FromBytes(writer.ToArray());
        using var plugin = new ExternalDelegate(PluginLibrary.Require(), new Dictionary<string, string> { ["exclude"] = "RELU", ["explain"] = folder.At("report.json") });
        using var interpreter = new Interpreter(model, new() { Delegates = [plugin] });
        foreach (var batch in new[] { 1, 3, 2 })
        {
            interpreter.ResizeInput(0, [batch, 4]);
            interpreter.AllocateTensors();
            var values = Enumerable.Range(0, batch * 4).Select(i => i - 2f).ToArray();
            interpreter.Inputs[0].CopyFrom<float>(values);
            interpreter.Invoke();
            Assert.Equal(values.Select(value => Math.Max(0, value * 3)), interpreter.Outputs[0].Data<float>().ToArray());
            var report = JsonDocument.Parse(File.ReadAllText(folder.At("report.json"))).RootElement;
            Assert.Equal(1, report.GetProperty("delegatedNodes").GetInt32());
            Assert.Equal(1, report.GetProperty("xnnpack").GetProperty("nodes").GetArrayLength());
        }
    }

    [Fact]
    public void What_the_plug_in_reports_is_in_the_messages_and_the_model_runs()
    {
        using var model = TfLiteModel.FromFile(Places.Model("hello_world_float"));
        using var plugin = new ExternalDelegate(PluginLibrary.Require(), new Dictionary<string, string> { ["fallback"] = "cuda" });
        using var interpreter = new Interpreter(model, new() { Delegates = [plugin] });
        interpreter.Invoke();
        Assert.Equal("WebNN delegate: option 'fallback' is 'cuda'; allowed: xnnpack, none", plugin.Messages);
    }

    /// <summary>TFLite has no kernel for it: the interpreter registers one that only sizes its output.</summary>
    [Fact]
    public void The_plug_in_runs_an_operator_of_MediaPipes()
    {
        var writer = new ModelWriter();
        var (x, largest, position, y) = (Tensor("x", 1, 2, 2, 1), Tensor("largest", 1, 1, 1, 1), Tensor("position", 1, 1, 1, 1), Tensor("y", 1, 2, 2, 1));
        byte[] window = MemoryMarshal.AsBytes<int>([1, 2, 2, 2, 2, 0]).ToArray();
        writer.AddCustomOperator("MaxPoolingWithArgmax2D", [x], [largest, position], window);
        writer.AddCustomOperator("MaxUnpooling2D", [largest, position], [y], window);
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        using var model = TfLiteModel.FromBytes(writer.ToArray());
        using var plugin = new ExternalDelegate(PluginLibrary.Require());
        using var interpreter = new Interpreter(model, new() { Delegates = [plugin] });

        interpreter.Inputs[0].CopyFrom<float>([1, 2, 4, 3]);
        interpreter.Run();

        Assert.Equal([0, 0, 4, 0], interpreter.Outputs[0].Data<float>().ToArray());

        int Tensor(string name, params int[] shape) => writer.AddTensor(name, TensorType.Float32, shape);
    }

    /// <summary>Activations of int16 cross the plug-in's border in both directions; XNNPACK takes none of them.</summary>
    [Fact]
    public void The_plug_in_runs_a_network_of_int16()
    {
        using var model = TfLiteModel.FromBytes(Int16Network(new Random(7)));
        using var folder = new TemporaryFolder();
        using var plugin = new ExternalDelegate(PluginLibrary.Require(), new Dictionary<string, string> { ["explain"] = folder.At("report.json") });
        using var interpreter = new Interpreter(model, new() { Delegates = [plugin] });
        using var tflite = new Interpreter(model);
        var random = new Random(8);
        short[] values = [.. Enumerable.Range(0, 256).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1))];
        foreach (var runner in new[] { interpreter, tflite })
        {
            runner.Inputs[0].CopyFrom<short>(values);
            runner.Run();
        }

        using var report = JsonDocument.Parse(File.ReadAllText(folder.At("report.json")));
        Assert.Equal(4, report.RootElement.GetProperty("delegatedNodes").GetInt32());
        var (expected, actual) = (tflite.Outputs[0].Data<short>().ToArray(), interpreter.Outputs[0].Data<short>().ToArray());
        Assert.True(expected.Distinct().Count() > 5, string.Join(',', expected));
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -1, 1));
    }

    [Fact]
    public void A_library_that_is_no_external_delegate_is_refused_by_name()
    {
        var path = Places.Native("bin", Places.Rid, "libonnxruntime.so");
        var error = Assert.Throws<NativeLibraryException>(() => new ExternalDelegate(path));
        Assert.Contains("does not export tflite_plugin_create_delegate", error.Message, StringComparison.Ordinal);
    }

    /// <summary>[1,8,8,4] of int16, convolved, pooled and multiplied, to ten probabilities.</summary>
    private static byte[] Int16Network(Random random)
    {
        var writer = new ModelWriter();
        var x = Wide("x", 0.0001f, 1, 8, 8, 4);
        var (convolved, pooled) = (Wide("convolved", 0.0003f, 1, 8, 8, 8), Wide("pooled", 0.0003f, 1, 4, 4, 8));
        var (logits, y) = (Wide("logits", 0.001f, 1, 10), Wide("y", 1f / (1 << 15), 1, 10));
        writer.AddOperator(BuiltinOperator.Conv2D, [x, Weights(8, 3, 3, 4), Bias(8)], [convolved], new Conv2DOptions(Padding.Same, 1, 1, Activation.Relu));
        writer.AddOperator(BuiltinOperator.MaxPool2D, [convolved], [pooled], new Pool2DOptions(Padding.Valid, 2, 2, 2, 2));
        writer.AddOperator(BuiltinOperator.FullyConnected, [pooled, Weights(10, 128), Bias(10)], [logits], new FullyConnectedOptions());
        writer.AddOperator(BuiltinOperator.Softmax, [logits], [y], new SoftmaxOptions(0.2f));
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();

        int Wide(string name, float scale, params int[] shape) => writer.AddTensor(name, TensorType.Int16, shape, QuantizationParameters.PerTensor(scale));

        int Weights(params int[] shape)
        {
            var data = new byte[shape.Aggregate(1, (product, dimension) => product * dimension)];
            random.NextBytes(data);
            return writer.AddTensor($"weights {shape[0]}", TensorType.Int8, shape, QuantizationParameters.PerTensor(0.01f), data);
        }

        int Bias(int count) => writer.AddTensor(
            $"bias {count}", TensorType.Int64, [count], QuantizationParameters.PerTensor(0.000001f),
            MemoryMarshal.AsBytes<long>([.. Enumerable.Range(0, count).Select(_ => random.NextInt64(-2_000_000, 2_000_000))]).ToArray());
    }
}
