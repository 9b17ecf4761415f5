using System.Text.Json.Nodes;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Tests.Verbs;

public sealed class TuneVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public TuneVerbTests()
    {
        Needs.Natives();
        File.WriteAllBytes(Model, SmallModels.Float());
        File.WriteAllBytes(Path.Combine(folder, "quantized.tflite"), SmallModels.Quantized());
    }

    private string Model => Path.Combine(folder, "float.tflite");

    private string Decision => Path.Combine(folder, "float.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_was_tuned_is_found_by_the_model_in_the_cache_folder()
    {
        var cache = Path.Combine(folder, "cache");
        var tuned = Tool.Run("tune", Model, "--seconds", "0.2", "--cache", cache, "--json", "-");
        Assert.True(tuned.ExitCode == 0, tuned.Errors);
        Assert.Equal(Path.Combine(cache, "decisions", tuned.Json["key"] + ".json"), (string)tuned.Json["file"]!);
        Assert.Equal("none", (string)tuned.Json["candidates"]![0]!["name"]!);
        Assert.Equal(1.0, (double)tuned.Json["candidates"]![0]!["toNone"]!);

        var inspected = Partitioning("--partitioning", "measured", "--cache", cache);
        Assert.Equal(("measured", "measured", null), Sources(inspected));
        Assert.Equal(tuned.Json["webNN"]!.ToJsonString(), inspected["webNN"]!.ToJsonString());
        Assert.Equal((string)tuned.Json["key"]!, (string)inspected["key"]!);
        Assert.StartsWith("measured: ", (string)inspected["evidence"]![0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("1", 1)]
    [InlineData("0-1", 2)]
    public void A_decision_that_a_person_changed_is_followed(string nodes, int delegated)
    {
        Write(Key() with { Host = "*", Backend = "*" }, nodes);
        var result = Tool.Run("inspect", Model, "--partitioning", "given", "--decision", Decision, "--json", "-").Json;
        Assert.Equal(delegated, (int)result["delegatedNodes"]!);
        Assert.Equal(("given", "given", null), Sources(result["partitioning"]!));
    }

    [Fact]
    public void A_decision_for_another_model_is_replaced_by_the_prediction_and_the_text_says_why()
    {
        Write(Key(), "0");
        var result = Tool.Run("inspect", Path.Combine(folder, "quantized.tflite"), "--partitioning", "given", "--decision", Decision);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"partitioning: {Unmeasured()} instead of given", result.Output, StringComparison.Ordinal);
        Assert.Contains("made for another model", Unwrapped(result.Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"format\": 1", "cannot be used: it is not JSON")]
    [InlineData("[1]", "cannot be used: the file is a list; expected an object")]
    [InlineData(null, "there is no decision file")]
    public void A_damaged_or_missing_decision_is_replaced_by_the_prediction(string? text, string reason)
    {
        if (text is not null)
        {
            File.WriteAllText(Decision, text);
        }

        var partitioning = Partitioning("--partitioning", "given", "--decision", Decision);
        Assert.Equal(("given", Unmeasured()), ((string)partitioning["asked"]!, (string)partitioning["source"]!));
        Assert.Contains(reason, (string)partitioning["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_profile_that_cannot_be_read_is_replaced_by_the_built_in_one()
    {
        var partitioning = Partitioning("--partitioning", "predicted", "--machine-profile", Model);
        Assert.Equal(Unmeasured(), (string)partitioning["source"]!);
        Assert.Contains("float.tflite cannot be used: ", (string)partitioning["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_predictions_are_the_same() =>
        Assert.Equal(Partitioning("--partitioning", "predicted").ToJsonString(), Partitioning("--partitioning", "predicted").ToJsonString());

    [Fact]
    public void Nothing_is_delegated_where_that_was_asked_for()
    {
        var result = Tool.Run("inspect", Model, "--partitioning", "none", "--json", "-").Json;
        Assert.Equal(0, (int)result["delegatedNodes"]!);
        Assert.Equal("left to TensorFlow Lite by the option partitioning=none", (string)result["refused"]![0]!["reason"]!);
    }

    [Fact]
    public void Several_models_end_with_the_worst_regret()
    {
        var result = Tool.Run("tune", folder, "--seconds", "0.2");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Contains("worst regret of predicted: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("not kept: --decision or --cache says where", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_of_this_machine_is_measured_and_predicted_by()
    {
        var file = Path.Combine(folder, "machine.json");
        var result = Tool.Run("profile", file, "--milliseconds", "1");
        Assert.True(result.ExitCode == 0, result.Errors);
        var profile = MachineProfile.Parse(File.ReadAllText(file));
        Assert.Null(Sources(Partitioning("--partitioning", "predicted", "--machine-profile", file)).Problem);
        Assert.Contains(profile.Operators, cost => cost is { Class: OperatorClass.Convolution, Type: OperatorType.Int8 } && cost.Host.Points[^1].Time > 0);
    }

    /// <summary>Who decides where nothing was measured: a class of processors without a built-in profile has no prediction.</summary>
    private string Unmeasured() => (string)Partitioning("--partitioning", "predicted")["source"]!;

    private static (string Asked, string Source, string? Problem) Sources(JsonNode partitioning) =>
        ((string)partitioning["asked"]!, (string)partitioning["source"]!, (string?)partitioning["problem"]);

    private static string Unwrapped(string text) => text.Replace("\n", " ", StringComparison.Ordinal).Replace("     ", " ", StringComparison.Ordinal);

    private JsonNode Partitioning(params string[] options) => Tool.Run(["inspect", Model, "--json", "-", .. options]).Json["partitioning"]!;

    /// <summary>The key of the model under test, from a decision that was kept.</summary>
    private DecisionKey Key()
    {
        var place = Path.Combine(folder, "kept.json");
        var tuned = Tool.Run("tune", Model, "--seconds", "0.1", "--decision", place);
        Assert.True(tuned.ExitCode == 0, tuned.Errors);
        return StoredDecision.Parse(File.ReadAllText(place)).Key;
    }

    private void Write(DecisionKey key, string nodes) => File.WriteAllText(
        Decision, new StoredDecision(key, [], PartitioningMode.Given, "float", []).ToJson().Replace("\"webnn\": []", nodes.Length == 0 ? "\"webnn\": []" : $"\"webnn\": [\"{nodes}\"]", StringComparison.Ordinal));
}
