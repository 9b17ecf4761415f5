using System.Runtime.InteropServices;
using System.Text.Json;
using WebNN.FlatBuffers;
using WebNN.Plugin.Tests.Support;
using WebNN.TfLite;
using WebNN.TfLite.Tests;

namespace WebNN.Plugin.Tests;

/// <summary>The plug-in in graphs whose tensors change size, or have none before they run.</summary>
public sealed class DynamicSizeTests
{
    [Fact]
    public void What_XNNPACK_runs_of_a_model_is_resized_with_the_rest_of_it()
    {
        using var folder = new TemporaryFolder();
        using var model = TfLiteModel.FromBytes(Images());
        using var plugin = new ExternalDelegate(PluginLibrary.Require(), new Dictionary<string, string> { ["exclude"] = "1-3", ["explain"] = folder.At("report.json") });
        using var interpreter = new Interpreter(model, new() { Delegates = [plugin] });
        using var plain = new Interpreter(model);

        var report = JsonDocument.Parse(File.ReadAllText(folder.At("report.json"))).RootElement;
        Assert.Equal([1, 2, 3], report.GetProperty("xnnpack").GetProperty("nodes").EnumerateArray().Select(node => node.GetInt32()));
        foreach (var size in (int[])[8, 64, 3, 33, 8])
        {
            foreach (var each in (Interpreter[])[plain, interpreter])
            {
                each.ResizeInput(0, [1, size, size + 1, 2]);
                each.AllocateTensors();
            }

            AssertAgree(plain, interpreter, seed: size);
        }
    }

    [Fact]
    public void A_graph_with_dynamic_tensors_runs_in_the_plug_in()
    {
        using var model = TfLiteModel.FromBytes(DynamicModels.RuntimeReshape());
        using var plugin = new ExternalDelegate(PluginLibrary.Require());
        using var interpreter = new Interpreter(model, new() { Delegates = [plugin] });
        using var plain = new Interpreter(model);
        foreach (var height in (int[])[4, 2, 8, 4])
        {
            plain.Inputs[1].CopyFrom<int>([1, height, 24 / height, 2]);
            interpreter.Inputs[1].CopyFrom<int>([1, height, 24 / height, 2]);
            AssertAgree(plain, interpreter, seed: height);
            Assert.Equal([1, height, 24 / height, 3], interpreter.Outputs[0].Shape);
        }
    }

    [Fact]
    public void C_programs_get_an_interpreter_for_a_graph_with_dynamic_tensors()
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("model.tflite");
        File.WriteAllBytes(path, DynamicModels.RuntimeReshape());
        byte[] inputs = [.. new byte[48 * sizeof(float)], .. MemoryMarshal.AsBytes<int>([1, 4, 6, 2])];
        foreach (var program in (string[])[ModelRun.Direct(), ModelRun.Wrapper(), ModelRun.Old()])
        {
            var run = ModelRun.Of(program, path, inputs);
            Assert.Equal(2, run.DelegatedNodes);
            Assert.Equal(4 * 6 * 3 * sizeof(float), run.Outputs.Length);
        }
    }

    private static void AssertAgree(Interpreter plain, Interpreter delegated, int seed)
    {
        var random = new Random(seed);
        foreach (ref var value in plain.Inputs[0].Data<float>())
        {
            value = random.NextSingle() - 0.5f;
        }

        plain.Inputs[0].Bytes.CopyTo(delegated.Inputs[0].Bytes);
        plain.Invoke();
        delegated.Invoke();
        Assert.Equal(plain.Outputs[0].Shape, delegated.Outputs[0].Shape);
        Assert.Equal(plain.Outputs[0].Data<float>().ToArray(), delegated.Outputs[0].Data<float>().ToArray(), (a, b) => MathF.Abs(a - b) < 1e-5f);
    }

    /// <summary>f32[1,8,8,2]: absolutes, a convolution of stride 2, the limits of ReLU, the negative, absolutes.</summary>
    private static byte[] Images()
    {
        var writer = new ModelWriter();
        int Image(string name, int size, int channels) => writer.AddTensor(name, TensorType.Float32, [1, size, size, channels]);
        var (x, positive, convolved, limited, negative, y) = (Image("x", 8, 2), Image("positive", 8, 2), Image("convolved", 4, 2), Image("limited", 4, 2), Image("negative", 4, 2), Image("y", 4, 2));
        float[] weights = [.. Enumerable.Range(0, 36).Select(i => (i % 7) - 3f)];
        var filter = writer.AddTensor("filter", TensorType.Float32, [2, 3, 3, 2], data: MemoryMarshal.AsBytes<float>(weights).ToArray());
        var bias = writer.AddTensor("bias", TensorType.Float32, [2], data: new byte[2 * sizeof(float)]);
        writer.AddOperator(BuiltinOperator.Abs, [x], [positive]);
        writer.AddOperator(BuiltinOperator.Conv2D, [positive, filter, bias], [convolved], new Conv2DOptions(Padding.Same, 2, 2));
        writer.AddOperator(BuiltinOperator.Relu, [convolved], [limited]);
        writer.AddOperator(BuiltinOperator.Neg, [limited], [negative]);
        writer.AddOperator(BuiltinOperator.Abs, [negative], [y]);
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }
}
