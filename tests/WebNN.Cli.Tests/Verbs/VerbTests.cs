using System.Text.Json.Nodes;
using WebNN.Cli.Images;
using WebNN.Kernels;
using WebNN.Models;

namespace WebNN.Cli.Tests.Verbs;

public sealed class VerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("webnn-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Inspect_says_in_JSON_what_is_delegated_and_what_is_not()
    {
        var result = Run("inspect", FileOf(SmallModels.Float()), "--exclude", "SOFTMAX", "--partitioning", "all", "--json", "-");

        Assert.Equal(
            ["model", "nodes", "delegatedNodes", "partitions", "refused", "partitioning", "failure", "backend", "devices", "libraries", "isWhole"],
            result.Json.AsObject().Select(field => field.Key));
        var partition = Assert.Single(result.Json["partitions"]!.AsArray())!;
        Assert.Equal("0 [0]", $"{partition["index"]} {partition["nodes"]!.ToJsonString()}");
        Assert.Equal(Processor.Features.HasFlag(ProcessorFeatures.Avx2) ? "own kernels, without a session" : null, (string?)partition["runner"]);
        Assert.Equal(1, (int?)result.Json["refused"]![0]!["node"]);
        Assert.Equal("SOFTMAX", (string?)result.Json["refused"]![0]!["op"]);
    }

    [Fact]
    public void Inspect_says_of_a_model_with_many_weights_that_it_runs_without_a_session()
    {
        Assert.SkipUnless(Processor.Features.HasFlag(ProcessorFeatures.Avx2), "own kernels need AVX2");
        var result = Run("inspect", FileOf(ModelZoo.Create("mobilenet_v2", quantized: false)), "--partitioning", "all", "--json", "-");
        Assert.Equal("own kernels, without a session", (string?)Assert.Single(result.Json["partitions"]!.AsArray())!["runner"]);
    }

    [Fact]
    public void Inspect_prints_the_graph_where_it_is_asked_to()
    {
        var result = Run("inspect", FileOf(SmallModels.Float()), "--graph", "--partitioning", "all");

        Assert.Contains("2 of 2 nodes run in 1 partition on ONNX Runtime", result.Output, StringComparison.Ordinal);
        Assert.Contains("softmax(", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_says_which_partitioning_another_took_the_place_of()
    {
        var model = FileOf(SmallModels.Float());

        var predicted = Run("inspect", model, "--machine-profile", Path.Combine(folder, "missing.json"));
        Assert.Matches(@"(?m)^  partitioning: predicted\r?\n    .*missing\.json", predicted.Output);
        Assert.Contains("partitioning: predicted instead of measured", Run("inspect", model, "--partitioning", "measured").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_is_told_by_its_build_and_not_by_a_year()
    {
        var result = Run("inspect", FileOf(SmallModels.Float()), "--json", "-").Json;

        var library = result["libraries"]![0]!;
        Assert.Equal("TensorFlow Lite", (string?)library["name"]);
        Assert.Matches("^(build id|sha256) [0-9a-f]{8,}$", (string?)library["build"]);
    }

    [Fact]
    public void Json_goes_to_a_file_beside_the_text_for_people()
    {
        var json = Path.Combine(folder, "result.json");
        var result = Run("inspect", FileOf(SmallModels.Float()), "--partitioning", "all", "--json", json);

        Assert.Contains("2 of 2 nodes", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, (int?)JsonNode.Parse(File.ReadAllText(json))!["delegatedNodes"]);
    }

    [Fact]
    public void Compare_measures_a_float_model_in_floats()
    {
        var result = Run("compare", FileOf(SmallModels.Float()), "--seed", "7", "--draws", "2", "--json", "-").Json;

        var output = Assert.Single(result["outputs"]!.AsArray())!;
        Assert.Equal(("scores", "float32"), ((string?)output["name"], (string?)output["type"]));
        Assert.True((bool?)output["top1Equal"]);
        Assert.True((bool?)result["withinTolerance"]);
        Assert.Equal(("tflite", 7, 2), ((string?)result["reference"], (int?)result["seed"], (int?)result["draws"]));
        Assert.Equal("max abs error <= 1e-5 of the largest |output|", (string?)result["tolerance"]);
        Assert.InRange((double)output["maxAbs"]!, 0, 1e-5);
        foreach (var field in new[] { "maxRel", "maxUlp", "maxSteps", "meanAbs", "cosine" })
        {
            Assert.True(output.AsObject().ContainsKey(field), field);
        }
    }

    [Fact]
    public void Compare_measures_a_quantized_model_in_steps_of_its_last_quantized_tensor()
    {
        var result = Run("compare", FileOf(SmallModels.Quantized()), "--json", "-").Json;

        Assert.Equal("99.9% within 1 step, worst <= 3 steps", (string?)result["tolerance"]);
        Assert.Equal("scale 0.003906 of the quantized tensor 'hidden' before it", (string?)result["outputs"]![0]!["step"]);
        Assert.InRange((double)result["outputs"]![0]!["maxSteps"]!, 0, 1);
    }

    [Fact]
    public void Compare_by_node_checks_every_delegated_node()
    {
        var result = Run("compare", FileOf(SmallModels.Quantized()), "--by-node", "--json", "-").Json;

        Assert.Equal(2, (int?)result["nodeCheck"]!["nodes"]);
        Assert.Empty(result["nodeCheck"]!["outside"]!.AsArray());
    }

    [Fact]
    public void Compare_exits_with_1_outside_the_tolerance()
    {
        var model = Needs.Shared("models/ad01_fp32.tflite");   // sums of 640 floats: no two kernels agree to the last bit

        var result = Tool.Run("compare", model, "--tolerance", "0", "--json", "-");

        Assert.Equal(1, result.ExitCode);
        Assert.False((bool?)result.Json["withinTolerance"]);
    }

    [Fact]
    public void Run_shows_the_likeliest_classes_of_raw_bytes()
    {
        var raw = Path.Combine(folder, "input.raw");
        var values = new float[] { 0, 1, 2, 9, 3, -5, 0, 0 };
        File.WriteAllBytes(raw, [.. values.SelectMany(BitConverter.GetBytes)]);

        var result = Run("run", FileOf(SmallModels.Float()), "--input", raw, "--top", "2", "--reference", "--partitioning", "all", "--json", "-").Json;

        var top = result["result"]!["outputs"]![0]!["top"]!.AsArray();
        Assert.Equal([3, 4], top.Select(each => (int?)each!["index"]));
        Assert.Equal("class 3", (string?)top[0]!["label"]);
        Assert.Equal(0.996, (double)top[0]!["score"]!, 3);
        Assert.Equal("tflite", (string?)result["reference"]!["runtime"]);
        Assert.Equal("within", (string?)result["difference"]!["verdict"]);
        Assert.InRange((double)result["difference"]!["outputs"]![0]!["maxAbsByLargest"]!, 0, 1e-5);
    }

    [Fact]
    public void Run_exits_with_1_where_an_output_is_outside_the_tolerance_of_the_reference()
    {
        var model = Needs.Shared("models/ad01_fp32.tflite");   // sums of 640 floats: no two kernels agree to the last bit
        var raw = RawOf([.. Enumerable.Range(0, 640).Select(index => MathF.Sin(index))]);

        var result = Tool.Run("run", model, "--input", raw, "--reference", "--tolerance", "0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("OUTSIDE the tolerance: max abs error <= 0", result.Output, StringComparison.Ordinal);
        Assert.Contains("of largest", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e-9", 1, "outside")]
    [InlineData("1e-4", 0, "within")]
    public void Run_compares_the_outputs_that_it_shows_where_the_model_runs_compiled(string tolerance, int exitCode, string verdict)
    {
        var model = Needs.Shared("models/hello_world_float.tflite");

        var result = Tool.Run("run", model, "--input", RawOf([0]), "--reference", "--tolerance", tolerance, "--json", "-");

        Assert.Equal((exitCode, "compiled", verdict), (result.ExitCode, (string?)result.Json["runtime"], (string?)result.Json["difference"]!["verdict"]));
        var (ours, theirs) = ((double)result.Json["result"]!["outputs"]![0]!["mean"]!, (double)result.Json["reference"]!["outputs"]![0]!["mean"]!);
        Assert.Equal(Math.Abs(ours - theirs), (double)result.Json["difference"]!["outputs"]![0]!["maxAbs"]!, 1e-12);
        Assert.NotEqual(ours, theirs);
    }

    [Fact]
    public void Run_ends_with_2_where_nothing_is_delegated_and_so_nothing_was_compared()
    {
        Needs.Natives();
        var result = Tool.Run(
            "run", FileOf(SmallModels.Float()), "--input", RawOf([0, 1, 2, 9, 3, -5, 0, 0]), "--reference", "--partitioning", "none", "--json", "-");

        Assert.Equal((2, "nothingDelegated"), (result.ExitCode, (string?)result.Json["difference"]!["verdict"]));
        Assert.EndsWith("nothing is delegated, so nothing was compared: all 2 nodes stay with TensorFlow Lite (see inspect)", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add", 7.5f)]
    [InlineData("mul", 9f)]
    [InlineData("sub", -4.5f)]   // this graph lists the second operand first
    public void Run_runs_the_signature_that_is_asked_for(string signature, float expected)
    {
        var model = Needs.Shared("reports/three_signatures_three_graphs.tflite");
        var (six, half) = (RawOf([.. Enumerable.Repeat(6f, 100)], "a.raw"), RawOf([.. Enumerable.Repeat(1.5f, 100)], "b.raw"));

        var result = Tool.Run("run", model, "--signature", signature, "--input", six, "--input", half, "--reference", "--json", "-");

        Assert.Equal(0, result.ExitCode);
        var output = result.Json["result"]!["outputs"]![0]!;
        Assert.Equal((expected, expected), ((float)output["min"]!, (float)output["max"]!));
        Assert.Equal(1, (int?)result.Json["delegatedNodes"]);
    }

    [Fact]
    public void Run_takes_a_JPEG_beside_the_model()
    {
        var picture = Path.Combine(folder, "cat.jpg");
        ImageFile.Write(picture, ImageFile.Read(Needs.Shared("images/cat.bmp")));

        var result = Tool.Run("run", Needs.Shared("models/mobilenet_v2_1.0_224_ptq_int8.tflite"), picture, "--top", "1", "--json", "-");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(286, (int?)result.Json["result"]!["outputs"]![0]!["top"]![0]!["index"]);   // Egyptian cat
    }

    [Fact]
    public void Compare_takes_the_files_of_bytes_that_run_takes()
    {
        var raw = RawOf([0, 1, 2, 9, 3, -5, 0, 0]);

        var result = Run("compare", FileOf(SmallModels.Float()), "--input", raw, "--json", "-").Json;

        Assert.Equal([raw], result["ranOn"]!.AsArray().Select(draw => (string?)draw));
        Assert.Equal(0, (int?)result["draws"]);
        Assert.Equal($"input float32[1,8] {raw}", (string?)result["inputs"]![0]);
        Assert.Equal("within", (string?)result["verdict"]);
    }

    [Fact]
    public void Compare_draws_edge_values_beside_random_ones()
    {
        var result = Run("compare", FileOf(SmallModels.Float()), "--draws", "1", "--json", "-").Json;

        var draws = result["ranOn"]!.AsArray().Select(draw => (string?)draw).ToArray();
        Assert.Equal("random values, seed 1", draws[0]);
        Assert.Equal("multiples of 0.1, 1/4, 1/2 and 1, seed 1", draws[1]);
    }

    [Fact]
    public void Compare_makes_up_indices_that_exist()
    {
        foreach (var model in new[]
                 {
                     SmallModels.TokensOfTwoTables(), SmallModels.TokensOfRunTimeTable(), SmallModels.Pairs(), SmallModels.OneHot(),
                     SmallModels.Scatter(),
                 })
        {
            var result = Tool.Run("compare", FileOf(model), "--draws", "20", "--edges", "multiples,integers,extremes", "--json", "-");

            Assert.True((string?)result.Json["verdict"] is "within" or "nothingDelegated", $"{result.Output}{result.Errors}");
            Assert.True(result.Json["ranOn"]!.AsArray().Count >= 20, $"{result.Output}");
        }
    }

    [Fact]
    public void Compare_says_with_which_draw_an_output_was_outside()
    {
        var result = Tool.Run("compare", Needs.Shared("models/ad01_fp32.tflite"), "--tolerance", "0", "--draws", "1", "--json", "-");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("random values, seed 1", (string?)result.Json["outputs"]![0]!["outsideOn"]);
        Assert.Equal("outside", (string?)result.Json["verdict"]);
    }

    [Fact]
    public void Compare_of_an_index_into_axis_1_is_within()
    {
        var result = Tool.Run("compare", Needs.Shared("reports/gather_axis_1_of_50x2.tflite"), "--json", "-");

        Assert.Equal((0, "within"), (result.ExitCode, (string?)result.Json["verdict"]));
    }

    [Fact]
    public void Compare_of_an_input_that_only_a_variable_takes_says_what_came_of_it()
    {
        var result = Tool.Run("compare", Needs.Shared("reports/input_goes_to_assign_variable_first.tflite"), "--json", "-");

        Assert.Contains((string?)result.Json["verdict"], (string?[])["within", "nothingDelegated"]);
        Assert.DoesNotContain("Exception", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_measures_all_arms_and_their_ratios()
    {
        var result = Run("bench", FileOf(SmallModels.Float()), "--runs", "3", "--json", "-").Json;

        Assert.Equal(["tflite", "xnnpack", "webnn", "compiled"], result["arms"]!.AsArray().Select(arm => (string?)arm!["name"]));
        Assert.Equal(
            ["compiled/webnn", "compiled/xnnpack", "compiled/tflite", "webnn/xnnpack", "webnn/tflite", "xnnpack/tflite"],
            result["ratios"]!.AsArray().Select(ratio => $"{ratio!["of"]}/{ratio["to"]}"));
        Assert.StartsWith("XNNPACK of TFLite ", (string?)result["ratios"]![1]!["toRuntime"], StringComparison.Ordinal);
        foreach (var arm in result["arms"]!.AsArray())
        {
            Assert.InRange((double)arm!["medianMs"]!, (double)arm["minMs"]!, (double)arm["p95Ms"]!);
            Assert.InRange((double)arm["peakMemoryMiB"]!, 10, 2000);
            Assert.True((int)arm["runs"]! >= 3);
        }
    }

    [Fact]
    public void Operators_are_listed_from_the_table()
    {
        var result = Tool.Run("operators", "--json", "-");

        Assert.Contains("CONV_2D", result.Json.AsArray().Select(each => (string?)each!["name"]));
    }

    [Fact]
    public void Operators_are_listed_with_what_the_library_loads_and_what_needs_a_newer_one()
    {
        var json = Run("operators", "--json", "-").Json.AsArray().ToDictionary(each => (string)each!["name"]!, each => each!);
        var inspected = Run("inspect", FileOf(SmallModels.Float()), "--json", "-").Json;
        Assert.SkipUnless((string?)inspected["libraries"]![0]!["version"] == "2.9.0", "the versions are those of TensorFlow Lite 2.9.0");

        Assert.Equal(5, (int?)json["CONV_2D"]["hostVersion"]);
        Assert.Equal(9, (int?)json["FULLY_CONNECTED"]["hostVersion"]);
        Assert.Equal(3, (int?)json["SOFTMAX"]["hostVersion"]);
        Assert.Equal(1, (int?)json["RELU_N1_TO_1"]["hostVersion"]);
        Assert.Matches("CONV_2D +8 +5 +6 to 8", Run("operators").Output);
    }

    [Fact]
    public void Models_are_listed_and_written_and_what_is_written_runs()
    {
        var names = Tool.Run("models", "list", "--json", "-").Json.AsArray().Select(each => (string?)each!["name"]);
        Assert.Contains("squeezenet1_1", names);

        var written = Run("models", "create", "squeezenet1_1", "--int8", "--out", folder, "--json", "-").Json;

        var file = (string)written["file"]!;
        Assert.Equal(Path.Combine(folder, "squeezenet1_1_int8.tflite"), file);
        Assert.Equal(new FileInfo(file).Length, (long)written["bytes"]!);
        Assert.Equal(1, Run("inspect", file, "--json", "-").Json["partitions"]?.AsArray().Count);
    }

    [Fact]
    public void A_model_that_the_zoo_does_not_have_is_bad_input()
    {
        var result = Tool.Run("models", "create", "squeezenet1_1", "resnet51");

        Assert.Equal(2, result.ExitCode);
        Assert.Matches("^names: 'resnet51' is not one of [^\t]*squeezenet1_1", Assert.Single(result.Problems));
    }

    [Theory]
    [InlineData("--fallback <none|xnnpack> ")]
    [InlineData("--runtime <auto|compiled|tflite> ")]
    public void Help_lists_the_names_that_an_option_takes(string expected) => Assert.Contains(expected, Tool.Run("run", "--help").Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("inspect", "webnn-delegate inspect model.tflite --graph")]
    [InlineData("compare", "webnn-delegate compare models/ --json - > accuracy.json")]
    [InlineData("bench", "webnn-delegate bench model.tflite --seconds 30 --threads 4 --json result.json")]
    [InlineData("run", "webnn-delegate run detector.tflite --image street.jpg --out found.png")]
    public void Help_has_examples(string verb, string example)
    {
        var result = Tool.Run(verb, "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(example, result.Output, StringComparison.Ordinal);
    }

    private static ToolResult Run(params string[] arguments)
    {
        Needs.Natives();
        var result = Tool.Run(arguments);
        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}: {result.Errors}");
        return result;
    }

    private string RawOf(float[] values, string name = "input.raw")
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, [.. values.SelectMany(BitConverter.GetBytes)]);
        return path;
    }

    private string FileOf(byte[] bytes)
    {
        var path = Path.Combine(folder, "model.tflite");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
