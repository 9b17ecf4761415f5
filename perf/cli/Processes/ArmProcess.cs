using System.Globalization;
using System.Text.Json;
using WebNN.Cli.Results;
using WebNN.Cli.Running;
using WebNN.OnnxRuntime;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Processes;

/// <summary>Runs one arm in a process of its own, where nothing else adds to its memory and nothing is loaded yet.</summary>
internal static class ArmProcess
{
    /// <summary>The hidden verb that such a process runs.</summary>
    public const string Verb = "measure-process";

    private static readonly TimeSpan limit = TimeSpan.FromMinutes(2);

    /// <summary>Null where the process did not answer: a benchmark does not fail for its memory column.</summary>
    public static StartResult? Measure(string model, Arm arm, SessionSettings settings)
    {
        using var process = OwnProcess.Start(Arguments(model, arm, settings));
        process.BeginErrorReadLine();
        var text = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill();
            return null;
        }

        return process.ExitCode == ExitCode.Ok ? JsonSerializer.Deserialize(text.Result, ResultJson.Default.StartResult) : null;
    }

    private static IEnumerable<string> Arguments(string model, Arm arm, SessionSettings settings)
    {
        yield return Verb;
        yield return model;
        (string Option, string? Value)[] options =
        [
            ("--arm", arm.Name()),
            ("--threads", settings.Threads.ToString(CultureInfo.InvariantCulture)),
            ("--device", settings.Devices.ToString()),
            ("--provider-options", settings.ProviderOptions),
            ("--kernels", KernelText.Name(settings.OwnKernels)),
            ("--signature", settings.Signature),
            ("--onnxruntime", settings.OnnxRuntimeLibrary),
            ("--tflite", settings.TfLiteLibrary),
            ("--cache", settings.CacheDirectory),
            ("--fallback", settings.FallsBackToXnnpack ? "xnnpack" : "none"),
            ("--max-partitions", settings.MaxPartitions.ToString(CultureInfo.InvariantCulture)),
            ("--min-nodes", settings.MinNodesPerPartition.ToString(CultureInfo.InvariantCulture)),
            ("--include", settings.Include.IsEmpty ? null : string.Join(',', settings.Include)),
            ("--exclude", settings.Exclude.IsEmpty ? null : string.Join(',', settings.Exclude)),
            ("--partitioning", settings.Partitioning?.Name()),
            ("--decision", settings.DecisionPath),
            ("--machine-profile", settings.MachineProfilePath),
        ];
        foreach (var (option, value) in options)
        {
            if (value is not null)
            {
                yield return option;
                yield return value;
            }
        }
    }
}
