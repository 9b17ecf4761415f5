using System.CommandLine;
using WebNN.Cli.Verbs;
using WebNN.OnnxRuntime;
using WebNN.TfLite;
using WebNN.Wasi.Runner;

namespace WebNN.Cli.Wasi;

/// <summary>What <c>wasi run</c> was given.</summary>
/// <param name="Run">All that the guest gets but its models and where its output goes.</param>
/// <param name="Cache">Null for none.</param>
internal sealed record WasiRunSettings(
    string Guest, IReadOnlyList<(string Name, string Path)> Models, GuestRunOptions Run, string? Cache, bool Report, string? Json);

/// <summary>The arguments and options of <c>wasi run</c>.</summary>
internal sealed class WasiRunOptions
{
    private const int MostThreads = 256;
    private const int MostHandles = 1 << 16;
    private const string NoCache = "none";

    private readonly Argument<string> guest = new("guest") { Description = "A WebAssembly module for WASI preview 1, or its text form (.wat)." };

    private readonly Argument<string[]> arguments = new("args") { Arity = ArgumentArity.ZeroOrMore, Description = "The guest's own arguments, after --." };

    private readonly Option<string[]> models = Pairs("--model", "NAME=PATH", "A model that the guest loads by this name. May be given several times.");

    private readonly Option<string[]> directories = new("--dir")
    {
        HelpName = "HOST[::GUEST][:ro|:rw]",
        Description = "A folder that the guest may open; :rw: and write to. May be given several times.",
    };

    private readonly Option<string[]> environment = Pairs("--env", "NAME=VALUE", "A variable of the guest's environment. May be given several times.");

    private readonly Option<RuntimeChoice> runtime = Choice.Of<RuntimeChoice>(
        "--runtime", "Who runs models: compiled, without TensorFlow Lite; tflite, with the delegate; auto: compiled where WebNN runs the model whole.");

    private readonly Option<int> threads = NumberOption.Whole("--threads", 1, 1, MostThreads, "Threads for every runtime.", "-t");

    private readonly Option<string> device = DeviceOption.OfKinds("Devices for graphs of the target cpu");

    private readonly Option<string?> providerOptions = DeviceOption.ProviderOptions();

    private readonly Option<bool> anyTarget = new("--any-target") { Description = "Run graphs for a gpu or tpu that is not there as those for the cpu." };

    private readonly Option<string?> onnxRuntime = new("--onnxruntime") { HelpName = "FILE", Description = "ONNX Runtime's library." };

    private readonly Option<string?> tfLite = new("--tflite") { HelpName = "FILE", Description = "TensorFlow Lite's C library." };

    private readonly Option<bool> namedModelsOnly = new("--named-models-only") { Description = "Refuse models of the guest's own." };

    private readonly Option<bool> noControlFlow = new("--no-control-flow") { Description = "Refuse models of the guest's own that have IF, WHILE and the like." };

    private readonly Option<bool> standardInput = new("--stdin") { Description = "Let the guest read standard input." };

    private readonly Option<long> maxMemory = Amount.Size("--max-memory", 1L << 30, "How much memory the guest may have (1G).");

    private readonly Option<long> maxOutput = Amount.Size("--max-output", 64L << 20, "How much the guest may print (64M).");

    private readonly Option<int> maxGraphs = NumberOption.Whole("--max-graphs", 16, 0, MostHandles, "How many models the guest may have loaded.");

    private readonly Option<int> maxContexts = NumberOption.Whole("--max-contexts", 16, 0, MostHandles, "How many contexts the guest may have.");

    private readonly Option<long> maxModels = Amount.Size("--max-models", 256L << 20, "How many bytes the guest's own models may have together (256M).");

    private readonly Option<long> maxTensors = Amount.Size("--max-tensors", 1L << 30, "How much memory models and their tensors may need together (1G).");

    private readonly Option<TimeSpan?> time = Amount.Time("--timeout", "End the guest, with the exit code 124, after this time.");

    private readonly Option<TimeSpan?> computeTime = Amount.Time("--compute-timeout", "The longest that one computation may take.");

    private readonly Option<TimeSpan?> prepareTime = Amount.Time("--prepare-timeout", "The longest that a model may take to prepare.");

