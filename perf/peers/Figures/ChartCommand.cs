using System.CommandLine;
using System.Text.Json;
using WebNN.Cli;
using WebNN.Cli.Rendering;

namespace WebNN.Peers.Figures;

/// <summary><c>chart</c>: what <c>measure --json</c> wrote as pictures, for light and for dark pages.</summary>
internal static class ChartCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("results") { Arity = ArgumentArity.OneOrMore, Description = "Files that measure --json wrote." };
        var unit = new Option<string>("--relative-to") { HelpName = "PEER", DefaultValueFactory = _ => "litert-wasm", Description = "Whose time is 1." };
        var folder = new Option<string>("--out") { HelpName = "FOLDER", DefaultValueFactory = _ => ".", Description = "Where the pictures go." };
        var command = new Command("chart", "Draws bar charts of times in units of one peer's.") { files, unit, folder };
        command.SetAction(parsed =>
        {
            List<PeersResult> results = [.. parsed.GetValue(files)!.SelectMany(Read)];
            var peer = parsed.GetValue(unit)!;
            if (results.TrueForAll(result => result.Peers.All(each => each.Name != peer)))
            {
                throw new InputException($"--relative-to: no result has '{peer}'; they have {string.Join(", ", results.SelectMany(result => result.Peers).Select(each => each.Name).Distinct())}");
            }

            Directory.CreateDirectory(parsed.GetValue(folder)!);
            foreach (var theme in new[] { ChartTheme.Light, ChartTheme.Dark })
            {
                var file = Path.Combine(parsed.GetValue(folder)!, $"peers-beside-{peer}-{theme.Name}.svg");
                File.WriteAllText(file, PeerChart.Draw(results, peer, theme));
                new Output(null).Human.PrintLine(file);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static List<PeersResult> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), PeersJson.Default.ListPeersResult) ?? [];
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }
}
