using System.Text.Json.Nodes;

namespace WebNN.Cli.Tests.Verbs;

/// <summary>What <c>bench</c> tells about an arm's start.</summary>
public sealed class BenchStartTests
{
    [Fact]
    public void Each_arm_starts_in_fresh_processes_and_finds_its_graphs_again()
    {
        Needs.Natives();
        var folder = Directory.CreateTempSubdirectory("starts-").FullName;
        try
        {
            Assert.Equal(0, Tool.Run("models", "create", "squeezenet1_1", "--int8", "--out", folder).ExitCode);
            var model = Assert.Single(Directory.GetFiles(folder, "*.tflite"));
            var graphs = Path.Combine(folder, "graphs");

            // With two threads there is a session, whose graph is kept.
            var result = Tool.Run("bench", model, "--runs", "2", "--threads", "2", "--arms", "webnn", "compiled", "--starts", "2", "--cache", graphs, "--json", "-");

            Assert.True(result.ExitCode == 0, result.Errors);
            Assert.NotEmpty(Directory.GetFiles(graphs, "*.onnx"));
            Assert.Equal(["webnn", "compiled"], result.Json["arms"]!.AsArray().Select(arm => (string)arm!["name"]!));
            Assert.All(result.Json["arms"]!.AsArray(), arm =>
            {
                Assert.True(Field(arm, "firstResultMs") > Field(arm, "firstPrepareMs"), "the first result includes the first preparation");
                Assert.True(Field(arm, "firstPrepareMs") > 0 && Field(arm, "peakMemoryMiB") > 0);
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Field(JsonNode? arm, string name) => (double)arm![name]!;
}
