using System.CommandLine;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Cli.Verbs;
using WebNN.Wasi.Runner;

namespace WebNN.Cli.Wasi;

/// <summary><c>wasi inspect</c>: what a guest imports, and whether it can be run; compiles nothing.</summary>
internal static class WasiInspectCommand
{
    public static Command Create()
    {
        var guest = new Argument<string>("guest") { Description = "A WebAssembly module, or its text form (.wat)." };
        guest.RefuseOptions();
        var json = new Option<string?>("--json") { HelpName = "FILE|-", Description = "Write the result as JSON; -: JSON alone on standard output." };
        var command = new Command("inspect", "Shows what a guest imports, and whether it can be run.") { guest, json };
        command.SetAction(parsed => Run(parsed.GetValue(guest)!, new Output(parsed.GetValue(json))));
        return command.WithExamples("wasi inspect guest.wasm", "wasi inspect guest.wasm --json -");
    }

    private static int Run(string path, Output output)
    {
        output.RequireJsonCanBeWritten();
        InputFile.RequireNoFolder(path);
        using var runner = new GuestRunner();
        var inspection = runner.Inspect(GuestFile.Read(path));
        var result = new WasiInspectResult(
            path,
            inspection.Bytes,
            inspection.Interfaces,
            inspection.ExportsMemory,
            inspection.Problem is null,
            inspection.Problem,
            [.. inspection.Imports.Select(import => new WasiImportResult(import.Module, import.Name, import.Kind, import.Type, import.Problem))]);
        WasiView.Print(output.Human, result);
        output.WriteJson([result]);
        return result.Runs ? ExitCode.Ok : ExitCode.BadInput;
    }
}
