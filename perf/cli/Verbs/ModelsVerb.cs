using System.CommandLine;
using Spectre.Console;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Models;

namespace WebNN.Cli.Verbs;

/// <summary><c>models</c>: well-known architectures with random weights, to inspect, compare and measure.</summary>
internal static class ModelsVerb
{
    public static Command Create()
    {
        var command = new Command("models", "Lists well-known architectures and writes them as models with random weights.")
        {
            CreateList(),
            CreateWriter(),
        };
        return command.WithExamples("models list", "models create mobilenet_v2", "models create --all --int8 --out models/");
    }

    private static Command CreateList()
    {
        var json = JsonOption();
        var command = new Command("list", "Lists the models that can be written.") { json };
        command.SetAction(parsed =>
        {
            var output = new Output(parsed.GetValue(json));
            var table = Tables.Plain("name", "~architecture", "input");
            foreach (var entry in ModelZoo.Entries)
            {
                table.AddTextRow(entry.Name, entry.Description, $"[{string.Join(',', entry.InputShape)}]");
            }

            output.Human.Write(table);
            ZooResult[] results = [.. ModelZoo.Entries.Select(entry => new ZooResult(entry.Name, entry.Description, null, null, null))];
            output.WriteJson(results, alwaysArray: true);
            return ExitCode.Ok;
        });
        return command.WithExamples("models list", "models list --json -");
    }

    private static Command CreateWriter()
    {
        var names = new Argument<string[]>("names") { Arity = ArgumentArity.ZeroOrMore, Description = "Which models; see `models list`." };
        names.TakeOneOf([.. ModelZoo.Entries.Select(entry => entry.Name)]);
        var all = new Option<bool>("--all") { Description = "Write every model." };
        var int8 = new Option<bool>("--int8") { Description = "Full-integer models: int8 weights and activations." };
        var folder = new Option<string>("--out") { HelpName = "FOLDER", DefaultValueFactory = _ => ".", Description = "Where to." };
        var json = JsonOption();
        var command = new Command("create", "Writes models: the same name gives the same bytes.") { names, all, int8, folder, json };
        command.Validators.Add(result => CommonOptions.Require(
            result,
            result.GetValue(all) || result.GetValue(names) is { Length: > 0 },
            "models create: name a model, or --all"));
        command.SetAction(parsed =>
        {
            var output = new Output(parsed.GetValue(json));
            string[] chosen = parsed.GetValue(all) ? [.. ModelZoo.Entries.Select(entry => entry.Name)] : parsed.GetValue(names) ?? [];
            ZooResult[] results = [.. chosen.Select(name => Write(name, parsed.GetValue(int8), parsed.GetValue(folder)!, output.Human))];
            output.WriteJson(results);
            return ExitCode.Ok;
        });
        return command.WithExamples("models create mobilenet_v2", "models create mobilenet_v2 resnet50 --int8 --out models/");
    }

    private static ZooResult Write(string name, bool int8, string folder, IAnsiConsole console)
    {
        var bytes = ModelZoo.Create(name, int8);
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{name}_{(int8 ? "int8" : "fp32")}.tflite");
        File.WriteAllBytes(path, bytes);
        console.PrintLine($"{path}: {bytes.Length / 1e6:F1} MB");
        return new(name, ModelZoo.Entries.First(entry => entry.Name == name).Description, int8, path, bytes.Length);
    }

    private static Option<string?> JsonOption() =>
        new("--json") { HelpName = "FILE|-", Description = "Write the list as JSON; -: JSON alone on standard output." };
}
