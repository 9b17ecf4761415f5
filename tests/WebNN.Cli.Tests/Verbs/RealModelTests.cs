namespace WebNN.Cli.Tests.Verbs;

public sealed class RealModelTests
{
    /// <summary>Nodes that WebNN runs at least; where the leftovers do not force more, in one partition.</summary>
    private static readonly Dictionary<string, (int Nodes, int Partitions)> expected = new()
    {
        ["ad01_fp32"] = (10, 1),
        ["coco_ssd_mobilenet_v1_quant"] = (63, 1),
        ["deeplabv3_fp32"] = (70, 1),
        ["face_detection_short_range_fp16"] = (164, 1),
        ["face_landmark"] = (97, 1),
        ["hello_world_float"] = (3, 1),
        ["keras_lstm_mnist_ptq"] = (5, 2),
        ["kws_ref_model_dynamic_range"] = (13, 1),
        ["kws_ref_model_int8"] = (13, 1),
        ["mobilenet_v1_0.25_128_uint8"] = (31, 1),
        ["mobilenet_v1_0.25_224_fp32"] = (31, 1),
        ["mobilenet_v2_1.0_224_ptq_int8"] = (68, 1),
        ["movenet_lightning_ptq"] = (155, 2),
        ["movie_review_nl"] = (5, 1),
        ["resnet8_int8"] = (16, 1),
        ["vww_96_float"] = (31, 1),
        ["vww_96_int8"] = (31, 1),
        ["yamnet_audio_classifier"] = (47, 1),
    };

    [Fact]
    public void Every_real_model_runs_is_delegated_as_far_as_expected_and_is_within_its_tolerance()
    {
        var result = Tool.Run("compare", Needs.Shared("models"), "--json", "-");

        var outside = result.Json.AsArray().Where(model => (bool?)model!["withinTolerance"] != true);
        Assert.Equal([], outside.Select(model => model!.ToJsonString()));
        Assert.Equal(0, result.ExitCode);
        var models = result.Json.AsArray().ToDictionary(
            model => Path.GetFileNameWithoutExtension((string)model!["model"]!), model => model!);
        foreach (var (name, (nodes, partitions)) in expected)
        {
            Assert.True((int)models[name]["delegatedNodes"]! >= nodes, $"{name}: {models[name]["refused"]}");
            Assert.True(models[name]["partitions"]!.AsArray().Count <= partitions, $"{name}: {models[name]["partitions"]}");
        }
    }

    [Fact]
    public void An_LSTM_that_is_written_out_stays_with_TFLite_unless_it_is_included()
    {
        var model = Needs.Shared("models/keras_lstm_mnist_ptq.tflite");
        Assert.Contains("written out as", (string?)Assert.Single(Tool.Run("inspect", model, "--partitioning", "all", "--json", "-").Json["refused"]!.AsArray())!["reason"], StringComparison.Ordinal);

        var included = Tool.Run("inspect", model, "--include", "0-5", "--json", "-").Json;
        Assert.Equal((6, 1), ((int)included["delegatedNodes"]!, included["partitions"]!.AsArray().Count));
        Assert.True((bool)included["isWhole"]!, "it runs without TensorFlow Lite");
    }

    [Theory]
    [InlineData("bird.bmp", 20, "chickadee")]
    [InlineData("cat.bmp", 286, "Egyptian cat")]
    public void A_picture_gets_the_class_that_TensorFlow_Lite_gives_it(string picture, int index, string label)
    {
        var result = Tool.Run(
            "run",
            Needs.Shared("models/mobilenet_v2_1.0_224_ptq_int8.tflite"),
            "--image",
            Needs.Shared(Path.Combine("images", picture)),
            "--labels",
            Needs.Shared("images/imagenet_labels.txt"),
            "--reference",
            "--json",
            "-").Json;

        foreach (var side in new[] { "result", "reference" })
        {
            var best = result[side]!["outputs"]![0]!["top"]![0]!;
            Assert.Equal((index, label), ((int)best["index"]!, (string)best["label"]!));
        }
    }

    [Fact]
    public void Found_objects_are_listed_and_drawn()
    {
        var drawn = Path.Combine(Path.GetTempPath(), $"webnn-cli-{Guid.NewGuid():N}.png");

        var result = Tool.Run(
            "run",
            Needs.Shared("models/coco_ssd_mobilenet_v1_quant.tflite"),
            Needs.Shared("images/cat.bmp"),
            "--labels",
            Needs.Shared("images/coco_labels.txt"),
            "--out",
            drawn,
            "--json",
            "-").Json;

        var found = Assert.Single(result["result"]!["detections"]!.AsArray())!;
        Assert.Equal("cat", (string?)found["label"]);
        Assert.InRange((double)found["top"]!, 0.05, 0.2);
        Assert.True(File.Exists(drawn));
        File.Delete(drawn);
    }

    [Fact]
    public void A_model_without_found_objects_has_nothing_to_draw()
    {
        var result = Tool.Run(
            "run", Needs.Shared("models/mobilenet_v2_1.0_224_ptq_int8.tflite"), Needs.Shared("images/cat.bmp"), "--out", "never.png");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--out draws found objects", Assert.Single(result.Problems), StringComparison.Ordinal);
    }
}
