using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>Graphs as ONNX models: loaded again by name, they compute what the graph does.</summary>
public sealed class ExportTests : IDisposable
{
    private static readonly Lock resolver = new();
    private static bool isResolved;

    private readonly string path = Path.Combine(Path.GetTempPath(), $"export-{Guid.NewGuid():N}.onnx");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Inputs_and_outputs_keep_their_names_and_types()
    {
        var g = new TestGraph(new());
        var b = g.Builder;
        var x = b.Input("v1", new(MLOperandDataType.Int8, 2, 2));
        var y = b.Add(b.Cast(x, MLOperandDataType.Float32), b.Constant<float>([1], 0.5f));

        // Names that the graph's own values would have.
        g.Context.ExportOnnx(b.Define(new("c3", y), new("v2", b.Identity(x))), path);

        using var model = Load(g.Context);
        Assert.Equal([("v1", typeof(sbyte))], Ports(model.InputMetadata));
        Assert.Equal([("c3", typeof(float)), ("v2", typeof(sbyte))], Ports(model.OutputMetadata));
        using var outputs = Run(model, "v1", [-128, -1, 0, 127], 2, 2);
        Assert.Equal([-127.5f, -0.5f, 0.5f, 127.5f], outputs[0].GetTensorDataAsSpan<float>().ToArray());
        Assert.Equal([128, 1, 0, -127], outputs[1].GetTensorDataAsSpan<sbyte>().ToArray().Select(value => -value));
    }

    [Fact]
    public void A_quantized_convolution_of_an_image_runs_as_here()
    {
        var g = new TestGraph(new());
        var image = g.Builder.Input("image", new(MLOperandDataType.Int8, 1, 4, 4, 3));
        var filter = g.Dequantize(g.Constant([.. Enumerable.Range(0, 2 * 9 * 3).Select(i => (sbyte)((i * 37 % 200) - 100))], 2, 3, 3, 3), 0.02f, (sbyte)0);
        var y = g.Quantize(
            g.Builder.Conv2d(g.Dequantize(image, 0.1f, (sbyte)3), filter, null, new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi }), 1.5f, (sbyte)-7);
        g.Context.ExportOnnx(g.Builder.Define(new MLNamedOperand("y", y)), path);
        sbyte[] pixels = [.. Enumerable.Range(0, 48).Select(i => (sbyte)((i * 53 % 255) - 127))];

        using var model = Load(g.Context);
        using var outputs = Run(model, "image", pixels, 1, 4, 4, 3);
        var exported = outputs[0].GetTensorDataAsSpan<sbyte>().ToArray();

        using var graph = g.Builder.Build(new MLNamedOperand("y", y));
        var here = new sbyte[exported.Length];
        Compute(graph, pixels, here);
        Assert.Equal(here, exported);
        Assert.True(here.Distinct().Count() > 4);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        var g = new TestGraph(new());
        var x = g.Builder.Input("x", new(MLOperandDataType.Float32, 1));
        var nowhere = Path.Combine(Path.GetTempPath(), "no-such-folder", "graph.onnx");

        var e = Assert.Throws<UnsupportedException>(() => g.Context.ExportOnnx(g.Builder.Define(new MLNamedOperand("y", g.Builder.Neg(x))), nowhere));
        Assert.Contains(nowhere, e.Message, StringComparison.Ordinal);
    }

    /// <summary>With ONNX Runtime's own API, as others do.</summary>
    private InferenceSession Load(OrtContext context)
    {
        lock (resolver)
        {
            if (!isResolved)
            {
                NativeLibrary.SetDllImportResolver(
                    typeof(InferenceSession).Assembly, (name, _, _) => name.Contains("onnxruntime", StringComparison.Ordinal) ? NativeLibrary.Load(context.Library.Location.Path) : 0);
                isResolved = true;
            }
        }

        return new(path);
    }

    private static IEnumerable<(string Name, Type Type)> Ports(IReadOnlyDictionary<string, NodeMetadata> metadata) =>
        metadata.Select(port => (port.Key, port.Value.ElementType));

    private static IDisposableReadOnlyCollection<OrtValue> Run(InferenceSession model, string name, sbyte[] input, params long[] shape)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        return model.Run(new RunOptions(), [name], [value], model.OutputNames);
    }

    private static unsafe void Compute(MLGraph graph, sbyte[] input, sbyte[] output)
    {
        fixed (sbyte* from = input, to = output)
        {
            graph.Compute([new((nint)from, (nuint)input.Length)], [new((nint)to, (nuint)output.Length)]);
        }
    }
}
