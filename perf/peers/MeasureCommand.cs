using System.CommandLine;
using System.Text.Json;
using WebNN.Cli;
using WebNN.Cli.Rendering;
using WebNN.Cli.Running;
using WebNN.Peers.Xnnpack;

namespace WebNN.Peers;

/// <summary><c>measure</c>: models on all peers.</summary>
internal static class MeasureCommand
{
    private const double DefaultSeconds = 20;

    public static Command Create()
    {
        var models = new Argument<string[]>("models") { Arity = ArgumentArity.OneOrMore, Description = "Models, and folders that are searched for *.tflite." };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => DefaultSeconds, Description = "How long to measure a model, all peers together." };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1, Description = "Threads of every peer." };
        var tfLite = new Option<string?>("--tflite") { HelpName = "FILE", Description = "Another TensorFlow Lite library, whose XNNPACK is one peer more." };
        var plugin = new Option<string?>("--plugin") { HelpName = "FILE", Description = "The plug-in's library." };
        var xnnpack = XnnpackOption();
        var node = new Option<string>("--node-peers") { HelpName = "FOLDER", DefaultValueFactory = _ => "perf/peers/node", Description = "The peers in JavaScript." };
        var only = new Option<string[]>("--peers")
        {
            HelpName = "NAMES", AllowMultipleArgumentsPerToken = true, Description = "Measure these peers alone: xnnpack webnn.",
        };
        var json = new Option<string?>("--json") { HelpName = "FILE", Description = "Write the result as JSON." };
        var command = new Command("measure", "Measures models on TensorFlow Lite, XNNPACK, WebNN in all its forms, and WebAssembly.") { models, seconds, threads, tfLite, plugin, xnnpack, node, only, json };
        command.SetAction(parsed =>
        {
            var output = new Output(null);
            var all = Peers.All(Path.GetFullPath(parsed.GetValue(node)!), Existing(parsed.GetValue(plugin)), Existing(parsed.GetValue(tfLite)), Existing(parsed.GetValue(xnnpack)));
            var peers = Chosen(all, parsed.GetValue(only) ?? []);
            var results = new List<PeersResult>();
            foreach (var model in ModelFiles.Expand(parsed.GetValue(models)!))
            {
                var bench = new PeerBench(model, peers, parsed.GetValue(threads), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
                results.Add(ModelProgress.Show(output, model, bench.Run));
                PeersView.Print(output.Human, results[^1]);
                if (parsed.GetValue(json) is { } file)
                {
                    JsonFile.Write(file, JsonSerializer.Serialize(results, PeersJson.Default.ListPeersResult) + "\n");
                }
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<Peer> Chosen(IReadOnlyList<Peer> all, string[] names)
    {
        if (names.FirstOrDefault(name => all.All(peer => peer.Name != name)) is { } unknown)
        {
            throw new InputException($"no peer {unknown}: there are {string.Join(", ", all.Select(peer => peer.Name))}");
        }

        return names.Length == 0 ? all : [.. all.Where(peer => names.Contains(peer.Name))];
    }

    /// <summary>The file that exports XNNPACK's operators.</summary>
    public static Option<string?> XnnpackOption() => new("--xnnpack")
    {
        HelpName = "FILE",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(XnnpackLibrary.Variable),
        Description = $"A library that exports XNNPACK's operators, libtorch_cpu.so; default: what {XnnpackLibrary.Variable} names.",
    };

    private static string? Existing(string? path) =>
        string.IsNullOrEmpty(path) ? null : File.Exists(path) ? Path.GetFullPath(path) : throw new InputException($"{path}: no such file");
}
