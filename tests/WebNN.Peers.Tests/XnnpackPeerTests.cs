using System.Text.Json;
using WebNN.FlatBuffers;
using WebNN.Peers.Xnnpack;

namespace WebNN.Peers.Tests;

/// <summary>Models on XNNPACK's operators, where there is a library that exports them.</summary>
public sealed class XnnpackPeerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("xnnpack-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(TensorType.Float32, true, 1)]
    [InlineData(TensorType.Int8, true, 1)]
    [InlineData(TensorType.Int8, false, 1)]
    [InlineData(TensorType.UInt8, false, 1)]
    [InlineData(TensorType.Float32, true, 2)]
    public void It_computes_what_TensorFlow_Lite_computes(TensorType type, bool isPerChannel, int threads)
    {
        var result = Measure(XnnpackModels.Network(type, isPerChannel), "--threads", $"{threads}");
        var peer = Assert.Single(result.Peers, peer => peer.Name == Peers.XnnpackOperators);

        // A step of integers in the softmax of at most 256.
        Assert.InRange(peer.Difference!.Value, 0, type == TensorType.Float32 ? 1e-5 : 0.02);
        Assert.StartsWith("XNNPACK's operators of ", peer.Runtime, StringComparison.Ordinal);
        Assert.EndsWith(type == TensorType.Float32 ? "; in C#: SOFTMAX" : "; in C#: MEAN, SOFTMAX", peer.Runtime, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_it_has_no_operator_for_is_left_out_with_the_reason() => Assert.Contains(
        Measure(XnnpackModels.Unknown()).LeftOut,
        arm => arm == new Cli.Results.LeftOutArm(Peers.XnnpackOperators, "#0 RESIZE_BILINEAR: the library exports no operator for it"));

    [Fact]
    public void Operators_are_timed_one_by_one()
    {
        var (exitCode, output) = PeersProgram.Run(["layers", Write(XnnpackModels.Network(TensorType.Float32)), "--seconds", "0.1", "--xnnpack", Library()]);
        Assert.True(exitCode == 0, output);
        Assert.Contains("#2 DEPTHWISE_CONV_2D", output, StringComparison.Ordinal);
        Assert.Contains("  all: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_the_reason()
    {
        PeersProgram.RequireNatives();
        var run = PeersProgram.Run(["layers", Write(XnnpackModels.Network(TensorType.Float32)), "--xnnpack", Path.Combine(folder, "model.tflite")]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("model.tflite does not export XNNPACK's operators", run.Output, StringComparison.Ordinal);
    }

    /// <summary>What the environment names, or what ./build.sh peers fetch left.</summary>
    private static string Library()
    {
        PeersProgram.RequireNatives();
        var named = Environment.GetEnvironmentVariable(XnnpackLibrary.Variable);
        var path = string.IsNullOrEmpty(named) ? Path.Combine(PeersProgram.Root, "artifacts", "xnnpack", "libtorch_cpu.so") : named;
        Assert.SkipUnless(File.Exists(path), "there is no library of XNNPACK's operators (./build.sh peers fetch)");
        return path;
    }

    private PeersResult Measure(byte[] model, params string[] options)
    {
        var json = Path.Combine(folder, "result.json");
        string[] peers = ["--peers", Peers.Reference, Peers.XnnpackOperators];
        var (exitCode, output) = PeersProgram.Run(["measure", Write(model), "--seconds", "0.1", "--json", json, "--xnnpack", Library(), .. options, .. peers]);
        Assert.True(exitCode == 0, output);
        return Assert.Single(JsonSerializer.Deserialize(File.ReadAllText(json), PeersJson.Default.ListPeersResult)!);
    }

    private string Write(byte[] model)
    {
        var path = Path.Combine(folder, "model.tflite");
        File.WriteAllBytes(path, model);
        return path;
    }
}
