using System.Text;
using System.Text.RegularExpressions;

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

    /// <summary>ONNX Runtime's optimizer knows this pattern; softmax in it is one of ours.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Scaled_dot_product_attention_is_two_products_around_a_softmax(bool spelledOut)
    {
        var g = new TestGraph(new() { OptimizedModelPath = path });
        Assert.Equal(["FusedMatMul", "MatMul", "Softmax"], Operators(Optimized(g, Attention(g, g.Constant([0.25f]), spelledOut))));
    }

    [Fact]
    public void Attention_with_a_scale_that_is_computed_is_a_product_more()
    {
        var g = new TestGraph(new() { OptimizedModelPath = path });
        Assert.Contains("Mul", Operators(Optimized(g, Attention(g, g.Input([0.25f]), spelledOut: false))));
    }

    private static MLOperand Attention(TestGraph g, MLOperand scale, bool spelledOut)
    {
        var b = g.Builder;
        MLOperand query = Heads(), key = Heads(), value = Heads();
        var scores = b.Mul(b.Matmul(query, b.Transpose(key, [0, 1, 3, 2])), scale);
        var rows = new MLReduceOptions { Axes = [3], KeepDimensions = true };
        var exponentials = b.Exp(b.Sub(scores, b.ReduceMax(scores, rows)));
        return b.Matmul(spelledOut ? b.Div(exponentials, b.ReduceSum(exponentials, rows)) : b.Softmax(scores, 3), value);

        MLOperand Heads() => g.Input(new float[4 * 8 * 16], 1, 4, 8, 16);
    }

    /// <summary>The types of the nodes: in a model a quote, which is their field's tag, their length, and they.</summary>
    private static IEnumerable<string> Operators(string model) =>
        Regex.Matches(model, @"""(?<length>[\x01-\x1F])(?<name>[A-Z][A-Za-z]+)")
            .Where(match => match.Groups["name"].Length >= match.Groups["length"].Value[0])
            .Select(match => match.Groups["name"].Value[..match.Groups["length"].Value[0]])
            .Distinct().Order(StringComparer.Ordinal);

    private string Optimized(TestGraph g, MLOperand output)
    {
        using var graph = g.Build(output);
        return Encoding.Latin1.GetString(File.ReadAllBytes(path));
    }
}
