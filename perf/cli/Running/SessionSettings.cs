using System.Collections.Immutable;
using WebNN.Cli.Verbs;
using WebNN.OnnxRuntime;
using WebNN.Reference;
using WebNN.TfLite;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Running;

/// <summary>What the user chose about libraries, threads and delegation.</summary>
internal sealed record SessionSettings
{
    public int Threads { get; init; } = 1;

    public DeviceText Devices { get; init; } = new(["cpu"], []);

    /// <summary>What execution providers are told: JSON, or a file of it; null for nothing.</summary>
    public string? ProviderOptions { get; init; }

    /// <summary>As <see cref="BackendOptions.OwnKernels"/>.</summary>
    public bool? OwnKernels { get; init; }

    /// <summary>Whether WebNN's graphs run on the reference context.</summary>
    public bool UsesReference => Devices.Preferred is [ReferenceContext.DeviceName];

    public string? OnnxRuntimeLibrary { get; init; }

    public string? TfLiteLibrary { get; init; }

    /// <summary>A folder that keeps compiled graphs; null for none.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Who runs the model, for a verb that leaves it open.</summary>
    public RuntimeChoice Runtime { get; init; }

    /// <summary>The signature to run; null: the main graph.</summary>
    public string? Signature { get; init; }

    public bool FallsBackToXnnpack { get; init; } = true;

    public int MaxPartitions { get; init; }

    public int MinNodesPerPartition { get; init; } = 1;

    public ImmutableArray<string> Include { get; init; } = [];

    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>Which of the nodes that can be delegated are; null: the delegate's own choice.</summary>
    public PartitioningMode? Partitioning { get; init; }

    /// <summary>A decision file, or a folder of them; null: in the folder of the cache.</summary>
    public string? DecisionPath { get; init; }

    /// <summary>What to predict by; null: the built-in profile.</summary>
    public string? MachineProfilePath { get; init; }

    /// <summary>False for what is only looked at.</summary>
    public bool PacksWeights { get; init; } = true;

    /// <summary>Gets each graph before it is compiled.</summary>
    public Action<MLGraphDefinition>? OnCompile { get; init; }

    public CompiledModelOptions ToCompiledModelOptions() => Backend<CompiledModelOptions>() with { Signature = Signature };

    public WebNNDelegateOptions ToDelegateOptions() => Backend<WebNNDelegateOptions>() with
    {
        RequiresDevice = true,
        MaxPartitions = MaxPartitions,
        MinNodesPerPartition = MinNodesPerPartition,
        Include = Include,
        Exclude = Exclude,
        Partitioning = Partitioning ?? PartitioningModes.Default,
        DecisionPath = DecisionPath,
        MachineProfilePath = MachineProfilePath,
    };

    /// <summary>What is asked of the delegate asks for TFLite.</summary>
    public TfLiteRuntimeOptions ToRuntimeOptions() => Backend<TfLiteRuntimeOptions>() with
    {
        Runtime = Runtime == RuntimeChoice.Auto && ChoosesNodes ? RuntimeChoice.TfLite : Runtime,
        TfLiteLibrary = TfLiteLibrary,
        Signature = Signature,
    };

    /// <summary>Whether some nodes are to stay with TFLite, which then has to be there.</summary>
    public bool ChoosesNodes => MaxPartitions > 0 || MinNodesPerPartition > 1 || !Include.IsEmpty || !Exclude.IsEmpty
        || Partitioning is not (null or PartitioningMode.All);

    private T Backend<T>()
        where T : BackendOptions, new() => new()
    {
        Threads = Threads,
        Devices = Devices.Preferred,
        ExcludedDevices = Devices.Excluded,
        ProviderOptions = DeviceOption.Read(ProviderOptions),
        OwnKernels = OwnKernels,
        OnnxRuntimeLibrary = OnnxRuntimeLibrary,
        CacheDirectory = CacheDirectory,
        PacksWeights = PacksWeights,
        OnCompile = OnCompile,
    };
}
