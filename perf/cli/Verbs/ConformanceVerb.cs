using System.CommandLine;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Conformance;
using WebNN.OnnxRuntime;
using WebNN.Reference;

namespace WebNN.Cli.Verbs;

/// <summary><c>conformance</c>: the web platform's cases, from JSON files, on a backend. Exit code 1 where one fails.</summary>
internal sealed class ConformanceVerb
{
    private readonly Argument<string[]> paths = new("paths")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Folders of *.json files of cases, or such files.",
    };

    private readonly Option<string> device = DeviceOption.Create();

    private readonly Option<string?> providerOptions = DeviceOption.ProviderOptions();

    private readonly Option<string?> json = new("--json")
    {
        HelpName = "FILE|-",
        Description = "Write the result as JSON; -: JSON alone on standard output.",
    };

    private readonly Option<string?> onnxRuntime = new("--onnxruntime") { HelpName = "FILE", Description = "ONNX Runtime's library." };

    public static Command Create() => new ConformanceVerb().CreateCommand();

    private Command CreateCommand()
    {
        paths.RefuseOptions();
        var command = new Command("conformance", "Runs WebNN conformance cases on a backend.") { paths, device, providerOptions, json, onnxRuntime };
        command.SetAction(parsed =>
        {
            var output = new Output(parsed.GetValue(json));
            output.RequireJsonCanBeWritten();
            ConformanceCase[] cases = [.. (parsed.GetValue(paths) ?? []).SelectMany(Read)];
            using var context = Open(DeviceText.Parse(parsed.GetValue(device)!), parsed.GetValue(providerOptions), parsed.GetValue(onnxRuntime));
            ConformanceResult[] results = [.. cases.Select(test => ConformanceRunner.Run(context, test))];
            var report = Report(context, results);
            ConformanceView.Print(output.Human, report, results);
            output.WriteJson([report]);
            return report switch
            {
                { Failed: > 0 } => ExitCode.OutsideTolerance,
                { Passed: 0 } => ExitCode.BadInput,   // a check of nothing must not be green
                _ => ExitCode.Ok,
            };
        });
        return command.WithExamples(
            "conformance cases/",
            "conformance cases/ --device reference",
            "conformance cases/conv2d.json cases/gemm.json --device gpu,cpu --json -");
    }

    /// <exception cref="InputException">There is no such file or folder, or nothing of the kind in it.</exception>
    private static IEnumerable<ConformanceCase> Read(string path)
    {
        try
        {
            if (!Directory.Exists(path))
            {
                return File.Exists(path) ? ConformanceCase.ReadFile(path) : throw new InputException($"{path}: no such file or folder");
            }

            return Directory.EnumerateFiles(path, "*.json").Any() ? ConformanceCase.ReadFolder(path) : throw new InputException($"{path}: no *.json in this folder");
        }
        catch (InvalidDataException e)
        {
            throw new InputException(e.Message);
        }
    }

    private static MLContext Open(DeviceText devices, string? providerOptions, string? library) => devices.Preferred is [ReferenceContext.DeviceName]
        ? new ReferenceContext()
        : new OrtContext(new()
        {
            Devices = devices.Preferred,
            ExcludedDevices = devices.Excluded,
            ProviderOptions = DeviceOption.Read(providerOptions),
            LibraryPath = library,
        });

    private static ConformanceReport Report(MLContext context, ConformanceResult[] results)
    {
        var (failed, skipped) = (Problems(results, ConformanceVerdict.Failed), Problems(results, ConformanceVerdict.Skipped));
        return new(results.Length - failed.Length - skipped.Length, failed.Length, skipped.Length, context.Description, DevicesResult.From(context.Devices)!, failed, skipped);
    }

    private static ConformanceProblem[] Problems(ConformanceResult[] results, ConformanceVerdict verdict) =>
    [
        .. results.Where(result => result.Verdict == verdict).Select(result => new ConformanceProblem(result.Case.Operation, result.Case.Name, result.Reason)),
    ];
}
