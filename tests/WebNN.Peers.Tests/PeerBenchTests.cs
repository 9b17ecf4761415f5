using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using WebNN.FlatBuffers;

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
        var scripts = Path.Combine(Root(), "perf", "peers", "node");
        Assert.SkipUnless(Directory.Exists(Path.Combine(scripts, "node_modules")), "the peers' packages are not installed (./build.sh peers does)");
        var result = Measure("--node-peers", scripts);

        Assert.Contains(result.Peers, peer => peer.Name == "tflite-wasm" && peer.Runtime.Contains("WebAssembly SIMD", StringComparison.Ordinal));
        Assert.Contains(result.Peers, peer => peer.Name == "litert-wasm" && peer.Difference <= 1e-6);
    }

    private PeersResult Measure(params string[] options)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Root(), "natives", "bin")), "the native libraries are absent: ./build.sh setup fetches them");
        var (model, json) = (Path.Combine(folder, "model.tflite"), Path.Combine(folder, "result.json"));
        File.WriteAllBytes(model, Product());
        string[] nowhere = options.Length > 0 ? [] : ["--node-peers", folder];
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "webnn-peers.dll"), "measure", model, "--seconds", "0.1", "--json", json, .. nowhere, .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(3)), "it did not end");
        Assert.True(process.ExitCode == 0, errors.Result + output.Result);
        Assert.Contains("webnn takes of it", output.Result, StringComparison.Ordinal);
        return Assert.Single(JsonSerializer.Deserialize(File.ReadAllText(json), PeersJson.Default.ListPeersResult)!);
    }

    /// <summary>f32[1,16] by f32[4,16].</summary>
    private static byte[] Product()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [1, 16]);
        var weights = Enumerable.Range(0, 64).Select(i => (i % 7) - 3f).ToArray();
        var w = writer.AddTensor("w", TensorType.Float32, [4, 16], data: MemoryMarshal.AsBytes<float>(weights).ToArray());
        var y = writer.AddTensor("y", TensorType.Float32, [1, 4]);
        writer.AddOperator(BuiltinOperator.FullyConnected, [x, w, -1], [y], new FullyConnectedOptions());
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    internal static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "WebNNDelegate.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }
}
