using System.Text.Json;
using WebNN.Plugin.Tests.Support;
using WebNN.TfLite;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Plugin.Tests;

/// <summary>The options partitioning and decision: a decision of the .NET tool's is one for the native library.</summary>
public sealed class PartitioningTests
{
    private const string Model = "mobilenet_v2_1.0_224_ptq_int8";

    [Fact]
    public void A_decision_that_was_made_in_NET_is_followed()
    {
        using var folder = new TemporaryFolder();
        var (path, file) = (Places.Model(Model), folder.At("decision.json"));
        using var webnn = new WebNNDelegate(new() { Partitioning = PartitioningMode.Predicted });
        var managed = ManagedRun.Of(path, webnn);
        var key = managed.Report.Decision!.Key!;
        File.WriteAllText(file, new StoredDecision(key, [0, 1, 2, 3], PartitioningMode.Given, Model, ["by hand"]).ToJson());

        var run = ModelRun.Of(ModelRun.Direct(), path, managed.Inputs, "partitioning=given", $"decision={file}");

        Assert.Equal(4, run.DelegatedNodes);
        var partitioning = run.Report.GetProperty("partitioning");
        Assert.Equal(("given", "given", null), Sources(partitioning));
        Assert.Equal(key.Name, partitioning.GetProperty("key").GetString());
        Assert.Equal(["0-3"], partitioning.GetProperty("webNN").EnumerateArray().Select(range => range.GetString()));
        Assert.Equal(["by hand", $"decision file: {file}"], partitioning.GetProperty("evidence").EnumerateArray().Select(line => line.GetString()));
    }

    [Theory]
    [InlineData("{\"format\": 1", "it is not JSON")]
    [InlineData(null, "there is no decision file")]
    public void A_damaged_decision_costs_the_host_nothing_but_a_line_in_the_report(string? text, string reason)
    {
        using var folder = new TemporaryFolder();
        var (path, file) = (Places.Model(Model), folder.At("decision.json"));
        if (text is not null)
        {
            File.WriteAllText(file, text);
        }

        var managed = ManagedRun.Of(path);
        var run = ModelRun.Of(ModelRun.Direct(), path, managed.Inputs, "partitioning=given", $"decision={file}");

        var partitioning = run.Report.GetProperty("partitioning");
        Assert.Contains(reason, partitioning.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("given", partitioning.GetProperty("source").GetString());
    }

    [Fact]
    public void None_leaves_all_to_the_host()
    {
        var path = Places.Model(Model);
        var run = ModelRun.Of(ModelRun.Direct(), path, ManagedRun.Of(path).Inputs, "partitioning=none");
        Assert.Equal((0, "none"), (run.DelegatedNodes, run.Report.GetProperty("partitioning").GetProperty("source").GetString()));
    }

    private static (string? Asked, string? Source, string? Problem) Sources(JsonElement partitioning) => (
        partitioning.GetProperty("asked").GetString(), partitioning.GetProperty("source").GetString(), partitioning.GetProperty("problem").GetString());
}
