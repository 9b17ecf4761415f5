using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using WebNN.Cli.Profiling;
using WebNN.Cli.Rendering;
using WebNN.Cli.Running;
using WebNN.TfLite.Abi.Decisions;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Verbs;

/// <summary><c>profile</c>: measures what this machine takes for nodes of each kind, which predictions rest on.</summary>
internal static class ProfileVerb
{
    private const double DefaultMilliseconds = 40;
    private const double MostMilliseconds = 10_000;

    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "The profile to write; in a folder, one that is named for the processor's class." };
        path.RefuseOptions();
        var milliseconds = NumberOption.Real("--milliseconds", DefaultMilliseconds, 1, MostMilliseconds, "How long to measure each single-operator model on each side.");
        var onnxRuntime = new Option<string?>("--onnxruntime") { HelpName = "FILE", Description = "ONNX Runtime's library." };
        var tfLite = new Option<string?>("--tflite") { HelpName = "FILE", Description = "TensorFlow Lite's C library." };
        var command = new Command("profile", "Measures what this machine takes for nodes of each kind on both sides, for --partitioning predicted.")
        {
            path, milliseconds, onnxRuntime, tfLite,
        };
        command.SetAction(parsed =>
        {
            OutputFile.RequireNoModel(parsed.GetValue(path)!);
            var output = new Output(null);
            var settings = new SessionSettings { OnnxRuntimeLibrary = parsed.GetValue(onnxRuntime), TfLiteLibrary = parsed.GetValue(tfLite) };
            var time = TimeSpan.FromMilliseconds(parsed.GetValue(milliseconds));
            var profile = ModelProgress.Show(output, "profile", report => new ProfileMeter(settings, time, report).Run());
            Print(output.Human, profile);
            output.Human.PrintLine($"  written to {Write(parsed.GetValue(path)!, profile)}");
            return ExitCode.Ok;
        });
        return command.WithExamples("profile machine.json", "profile machine.json --milliseconds 200");
    }

    private static string Write(string path, MachineProfile profile)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, BuiltInProfiles.FileName(profile.Processor)) : path;
        try
        {
            TextFile.Write(file, profile.ToJson());
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: cannot be written: {e.Message}", e);
        }
    }

    private static void Print(IAnsiConsole console, MachineProfile profile)
    {
        console.PrintTitle($"{profile.Processor}, {profile.Machine}");
        console.PrintLine($"  {profile.Libraries}");
        var switches = profile.Switches;
        console.PrintLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  a run takes {switches.WebNNRun:F0} ns on WebNN, {switches.HostRun:F0} ns on the host; a byte that changes sides {switches.BorderPerByte:G3} ns"));
        var table = Tables.Plain("class", "type", " work", " WebNN ns", " host ns");
        foreach (var cost in profile.Operators)
        {
            foreach (var (webnn, host) in cost.WebNN.Points.Zip(cost.Host.Points))
            {
                table.AddTextRow($"{cost.Class}", $"{cost.Type}", Format.Number(webnn.Work), Format.Number(webnn.Time), Format.Number(host.Time));
            }
        }

        console.Write(table);
    }
}
