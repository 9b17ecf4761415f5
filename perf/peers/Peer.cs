using System.Runtime.InteropServices;

namespace WebNN.Peers;

/// <summary>One thing that runs a model: a program that answers as <see cref="PeerProcess"/> asks.</summary>
/// <param name="Name">For tables and charts.</param>
/// <param name="Program">What is started.</param>
/// <param name="Arguments">What it gets before the model, the threads and the folder.</param>
internal sealed record Peer(string Name, string Program, IReadOnlyList<string> Arguments);

/// <summary>What is there to measure.</summary>
internal static class Peers
{
    /// <summary>TensorFlow Lite's own kernels: what every other peer's results are compared with.</summary>
    public const string Reference = "tflite";

    /// <summary>Single operations through our cache of compiled ones.</summary>
    public const string Cached = "cached";

    /// <summary>XNNPACK's operators one after the other, without TensorFlow Lite.</summary>
    public const string XnnpackOperators = "xnnpack-operators";

    private static readonly string[] inWebAssembly = ["tflite-wasm", "litert-wasm"];
    private static readonly string[] inChromium = ["tflite-wasm-chromium", "litert-wasm-chromium", "litert-webnn-chromium", "navigator-ml-chromium"];
    private static readonly string[] onNode = [.. inWebAssembly, "litert-webnn", "navigator-ml", "node-compiled", .. inChromium];

    /// <summary>Those that run single operations.</summary>
    /// <param name="nodePeers">The folder of the peers in JavaScript, its packages installed.</param>
    public static IReadOnlyList<Peer> OfOperations(string nodePeers) =>
        [Served(Cached), Served(Reference), Served("xnnpack"), .. inWebAssembly.Select(name => OnNode(nodePeers, name))];

    /// <param name="nodePeers">The folder of the peers in JavaScript, its packages installed.</param>
    /// <param name="plugin">The plug-in's library; null where it is not published.</param>
    /// <param name="tfLite">Another TensorFlow Lite to measure besides; null for none.</param>
    /// <param name="xnnpack">A library that exports XNNPACK's operators; null where there is none.</param>
    public static IReadOnlyList<Peer> All(string nodePeers, string? plugin, string? tfLite, string? xnnpack)
    {
        List<Peer> peers =
        [
            Served(Reference), Served("xnnpack"), Served("webnn"), Served("compiled"), Served("plugin", "--plugin", plugin ?? ""),
            Served(XnnpackOperators, "--xnnpack", xnnpack ?? ""),
            .. onNode.Select(name => OnNode(nodePeers, name)),
        ];
        if (tfLite is not null)
        {
            peers.Insert(2, Served("xnnpack", "--tflite", tfLite) with { Name = $"xnnpack of {Path.GetFileName(tfLite)}" });
        }

        return peers;
    }

    /// <summary>A peer in JavaScript, called as its script.</summary>
    public static Peer OnNode(string nodePeers, string name) => new(name, Node(nodePeers), [Path.Combine(nodePeers, name + ".mjs")]);

    /// <summary>A peer in C#, called as its arm.</summary>
    public static Peer Served(string arm, params string[] options) =>
        new(arm, Environment.ProcessPath!, [.. Self(), ServeCommand.Name, "--arm", arm, .. options]);

    /// <summary>The Node.js that the peers' packages bring, whose version is pinned, or else the one on the PATH.</summary>
    public static string Node(string nodePeers)
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        var pinned = Path.Combine(nodePeers, "node_modules", $"node-{system}-{architecture}", "bin", OperatingSystem.IsWindows() ? "node.exe" : "node");
        return File.Exists(pinned) ? pinned : "node";
    }

    /// <summary>`dotnet webnn-peers.dll` needs the library's path again; an executable of its own does not.</summary>
    private static string[] Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? [Environment.GetCommandLineArgs()[0]] : [];
}
