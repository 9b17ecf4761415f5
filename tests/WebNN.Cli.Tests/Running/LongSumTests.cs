using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Tests.Running;

/// <summary>A mean of 147,456 elements: TFLite adds one after the other, and is farther from the exact mean than a node's 1e-5.</summary>
public sealed class LongSumTests : IDisposable
{
    private const int Length = 147_456;

    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.tflite");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_long_mean_is_within_what_its_length_allows()
    {
        Needs.Natives();
        var writer = new ModelWriter("mean");
        var input = writer.AddTensor("input", TensorType.Float32, [1, Length]);
        var axis = writer.AddTensor("axis", TensorType.Int32, [1], data: MemoryMarshal.AsBytes<int>([1]).ToArray());
        var output = writer.AddTensor("output", TensorType.Float32, [1]);
        writer.AddOperator(BuiltinOperator.Mean, [input, axis], [output], new ReducerOptions());
        writer.SetInputs([input]);
        writer.SetOutputs([output]);
        File.WriteAllBytes(path, writer.ToArray());

        var result = Tool.Run("compare", path, "--draws", "3", "--json", "-");

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
    }
}
