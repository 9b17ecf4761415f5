using System.Globalization;

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
    [InlineData("profile", "{0}")]
    [InlineData("bench", "{1}", "--json", "{0}")]
    [InlineData("tune", "{1}", "--decision", "{0}")]
    [InlineData("export", "{1}", "--to", "onnx", "--out", "{0}")]
    public void A_model_is_not_written_over(params string[] arguments)
    {
        Needs.Natives();
        var (kept, other) = (FileOf(SmallModels.Float(), "kept.tflite"), FileOf(SmallModels.Float()));
        Refused($"{kept}: a model, which is not written over", [.. arguments.Select(each => string.Format(CultureInfo.InvariantCulture, each, kept, other))]);
        Assert.Equal(SmallModels.Float(), File.ReadAllBytes(kept));
    }

    [Theory]
    [InlineData("--device: 'tpu' is not one of cpu, gpu, npu", "inspect", "--device", "tpu")]
    [InlineData("--device: 'tpu' is not one of cpu, gpu, npu", "inspect", "--device", "cpu,no-tpu")]
    [InlineData("--device: '' is not one of cpu, gpu, npu", "inspect", "--device", "")]
    [InlineData("--include: '' names no node", "inspect", "--include", "")]
    [InlineData("--exclude: ',' names no node", "inspect", "--exclude", ",")]
    [InlineData("--device: reference stands alone", "inspect", "--device", "reference,no-gpu")]
    [InlineData("--provider-options: options of providers are not JSON", "inspect", "--provider-options", "{QNN}")]
    [InlineData("--provider-options: '/nowhere.json' is neither a JSON object nor a file that is there", "inspect", "--provider-options", "/nowhere.json")]
    [InlineData("--provider-options: '[1]' is neither a JSON object nor a file that is there", "inspect", "--provider-options", "[1]")]
    [InlineData("--threads: '0' is not a whole number from 1 to 256", "inspect", "--threads", "0")]
    [InlineData("--threads: 'x' is not a whole number from 1 to 256", "inspect", "--threads", "x")]
    [InlineData("--threads: '100000' is not a whole number from 1 to 256", "bench", "--threads", "100000")]
    [InlineData("--runs: '3.5' is not a whole number from 1 to 10000000", "bench", "--runs", "3.5")]
    [InlineData("--seconds: 'NaN' is not a number from 0.001 to 86400", "bench", "--seconds", "NaN")]
    [InlineData("--seconds: '1e400' is not a number from 0.001 to 86400", "bench", "--seconds", "1e400")]
    [InlineData("--draws: 'many' is not a whole number from 0 to 100000", "compare", "--draws", "many")]
    [InlineData("--seed: '-1' is not a whole number from 0 to 1073741823", "compare", "--seed", "-1")]
    [InlineData("--top: '99999999999' is not a whole number from 1 to 1000000", "run", "--top", "99999999999")]
    [InlineData("--min-score: 'half' is not a number from", "run", "--min-score", "half")]
    [InlineData("--min-nodes: '' is not a whole number from 1 to 1000000", "inspect", "--min-nodes", "")]
    [InlineData("--max-partitions: '1e2' is not a whole number from 0 to 1000000", "inspect", "--max-partitions", "1e2")]
    [InlineData("--timeout: 'soon' is not a number from 0 to 1000000", "inspect", "--timeout", "soon")]
    [InlineData("--edges: 'sharp' is not a list of multiples, integers, extremes, nan, nor all or none", "compare", "--edges", "sharp")]
    [InlineData("--tolerance: 'much' is not a number, abs:NUMBER or steps:NUMBER", "compare", "--tolerance", "much")]
    [InlineData("--kernels: 'foo' is not one of auto, onnxruntime, own", "inspect", "--kernels", "foo")]
    [InlineData("--partitioning: 'foo' is not one of all, none, given, predicted, measured", "inspect", "--partitioning", "foo")]
    [InlineData("--fallback: 'foo' is not one of xnnpack, none", "inspect", "--fallback", "foo")]
    [InlineData("--arms: 'gpu' is not one of tflite, xnnpack, onnxruntime, webnn, compiled, exact", "bench", "--arms", "xnnpack", "gpu")]
    [InlineData("--reference: 'numpy' is not one of tflite, xnnpack, exact", "compare", "--reference", "numpy")]
    [InlineData("--runtime: 'foo' is not one of auto, compiled, tflite", "run", "--runtime", "foo")]
    [InlineData("--runtime: '1' is not one of auto, compiled, tflite", "run", "--runtime", "1")]
    [InlineData("--to: 'foo' is not one of onnx, js, text", "export", "--to", "foo")]
    [InlineData("--std: '0' is not one number or three other than 0", "run", "--std", "0")]
    [InlineData("give a picture (--image FILE), or a file of raw bytes for each input (--input FILE)", "run")]
    public void An_option_with_a_value_that_is_not_allowed_says_what_is(string message, string verb, params string[] options) =>
        Refused(message, [verb, "model.tflite", .. options]);

    [Theory]
    [InlineData("inspect", "model.tflite")]
    [InlineData("run", "model.tflite", "picture.jpg")]
    [InlineData("conformance", "cases/")]
    [InlineData("profile")]
    [InlineData("export", "--to", "text")]
    [InlineData("wasi", "run")]
    [InlineData("wasi", "inspect")]
    public void An_unknown_option_is_not_taken_for_a_path(params string[] arguments) =>
        Refused("--foo: no such option, nor a file or folder of that name", [.. arguments, "--foo"]);

    [Theory]
    [InlineData("inspect", "--colour", "red")]
    [InlineData("dance")]
    public void Unknown_words_are_bad_input(string verb, params string[] options)
    {
        var result = Tool.Run([verb, "model.tflite", .. options]);

        Assert.Equal(2, result.ExitCode);
        Assert.NotEmpty(result.Problems);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("inspect")]
    public void A_folder_is_no_guest(string verb) => Refused($"{folder}: a folder, where a file is expected", "wasi", verb, folder);

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

    [Theory]
    [InlineData("--tflite")]
    [InlineData("--onnxruntime")]
    public void A_library_that_was_named_is_not_done_without(string option)
    {
        Needs.Natives();
        var (missing, none) = (Path.Combine(folder, "missing.so"), FileOf("no library"u8.ToArray(), "none.so"));
        Refused(missing, "inspect", FileOf(SmallModels.Float()), option, missing);
        Refused(none, "inspect", FileOf(SmallModels.Float()), option, none);
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("run", "--input", "input.raw")]
    [InlineData("bench")]
    [InlineData("tune")]
    public void A_cache_folder_that_cannot_be_used_is_refused_before_the_work(string verb, params string[] options)
    {
        var file = FileOf([], "file");
        foreach (var cache in new[] { file, Path.Combine(file, "graphs") })
        {
            Refused($"--cache: the cache folder '{cache}' cannot be used: ", [verb, FileOf(SmallModels.Float()), .. options, "--cache", cache]);
        }
    }

    [Fact]
    public void A_comparison_without_a_backend_is_not_green()
    {
        Needs.Natives();

        var result = Tool.Run("compare", FileOf(SmallModels.Float()), "--onnxruntime", Path.Combine(folder, "missing.so"), "--json", "-");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("nothing is delegated, so nothing was compared", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal(0, (int?)result.Json["delegatedNodes"]);
        Assert.False((bool?)result.Json["withinTolerance"]);
        Assert.Equal("nothingDelegated", (string?)result.Json["verdict"]);
    }

    [Fact]
    public void A_comparison_of_which_every_node_was_refused_is_not_green()
    {
        Needs.Natives();

        var result = Tool.Run("compare", FileOf(SmallModels.Float()), "--exclude", "RELU,SOFTMAX", "--json", "-");

        Assert.Equal(2, result.ExitCode);
        Assert.EndsWith(
            "nothing is delegated, so nothing was compared: all 2 nodes stay with TensorFlow Lite (see inspect)",
            Assert.Single(result.Problems),
            StringComparison.Ordinal);
        Assert.Contains("NOTHING COMPARED", result.Errors, StringComparison.Ordinal);
        Assert.False((bool?)result.Json["withinTolerance"]);
        Assert.Equal("nothingDelegated", (string?)result.Json["verdict"]);
    }

    [Fact]
    public void A_comparison_on_no_input_is_not_green()
    {
        Needs.Natives();

        var result = Tool.Run("compare", FileOf(SmallModels.Float()), "--draws", "0", "--json", "-");

        Assert.Equal(2, result.ExitCode);
        Assert.EndsWith("nothing was compared: there were no draws", Assert.Single(result.Problems), StringComparison.Ordinal);
        Assert.Equal("nothingRan", (string?)result.Json["verdict"]);
        Assert.EndsWith(" nothing", (string?)result.Json["inputs"]![0], StringComparison.Ordinal);
        Assert.DoesNotContain("top 1", result.Errors, StringComparison.Ordinal);   // the heading of a table of zeros
    }

    [Theory]
    [InlineData("run")]
    [InlineData("compare")]
    public void A_missing_file_of_bytes_is_named_and_not_the_model(string verb)
    {
        Needs.Natives();
        var missing = Path.Combine(folder, "nowhere", "input.raw");
        Refused($"{missing}: no such file", verb, FileOf(SmallModels.Float()), "--input", missing);
    }

    [Fact]
    public void A_picture_among_the_models_is_a_picture_even_where_it_is_missing()
    {
        Needs.Natives();
        Refused("picture.jpg: no such file", "run", FileOf(SmallModels.Float()), Path.Combine(folder, "picture.jpg"));
    }

    [Fact]
    public void Pictures_and_bytes_together_are_refused() =>
        Refused("not both", "run", "model.tflite", "--image", "a.jpg", "--input", "b.raw");

    [Fact]
    public void A_signature_that_is_not_there_is_refused_with_those_that_are()
    {
        Needs.Natives();
        Refused("no signature 'encode'; it has none", "inspect", FileOf(SmallModels.Float()), "--signature", "encode");
    }

    [Fact]
    public void A_place_that_cannot_hold_the_JSON_is_refused_before_the_work()
    {
        var place = Path.Combine(folder, "missing", "result.json");
        Refused($"--json {place}: Could not find a part of the path '{place}'.", "bench", FileOf(SmallModels.Float()), "--json", place);
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
