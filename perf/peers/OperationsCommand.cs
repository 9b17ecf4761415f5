using System.CommandLine;
using System.Text.Json;
using WebNN.Cli;
using WebNN.Cli.Rendering;

namespace WebNN.Peers;

/// <summary><c>operations</c>: single operations, through our cache of compiled ones, on TensorFlow Lite's kernels, and in WebAssembly.</summary>
internal static class OperationsCommand
{
    private const double DefaultSeconds = 10;

    public static Command Create()
    {
        var names = new Argument<string[]>("names")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "Beginnings of the names of operations to measure: conv2d, matmul-256; all without one.",
        };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => DefaultSeconds, Description = "How long to measure an operation, all peers together." };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1, Description = "Threads of every peer." };
        var node = new Option<string>("--node-peers") { HelpName = "FOLDER", DefaultValueFactory = _ => "perf/peers/node", Description = "The peers in JavaScript." };
        var json = new Option<string?>("--json") { HelpName = "FILE", Description = "Write the result as JSON." };
        var command = new Command("operations", "Measures single operations: our cache of compiled operations, TensorFlow Lite's kernels, XNNPACK, and WebAssembly.")
        {
            names, seconds, threads, node, json,
        };
        command.SetAction(parsed => Measure(
            Chosen(parsed.GetValue(names) ?? []), Peers.OfOperations(Path.GetFullPath(parsed.GetValue(node)!)), parsed.GetValue(threads),
            TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(json)));
        return command;
    }

    private static int Measure(IReadOnlyList<OperationCase> cases, IReadOnlyList<Peer> peers, int threads, TimeSpan time, string? json)
    {
        var output = new Output(null);
        var folder = Directory.CreateTempSubdirectory("operations-").FullName;
        var results = new List<PeersResult>();
        try
        {
            foreach (var operation in cases)
            {
                var model = Path.Combine(folder, $"{operation.Name}.tflite");
                File.WriteAllBytes(model, operation.Model());
                var bench = new PeerBench(model, peers, threads, time);
                results.Add(ModelProgress.Show(output, operation.Name, bench.Run) with { Model = operation.Name });
                PeersView.Print(output.Human, results[^1], Peers.Cached);
                if (json is not null)
                {
                    JsonFile.Write(json, JsonSerializer.Serialize(results, PeersJson.Default.ListPeersResult) + "\n");
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        PeersView.PrintTimes(output.Human, results, Peers.Cached);
        return ExitCode.Ok;
    }

    private static List<OperationCase> Chosen(string[] names)
    {
        if (names.FirstOrDefault(name => !OperationCases.All.Any(each => each.Name.StartsWith(name, StringComparison.Ordinal))) is { } unknown)
        {
            throw new InputException($"no operation begins with '{unknown}'; there are {string.Join(", ", OperationCases.All.Select(each => each.Name))}");
        }

        return [.. OperationCases.All.Where(each => names.Length == 0 || names.Any(name => each.Name.StartsWith(name, StringComparison.Ordinal)))];
    }
}
