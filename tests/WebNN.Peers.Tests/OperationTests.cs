using System.Text.Json;
using WebNN.Cli.Inputs;
using WebNN.Cli.Running;

namespace WebNN.Peers.Tests;

/// <summary>The operations that are measured compute what TensorFlow Lite's kernels compute, and the program measures them.</summary>
public sealed class OperationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("operations-").FullName;

    public static TheoryData<string> Names => [.. OperationCases.All.Select(each => each.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_through_the_cache_computes_what_TensorFlow_Lite_computes(string name)
    {
        PeersProgram.RequireNatives();
        var operation = OperationCases.Find(name);
        var path = Path.Combine(folder, "model.tflite");
        File.WriteAllBytes(path, operation.Model());
        using var model = LoadedModel.Open(path);
        using var session = Session.Open(model, Arm.TfLite, new());
        RandomInputs.Fill(session.Runner, model.Profile, new Random(1));
        foreach (var input in session.Runner.Inputs)
        {
            File.WriteAllBytes(Path.Combine(folder, $"in{input.Index}.raw"), input.Bytes);
        }

        session.Runner.Run();
        var expected = TensorValues.Stored(session.Runner.Outputs[0].Bytes.ToArray(), session.Runner.Outputs[0].Type);
        using var served = new ServedOperation(operation, new());
        served.ReadInputs(folder);
        served.Run();
        served.WriteOutputs(folder);
        var actual = TensorValues.Stored(File.ReadAllBytes(Path.Combine(folder, "out0.raw")), session.Runner.Outputs[0].Type);

        Assert.InRange(PeerBench.Difference(expected, actual)!.Value, 0, 1e-5);
    }

    [Fact]
    public void Every_peer_runs_an_operation_and_all_agree()
    {
        PeersProgram.RequireNatives();
        var scripts = Path.Combine(PeersProgram.Root, "perf", "peers", "node");
        var (names, output) = Measure(scripts, "conv2d-28");
        Assert.Equal(["cached", "tflite", "xnnpack"], names.Take(3));
        Assert.Contains("Times, as multiples of that of cached", output, StringComparison.Ordinal);
        Assert.SkipUnless(Directory.Exists(Path.Combine(scripts, "node_modules")), "the peers' packages are not installed (./build.sh peers does)");
        Assert.Equal(["tflite-wasm", "litert-wasm"], names.Skip(3));
    }

    [Fact]
    public void A_name_that_no_operation_begins_with_is_answered_with_those_there_are()
    {
        var run = PeersProgram.Run(["operations", "conv3d"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no operation begins with 'conv3d'; there are conv2d-224x224x3-3x3s2-32, ", run.Output, StringComparison.Ordinal);
    }

    private (string[] Names, string Output) Measure(string scripts, string operation)
    {
        var json = Path.Combine(folder, "result.json");
        var run = PeersProgram.Run(["operations", operation, "--seconds", "0.1", "--json", json, "--node-peers", scripts]);
        Assert.True(run.ExitCode == 0, run.Output);
        var result = Assert.Single(JsonSerializer.Deserialize(File.ReadAllText(json), PeersJson.Default.ListPeersResult)!);
        Assert.Equal("conv2d-28x28x192-1x1-64", result.Model);
        Assert.All(result.Peers, peer => Assert.InRange(peer.Difference!.Value, 0, 1e-5));
        return ([.. result.Peers.Select(peer => peer.Name)], run.Output);
    }
}
