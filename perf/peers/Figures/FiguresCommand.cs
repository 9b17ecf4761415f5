using System.CommandLine;
using WebNN.Cli;
using WebNN.Cli.Rendering;

namespace WebNN.Peers.Figures;

/// <summary><c>figures</c>: tables and pictures of a page, from files of results.</summary>
internal static class FiguresCommand
{
    public static Command Create()
    {
        var page = new Argument<string>("page") { Description = "A page in Markdown with places for figures." };
        var results = new Option<string>("--results") { HelpName = "FOLDER", Required = true, Description = "The files, a folder for each machine." };
        var command = new Command("figures", "Writes the tables and pictures of a page anew, from the newest results of each machine.") { page, results };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(page)!;
            foreach (var (path, text) in new FiguresPage(file, parsed.GetValue(results)!).Files())
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
                new Output(null).Human.PrintLine(path);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
