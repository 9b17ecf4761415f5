namespace WebNN.Cli.Tests.Verbs;

/// <summary><c>--reference exact</c> and <c>--device reference</c>.</summary>
public sealed class ExactTests : IDisposable
{
    private static readonly (string Name, string? Value)[] absent = [("WEBNN_TFLITE", "/nowhere")];
    private readonly string folder = Directory.CreateTempSubdirectory("webnn-exact-").FullName;

    public static TheoryData<string> Models => ["float", "quantized", "dynamic"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Models))]
    public void Compare_shows_who_is_nearer_to_the_exact_values(string model)
    {
        var result = Compare([], FileOf(model), "--by-node");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(("webnn", "exact", "within"), ((string?)result.Json["arm"], (string?)result.Json["reference"], (string?)result.Json["verdict"]));
        Assert.Equal(["tflite", "xnnpack"], result.Json["rivals"]!.AsArray().Select(rival => (string)rival!["name"]!));
        Assert.Empty(result.Json["leftOut"]!.AsArray());
        var nearest = Assert.Single(result.Json["nearest"]!.AsArray())!;
        Assert.Equal(["webnn", "tflite", "xnnpack"], nearest["meanAbs"]!.AsObject().Select(arm => arm.Key));
        Assert.NotEmpty(nearest["nearest"]!.AsArray());
        var nodes = result.Json["nearestByNode"]!.AsArray();
        Assert.Equal(Enumerable.Range(0, (int)result.Json["nodes"]!), nodes.Select(node => (int)node!["node"]!));
        Assert.All(nodes, node => Assert.Equal(3, node!["meanAbs"]!.AsObject().Count));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Without_TensorFlow_Lite_the_compiled_model_is_compared(string model)
    {
        var result = Compare(absent, FileOf(model), "--by-node");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(("compiled", "within"), ((string?)result.Json["arm"], (string?)result.Json["verdict"]));
        Assert.Equal(["tflite", "xnnpack"], result.Json["leftOut"]!.AsArray().Select(arm => (string)arm!["name"]!));
        Assert.Empty(result.Json["nodeCheck"]!["outside"]!.AsArray());
        Assert.Equal((int)result.Json["nodes"]!, (int)result.Json["nodeCheck"]!["nodes"]!);
    }

    [Fact]
    public void A_tolerance_that_no_float_keeps_ends_with_1()
    {
        var result = Compare(absent, FileOf("float"), "--tolerance", "0");

        Assert.Equal((1, "outside"), (result.ExitCode, (string?)result.Json["verdict"]));
    }

    [Fact]
    public void Another_reference_has_no_rivals()
    {
        Needs.Natives();
        var result = Tool.Run("compare", FileOf("float"), "--json", "-");

        Assert.Equal(("webnn", "tflite"), ((string?)result.Json["arm"], (string?)result.Json["reference"]));
        Assert.Null(result.Json["rivals"]);
        Assert.Null(result.Json["nearest"]);
    }

    [Fact]
    public void The_exact_context_is_not_compared_with_itself()
    {
        Needs.Natives();
        var result = Tool.Run("compare", FileOf("float"), "--reference", "exact", "--device", "reference");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("compares the exact context with itself", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_on_the_reference_device_needs_no_native_library()
    {
        var bytes = Path.Combine(folder, "input.raw");
        File.WriteAllBytes(bytes, new byte[8 * sizeof(float)]);
        (string, string?)[] none = [.. absent, ("WEBNN_ONNXRUNTIME", "/nowhere")];
        var result = Tool.RunWith(none, "run", FileOf("float"), "--input", bytes, "--device", "reference", "--json", "-");

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(("exact", 0.125), ((string?)result.Json["runtime"], (double)result.Json["result"]!["outputs"]![0]!["mean"]!));
        Assert.Equal(2, Tool.RunWith(none, "run", FileOf("float"), "--input", bytes, "--device", "reference", "--runtime", "tflite").ExitCode);
    }

    private static ToolResult Compare((string Name, string? Value)[] environment, string model, params string[] options)
    {
        Needs.Natives();
        return Tool.RunWith(environment, ["compare", model, "--reference", "exact", "--json", "-", .. options]);
    }

    private string FileOf(string model)
    {
        var path = Path.Combine(folder, model + ".tflite");
        File.WriteAllBytes(path, model switch
        {
            "float" => SmallModels.Float(),
            "quantized" => SmallModels.Quantized(),
            _ => SmallModels.DynamicRange(),
        });
        return path;
    }
}