    private readonly Option<string?> cache = new("--cache")
    {
        HelpName = "DIR|none",
        Description = "Where compiled guests are kept; default: webnn-delegate in the user's cache folder.",
    };

    private readonly Option<bool> report = new("--report") { Description = "Say afterwards, on standard error, what the guest called and where models ran." };

    private readonly Option<string?> json = new("--json")
    {
        HelpName = "FILE|-",
        Description = "Write that as JSON; -: JSON alone on standard output, what the guest prints on standard error.",
    };

    public void AddTo(Command command)
    {
        guest.RefuseOptions();
        command.Arguments.Add(guest);
        command.Arguments.Add(arguments);
        Option[] options =
        [
            models, directories, environment, standardInput, threads, device, providerOptions, runtime, anyTarget, namedModelsOnly, noControlFlow, time, computeTime,
            prepareTime, maxMemory, maxOutput, maxGraphs, maxContexts, maxModels, maxTensors, cache, report, json, onnxRuntime, tfLite,
        ];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }
    }

    public WasiRunSettings Read(ParseResult parsed) => new(
        parsed.GetValue(guest)!,
        [.. (parsed.GetValue(models) ?? []).Select(Pair)],
        ReadRun(parsed),
        parsed.GetValue(cache) is { } folder ? folder == NoCache ? null : folder : DefaultCache(),
        parsed.GetValue(report),
        parsed.GetValue(json));

    private GuestRunOptions ReadRun(ParseResult parsed) => new()
    {
        Arguments = [.. parsed.GetValue(arguments) ?? []],
        Environment = [.. (parsed.GetValue(environment) ?? []).Select(Pair)],
        Directories = [.. (parsed.GetValue(directories) ?? []).Select(Directory)],
        StandardInput = parsed.GetValue(standardInput),
        OutputBytes = parsed.GetValue(maxOutput),
        MemoryBytes = parsed.GetValue(maxMemory),
        Time = parsed.GetValue(time),
        Nn = new()
        {
            NamedModelsOnly = parsed.GetValue(namedModelsOnly),
            ControlFlow = !parsed.GetValue(noControlFlow),
            AnyTarget = parsed.GetValue(anyTarget),
            Runtime = new()
            {
                Runtime = parsed.GetValue(runtime),
                Threads = parsed.GetValue(threads),
                Devices = DeviceText.Parse(parsed.GetValue(device)!).Preferred,
                ExcludedDevices = DeviceText.Parse(parsed.GetValue(device)!).Excluded,
                ProviderOptions = DeviceOption.Read(parsed.GetValue(providerOptions)),
                OnnxRuntimeLibrary = parsed.GetValue(onnxRuntime),
                TfLiteLibrary = parsed.GetValue(tfLite),
            },
            Quotas = new()
            {
                Graphs = parsed.GetValue(maxGraphs),
                Contexts = parsed.GetValue(maxContexts),
                ModelBytes = parsed.GetValue(maxModels),
                TensorBytes = parsed.GetValue(maxTensors),
                ComputeTime = parsed.GetValue(computeTime),
                PrepareTime = parsed.GetValue(prepareTime),
            },
        },
    };

    /// <summary>Null where the user has none.</summary>
    private static string? DefaultCache()
    {
        var folder = OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given ? given
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? Path.Combine(home, ".cache") : "";
        return folder.Length == 0 ? null : Path.Combine(folder, "webnn-delegate");
    }

    private static GuestDirectory Directory(string text)
    {
        var isWritable = text.EndsWith(":rw", StringComparison.Ordinal);
        var path = isWritable || text.EndsWith(":ro", StringComparison.Ordinal) ? text[..^":ro".Length] : text;
        return path.Split("::", 2) is [var host, var guest] ? new(host, guest, isWritable) : new(path, path, isWritable);
    }

    private static (string Name, string Value) Pair(string text) => text.Split('=', 2) is [var name, var value] ? (name, value) : (text, "");

    private static Option<string[]> Pairs(string name, string form, string description)
    {
        var option = new Option<string[]>(name) { HelpName = form, Description = description };
        option.Validators.Add(result =>
        {
            var bad = result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1);
            CommonOptions.Require(result, bad is null, $"{name}: '{bad?.Value}' is not {form}");
        });
        return option;
    }
}
