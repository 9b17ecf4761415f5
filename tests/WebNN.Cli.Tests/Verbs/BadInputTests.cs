namespace WebNN.Cli.Tests.Verbs;

public sealed class BadInputTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("webnn-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void An_empty_file_is_named() => Refused("the file is empty", "inspect", FileOf([]));

    [Fact]
    public void A_text_file_is_named() => Refused("this is a text file", "inspect", FileOf("hello, world"u8.ToArray()));

    [Fact]
    public void A_truncated_model_is_refused() =>
        Refused("not a valid TensorFlow Lite model", "compare", FileOf(SmallModels.Float()[..^100]));

    [Fact]
    public void A_missing_file_is_named() => Refused("missing.tflite: no such file", "bench", Path.Combine(folder, "missing.tflite"));

    [Fact]
    public void An_unknown_custom_operator_is_named_and_so_is_who_cannot_run_it()
    {
        Needs.Natives();
        Refused("custom operator 'MysteryOp': TensorFlow Lite cannot run it", "inspect", FileOf(SmallModels.UnknownCustom()));
    }

    [Fact]
    public void Raw_bytes_of_another_size_are_refused_with_both_sizes()
    {
        Needs.Natives();
        var raw = FileOf(new byte[12], "input.raw");
        Refused("input 0 'input' float32[1,8] takes 32 bytes; " + raw + " has 12", "run", FileOf(SmallModels.Float()), "--input", raw);
    }

    [Fact]
    public void A_picture_for_an_input_that_is_none_is_refused()
    {
        Needs.Natives();
        var image = FileOf("P6\n1 1\n255\nabc"u8.ToArray(), "a.ppm");
        Refused("its input Float32[1,8] is no picture", "run", FileOf(SmallModels.Float()), "--image", image);
    }

    [Theory]
    [InlineData("--device: 'tpu' is not one of cpu, gpu, npu", "inspect", "--device", "tpu")]
    [InlineData("--threads: 1 to 256", "inspect", "--threads", "0")]
    [InlineData("--tolerance: 'much' is not a number, abs:NUMBER or steps:NUMBER", "compare", "--tolerance", "much")]
    [InlineData("--std: '0' is not one number or three other than 0", "run", "--std", "0")]
    [InlineData("give a picture (--image FILE), or a file of raw bytes for each input (--input FILE)", "run")]
    public void An_option_with_a_value_that_is_not_allowed_says_what_is(string message, string verb, params string[] options) =>
        Refused(message, [verb, "model.tflite", .. options]);

    [Theory]
    [InlineData("compare", "--reference", "numpy")]
    [InlineData("bench", "--arms", "gpu")]
    [InlineData("inspect", "--colour", "red")]
    [InlineData("dance")]
    public void Unknown_words_are_bad_input(string verb, params string[] options)
    {
        var result = Tool.Run([verb, "model.tflite", .. options]);

        Assert.Equal(2, result.ExitCode);
        Assert.NotEmpty(result.Problems);
    }

    [Fact]
    public void A_folder_without_models_is_bad_input() => Refused("no *.tflite in this folder or below it", "inspect", folder);

    [Fact]
    public void One_bad_model_does_not_stop_the_others_and_the_worst_exit_code_is_returned()
    {
        Needs.Natives();
        var result = Tool.Run("inspect", FileOf([], "bad.tflite"), FileOf(SmallModels.Float(), "good.tflite"), "--json", "-");

        Assert.Equal(2, result.ExitCode);
        var models = result.Json.AsArray();
        Assert.Contains("the file is empty", (string?)models[0]!["error"], StringComparison.Ordinal);
        Assert.Equal(2, (int?)models[1]!["nodes"]);
    }

    [Fact]
    public void A_comparison_without_a_backend_is_not_green()
    {
        Needs.Natives();

        var result = Tool.Run("compare", FileOf(SmallModels.Float()), "--onnxruntime", Path.Combine(folder, "missing.so"), "--json", "-");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("nothing is delegated, so nothing was compared", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal(0, (int?)result.Json["delegatedNodes"]);
    }

    private static void Refused(string message, params string[] arguments)
    {
        var result = Tool.Run(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, string.Join('\n', result.Problems), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.Equal("", result.Output.Trim());
    }

    private string FileOf(byte[] bytes, string name = "model.tflite")
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
