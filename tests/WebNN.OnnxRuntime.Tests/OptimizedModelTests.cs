using System.Text;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>What ONNX Runtime's optimizer makes of our graphs, read out of the model it writes.</summary>
public sealed class OptimizedModelTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.onnx");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_quantized_network_runs_on_integer_kernels_alone()
    {
        var g = new TestGraph(new() { OptimizedModelPath = path, OwnIntegerKernels = false });
        var x = g.Input(new sbyte[8 * 8 * 16], 1, 8, 8, 16);
        var weights = g.Dequantize(g.Constant(new sbyte[16 * 16], 16, 1, 1, 16), 0.01f, (sbyte)0);
        var options = new MLConv2dOptions { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi };
        var real = g.Dequantize(x, 0.1f, (sbyte)3);
        var convolved = g.Quantize(g.Builder.Conv2d(real, weights, null, options), 0.2f, (sbyte)-5);
        var sum = g.Quantize(g.Builder.Add(g.Dequantize(convolved, 0.2f, (sbyte)-5), real), 0.3f, (sbyte)0);
        var model = Optimized(g, g.Builder.Clamp(sum, new() { MinValue = 0 }));
        Assert.Contains("QLinearConv", model, StringComparison.Ordinal);
        Assert.Contains("QLinearAdd", model, StringComparison.Ordinal);
        Assert.DoesNotContain("DequantizeLinear", model, StringComparison.Ordinal);
        Assert.DoesNotContain("Transpose", model, StringComparison.Ordinal);
        Assert.DoesNotContain("BitwiseXor", model, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_of_floats_runs_in_the_blocked_layout_with_its_activations_fused()
    {
        var g = new TestGraph(new() { OptimizedModelPath = path, OwnKernels = false });
        var x = g.Input(new float[16 * 16 * 3], 1, 16, 16, 3);
        var options = new MLConv2dOptions { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi, Padding = new(1, 1, 1, 1) };
        var first = g.Builder.Relu(g.Builder.Conv2d(x, g.Constant(new float[32 * 27], 32, 3, 3, 3), g.Constant(new float[32], 32), options));
        var second = g.Builder.Conv2d(first, g.Constant(new float[32 * 32 * 9], 32, 3, 3, 32), g.Constant(new float[32], 32), options);
        var prelu = g.Builder.Prelu(g.Builder.Add(first, second), g.Constant(Enumerable.Repeat(0.25f, 32).ToArray(), 32));
        var model = Optimized(g, g.Builder.ReduceMean(prelu, new() { Axes = [1, 2] }));
        Assert.Contains("com.microsoft.nchwc", model, StringComparison.Ordinal);
        Assert.DoesNotContain("Transpose", model, StringComparison.Ordinal);
        Assert.DoesNotContain("PRelu", model, StringComparison.Ordinal);
        Assert.Contains("Reorder", model, StringComparison.Ordinal);
        Assert.DoesNotContain("ReorderInput", model, StringComparison.Ordinal);
    }

    private string Optimized(TestGraph g, MLOperand output)
    {
        using var graph = g.Build(output);
        return Encoding.Latin1.GetString(File.ReadAllBytes(path));
    }
}
