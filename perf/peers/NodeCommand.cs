using System.CommandLine;
using System.Text.Json;
using WebNN.Cli;
using WebNN.Cli.Rendering;

namespace WebNN.Peers;

/// <summary><c>node</c>: webnn-node and its clients, and what was asked of them.</summary>
internal static class NodeCommand
{
    private const double DefaultSeconds = 180;

    public static Command Create()
    {
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => DefaultSeconds, Description = "How long to measure, all arms together." };
        var node = new Option<string>("--node-peers") { HelpName = "FOLDER", DefaultValueFactory = _ => "perf/peers/node", Description = "The peers in JavaScript." };
        var json = new Option<string?>("--json") { HelpName = "FILE", Description = "Write the result as JSON." };
        var command = new Command("node", "Measures MobileNetV2 through webnn-node's clients beside their own WebAssembly and beside the delegate, and what a call costs.")
        {
            seconds, node, json,
        };
        command.SetAction(parsed =>
        {
            var output = new Output(null);
            var bench = new NodeBench(Path.GetFullPath(parsed.GetValue(node)!), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            var result = ModelProgress.Show(output, "webnn-node", bench.Run);
            NodeView.Print(output.Human, result);
            if (parsed.GetValue(json) is { } file)
            {
                JsonFile.Write(file, JsonSerializer.Serialize(result, PeersJson.Default.NodeResult) + "\n");
            }

            return result.Lines.All(line => line.Holds) ? ExitCode.Ok : ExitCode.OutsideTolerance;
        });
        return command;
    }
}
