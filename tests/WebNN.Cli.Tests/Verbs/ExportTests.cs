namespace WebNN.Cli.Tests.Verbs;

/// <summary><c>export</c>: a model's graph in other forms.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("export-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_model_becomes_ONNX_JavaScript_and_text()
    {
        var model = Path.Combine(folder, "model.tflite");
        File.Copy(Needs.Shared("models/hello_world_float.tflite"), model);
        foreach (var form in new[] { "onnx", "js", "text" })
        {
            var result = Tool.Run("export", model, "--to", form);
            Assert.True(result.ExitCode == 0, result.Errors);
        }

        Assert.Equal(
            ["model.partition0.bin", "model.partition0.mjs", "model.partition0.onnx", "model.partition0.txt", "model.tflite"],
            Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Contains("gemm(", File.ReadAllText(Path.Combine(folder, "model.partition0.txt")), StringComparison.Ordinal);
        Assert.Contains("builder.gemm(", File.ReadAllText(Path.Combine(folder, "model.partition0.mjs")), StringComparison.Ordinal);

        // Weights and biases of three layers.
        Assert.Equal(sizeof(float) * (16 + 16 + (16 * 16) + 16 + 16 + 1), new FileInfo(Path.Combine(folder, "model.partition0.bin")).Length);
    }

    [Fact]
    public void A_partition_that_is_not_there_is_named()
    {
        var result = Tool.Run("export", Needs.Shared("models/hello_world_float.tflite"), "--to", "text", "--partition", "1", "--out", Path.Combine(folder, "x"));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no partition 1; it has 1", result.Errors, StringComparison.Ordinal);
    }
}
