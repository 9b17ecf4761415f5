using System.Text.Json;
using WebNN.Interop.Natives;

namespace WebNN.Peers.Tests;

/// <summary>The program as users start it, on a small model.</summary>
public sealed class PeerBenchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("peers-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void All_forms_of_the_product_run_the_model_and_agree()
    {
        var result = Measure();
        var names = result.Peers.Select(peer => peer.Name).ToList();

        Assert.Equal(["tflite", "xnnpack", "webnn", "compiled"], names.Take(4));
        Assert.Equal(0, result.Peers[0].Difference);
        Assert.All(result.Peers, peer => Assert.InRange(peer.Difference!.Value, 0, 1e-6));
        Assert.All(result.Peers, peer => Assert.Equal(names.Where(name => name != peer.Name), peer.Ratios.Select(ratio => ratio.To)));
        Assert.Contains(result.LeftOut, peer => peer.Name == "plugin" && peer.Reason.Contains("./build.sh publish", StringComparison.Ordinal));
    }

    [Fact]
    public void TensorFlow_Lite_in_WebAssembly_runs_the_same_model()
    {
        var scripts = Path.Combine(PeersProgram.Root, "perf", "peers", "node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(scripts, "node_modules")), "the peers' packages are not installed (./build.sh peers does)");
        var result = Measure("--node-peers", scripts);

        Assert.Contains(result.Peers, peer => peer.Name == "tflite-wasm" && peer.Runtime.Contains("WebAssembly SIMD", StringComparison.Ordinal));
        Assert.Contains(result.Peers, peer => peer.Name == "litert-wasm" && peer.Difference <= 1e-6);
    }

    [Fact]
    public void Webnn_node_and_its_clients_are_measured_in_one_run()
    {
        var scripts = Path.Combine(PeersProgram.Root, "perf", "peers", "node");
        var platform = NativeLibraryLocator.RuntimeIdentifier;
        var addon = Path.Combine(PeersProgram.Root, "artifacts", "node", platform, "webnn_node.node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(scripts, "node_modules")), "the peers' packages are not installed (./build.sh peers does)");
        Assert.SkipUnless(File.Exists(addon), "the addon is not published (./build.sh publish --node)");
        var json = Path.Combine(folder, "node.json");
        var (exitCode, output) = PeersProgram.Run(
            ["node", "--seconds", "0.1", "--node-peers", scripts, "--json", json],
            ("WEBNN_NODE_ADDON", addon), ("WEBNN_ONNXRUNTIME", Path.Combine(PeersProgram.Root, "natives", "bin", platform)));
        Assert.True(exitCode is 0 or 1, output);
        var text = File.ReadAllText(json);
        Assert.DoesNotContain(PeersProgram.Root, text, StringComparison.Ordinal);
        var result = JsonSerializer.Deserialize(text, PeersJson.Default.NodeResult)!;
        Assert.Empty(result.LeftOut);
        Assert.Equal(9, result.Arms.Count);
        Assert.All(result.Lines, line => Assert.True(line.Value >= 0, line.Name));
        Assert.Contains(result.Lines, line => line.Name == "ort-wasm / ort-webnn" && line.Low <= line.Value);
        Assert.Equal(exitCode == 0, result.Lines.All(line => line.Holds));
    }

    [Fact]
    public void Peers_are_chosen_by_their_names()
    {
        PeersProgram.RequireNatives();
        var model = SmallModel.Write(folder);
        var (exitCode, output) = PeersProgram.Run(["measure", model, "--seconds", "0.1", "--peers", "webnn", "tflite"]);

        Assert.True(exitCode == 0, output);
        Assert.Contains("webnn takes of it", output, StringComparison.Ordinal);
        Assert.DoesNotContain("xnnpack", output, StringComparison.Ordinal);
        (exitCode, output) = PeersProgram.Run(["measure", model, "--peers", "tflow"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("no peer tflow: there are tflite, xnnpack, webnn", output, StringComparison.Ordinal);
    }

    private PeersResult Measure(params string[] options) =>
        PeersProgram.Measure(SmallModel.Write(folder), options.Length > 0 ? options : ["--node-peers", folder]);
}
