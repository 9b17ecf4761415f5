using System.CommandLine;
using System.CommandLine.Parsing;
using WebNN.Cli.Processes;
using WebNN.Cli.Running;
using WebNN.OnnxRuntime;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Verbs;

/// <summary>The arguments and options that every verb over models takes.</summary>
internal sealed class CommonOptions
{
    private const int MaxThreads = 256;
    private const int MaxNodes = 1_000_000;
    private const double LongestWait = 1_000_000;

    private readonly Argument<string[]> models = new("models")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "Models, and folders that are searched for *.tflite.",
    };

    private readonly Option<int> threads = NumberOption.Whole("--threads", 1, 1, MaxThreads, "Threads for every runtime.", "-t");

    private readonly Option<string> device = DeviceOption.Create();

    private readonly Option<string?> providerOptions = DeviceOption.ProviderOptions();

    private readonly Option<string> kernels = new("--kernels")
    {
        DefaultValueFactory = _ => KernelText.Name(null),
        Description = "Kernels of the CPU: auto, of our own those that were measured to be faster; onnxruntime, none of them; own, also those that were only tested.",
    };

    private readonly Option<string?> json = new("--json")
    {
        HelpName = "FILE|-",
        Description = "Write the result as JSON; -: JSON alone on standard output. Several models give an array.",
    };

    private readonly Option<string?> onnxRuntime = new("--onnxruntime") { HelpName = "FILE", Description = "ONNX Runtime's library." };

    private readonly Option<string?> tfLite = new("--tflite") { HelpName = "FILE", Description = "TensorFlow Lite's C library." };

    private readonly Option<string?> cache = new("--cache")
    {
        HelpName = "FOLDER",
        Description = "Keep compiled graphs there, so that a model starts faster the next time.",
    };

    private readonly Option<string> fallback = new("--fallback")
    {
        DefaultValueFactory = _ => "xnnpack",
        Description = "Who runs what is not delegated: xnnpack, or none but TFLite's own kernels.",
    };

    private readonly Option<int> maxPartitions = NumberOption.Whole(
        "--max-partitions", 0, 0, MaxNodes, "Delegate at most so many partitions; 0: no limit.");

    private readonly Option<int> minNodes = NumberOption.Whole(
        "--min-nodes", 1, 1, MaxNodes, "Leave partitions with fewer nodes to TFLite.");

    private readonly Option<string?> signature = new("--signature")
    {
        HelpName = "NAME",
        Description = "The signature to run, for models with several; default: the main graph.",
    };

    private readonly Option<double> timeout = NumberOption.Real(
        "--timeout", 0, 0, LongestWait, "Give a model up after so many seconds and go on with the next; 0: never.");

    private readonly Option<bool> alone = new(ModelProcess.Option) { Hidden = true };

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

    private readonly Option<string?> partitioning = new("--partitioning")
    {
        Description = "Which of the nodes that can be delegated are: all, none, as --decision says (given), as predicted, or as tune measured.",
    };

    private readonly Option<string?> decision = new("--decision")
    {
        HelpName = "PATH",
        Description = "A decision file, or a folder of them; default: decisions in the folder of --cache.",
    };

    private readonly Option<string?> machineProfile = new("--machine-profile")
    {
        HelpName = "FILE",
        Description = "Predict by this profile instead of the built-in one.",
    };

    public CommonOptions()
    {
        models.RefuseOptions();
        kernels.TakeOneOf([.. KernelText.Names]);
        partitioning.TakeOneOf([.. PartitioningModes.Names]);
        fallback.TakeOneOf("xnnpack", "none");
        RequireNodes(include);
        RequireNodes(exclude);
    }

    /// <summary>A list of nothing would otherwise count as not given.</summary>
    private static void RequireNodes(Option<string[]> option) => option.Validators.Add(result =>
    {
        var empty = result.Tokens.FirstOrDefault(token => Split(token.Value).Length == 0);
        Require(result, empty is null, $"{option.Name}: '{empty?.Value}' names no node");
    });

    /// <summary>The argument and the options, in the order in which help lists them.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(models);
        Option[] options = 
        [
            threads, device, providerOptions, kernels, json, signature, fallback, include, exclude, maxPartitions, minNodes, partitioning, decision, machineProfile, timeout,
            cache, onnxRuntime, tfLite, alone,
        ];
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
            Devices = DeviceText.Parse(result.GetValue(device)!),
            ProviderOptions = result.GetValue(providerOptions),
            OwnKernels = KernelText.TryParse(result.GetValue(kernels)!, out var ownKernels) ? ownKernels : null,
            OnnxRuntimeLibrary = result.GetValue(onnxRuntime),
            TfLiteLibrary = result.GetValue(tfLite),
            CacheDirectory = Made(result.GetValue(cache)),
            Signature = result.GetValue(signature),
            FallsBackToXnnpack = result.GetValue(fallback) == "xnnpack",
            MaxPartitions = result.GetValue(maxPartitions),
            MinNodesPerPartition = result.GetValue(minNodes),
            Partitioning = PartitioningModes.Find(result.GetValue(partitioning)),
            DecisionPath = result.GetValue(decision),
            MachineProfilePath = result.GetValue(machineProfile),
            Include = [.. (result.GetValue(include) ?? []).SelectMany(Split)],
            Exclude = [.. (result.GetValue(exclude) ?? []).SelectMany(Split)],
        })
    {
        IsAlone = result.GetValue(alone),
        Command = result.CommandResult.Command.Name,
        Arguments = Others(result),
        TimeLimit = result.GetValue(timeout) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
    };

    /// <summary>The folder of the cache, made where it does not exist: one that cannot be used must not go unnoticed, nor cost any work.</summary>
    /// <exception cref="InputException">It can be neither found nor made.</exception>
    private static string? Made(string? folder)
    {
        try
        {
            if (folder is not null)
            {
                Directory.CreateDirectory(folder);
            }

            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"--cache: the cache folder '{folder}' cannot be used: {e.Message}", e);
        }
    }

    /// <summary>The command line without the command, the models and where the JSON goes.</summary>
    private string[] Others(ParseResult result)
    {
        var own = new HashSet<Token>(ReferenceEqualityComparer.Instance);
        own.UnionWith(result.GetResult(models)?.Tokens ?? []);
        if (result.GetResult(json) is { IdentifierToken: { } identifier } given)
        {
            own.Add(identifier);
            own.UnionWith(given.Tokens);
        }

        return
        [
            .. result.Tokens.Where(token => token.Type is TokenType.Option or TokenType.Argument && !own.Contains(token))
                .Select(token => token.Value),
        ];
    }

    /// <summary>An option's value is refused where <paramref name="holds"/> is false; the message says what is allowed.</summary>
    public static void Require(SymbolResult result, bool holds, string message)
    {
        if (!holds)
        {
            result.AddError(message);
        }
    }

    public static string[] Split(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What <see cref="CommonOptions"/> were given.</summary>
/// <param name="Json">A file, <c>-</c> for standard output, or null.</param>
internal sealed record CommonSettings(IReadOnlyList<string> Paths, string? Json, SessionSettings Session)
{
    /// <summary>Whether this is a process that another one started for the only model.</summary>
    public bool IsAlone { get; init; }

    /// <summary>The verb's name.</summary>
    public string Command { get; init; } = "";

    /// <summary>What else is on the command line: a model's own process gets it, too.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>After which a model is given up; null: never.</summary>
    public TimeSpan? TimeLimit { get; init; }
}
