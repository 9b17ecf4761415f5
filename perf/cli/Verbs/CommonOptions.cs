using System.Collections.Immutable;
using System.CommandLine;
using WebNN.Cli.Running;

namespace WebNN.Cli.Verbs;

/// <summary>The arguments and options that every verb over models takes.</summary>
internal sealed class CommonOptions
{
    private const int MaxThreads = 256;
    private static readonly string[] deviceNames = ["cpu", "gpu", "npu"];

    private readonly Argument<string[]> models = new("models")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Models, and folders that are searched for *.tflite.",
    };

    private readonly Option<int> threads = new("--threads", "-t")
    {
        DefaultValueFactory = _ => 1,
        Description = "Threads for every runtime.",
    };

    private readonly Option<string> device = new("--device")
    {
        DefaultValueFactory = _ => "cpu",
        Description = "Devices in the order of preference: cpu, gpu, npu.",
    };

    private readonly Option<string?> json = new("--json")
    {
        HelpName = "FILE|-",
        Description = "Write the result as JSON; -: JSON alone on standard output. Several models give an array.",
    };

    private readonly Option<string?> onnxRuntime = new("--onnxruntime") { HelpName = "FILE", Description = "ONNX Runtime's library." };

    private readonly Option<string?> tfLite = new("--tflite") { HelpName = "FILE", Description = "TensorFlow Lite's C library." };

    private readonly Option<string> fallback = new("--fallback")
    {
        DefaultValueFactory = _ => "xnnpack",
        Description = "Who runs what is not delegated: xnnpack, or none but TFLite's own kernels.",
    };

    private readonly Option<int> maxPartitions = new("--max-partitions")
    {
        Description = "Delegate at most so many partitions; 0: no limit.",
    };

    private readonly Option<int> minNodes = new("--min-nodes")
    {
        DefaultValueFactory = _ => 1,
        Description = "Leave partitions with fewer nodes to TFLite.",
    };

    private readonly Option<string[]> include = new("--include")
    {
        HelpName = "NODES",
        Description = "Delegate only these: 12, 3-9, CONV_2D; several with commas.",
    };

    private readonly Option<string[]> exclude = new("--exclude")
    {
        HelpName = "NODES",
        Description = "Never delegate these; the same notation.",
    };

    public CommonOptions()
    {
        fallback.AcceptOnlyFromAmong("xnnpack", "none");
        threads.Validators.Add(result =>
            Require(result, result.GetValue(threads) is >= 1 and <= MaxThreads, $"--threads: 1 to {MaxThreads}"));
        maxPartitions.Validators.Add(result => Require(result, result.GetValue(maxPartitions) >= 0, "--max-partitions: 0 or more"));
        minNodes.Validators.Add(result => Require(result, result.GetValue(minNodes) >= 1, "--min-nodes: 1 or more"));
        device.Validators.Add(result =>
        {
            var unknown = Split(result.GetValue(device)).FirstOrDefault(name => !deviceNames.Contains(name));
            Require(result, unknown is null, $"--device: '{unknown}' is not one of {string.Join(", ", deviceNames)}");
        });
    }

    /// <summary>The argument and the options, in the order in which help lists them.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(models);
        Option[] options = [threads, device, json, fallback, include, exclude, maxPartitions, minNodes, onnxRuntime, tfLite];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public CommonSettings Read(ParseResult result) => new(
        result.GetValue(models) ?? [],
        result.GetValue(json),
        new SessionSettings
        {
            Threads = result.GetValue(threads),
            Devices = [.. Split(result.GetValue(device))],
            OnnxRuntimeLibrary = result.GetValue(onnxRuntime),
            TfLiteLibrary = result.GetValue(tfLite),
            FallsBackToXnnpack = result.GetValue(fallback) == "xnnpack",
            MaxPartitions = result.GetValue(maxPartitions),
            MinNodesPerPartition = result.GetValue(minNodes),
            Include = [.. (result.GetValue(include) ?? []).SelectMany(Split)],
            Exclude = [.. (result.GetValue(exclude) ?? []).SelectMany(Split)],
        });

    /// <summary>An option's value is refused where <paramref name="holds"/> is false; the message says what is allowed.</summary>
    public static void Require(System.CommandLine.Parsing.SymbolResult result, bool holds, string message)
    {
        if (!holds)
        {
            result.AddError(message);
        }
    }

    private static string[] Split(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What <see cref="CommonOptions"/> were given.</summary>
/// <param name="Json">A file, <c>-</c> for standard output, or null.</param>
internal sealed record CommonSettings(IReadOnlyList<string> Paths, string? Json, SessionSettings Session);
