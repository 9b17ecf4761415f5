using System.Collections.Immutable;
using WebNN.Kernels;
using WebNN.OnnxRuntime;
using WebNN.TfLite.Abi.Decisions;
using WebNN.TfLite.Delegation;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Plugin.Options;

/// <summary>Who gets the nodes that WebNN does not take.</summary>
internal enum FallbackChoice
{
    Xnnpack,
    None,
}

/// <summary>What a host or the environment asked for.</summary>
internal sealed record PluginOptions
{
    /// <summary>In the order of preference.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    public ImmutableArray<string> ExcludedDevices { get; init; } = [];

    /// <summary>What execution providers are told, by their short names.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, string>> ProviderOptions { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;

    public MLPowerPreference PowerPreference { get; init; }

    public int Threads { get; init; } = 1;

    public FallbackChoice Fallback { get; init; }

    /// <summary>Which nodes to claim, in how many partitions.</summary>
    public DelegateOptions Delegation { get; init; } = new();

    /// <summary>Which of the nodes that can be claimed are.</summary>
    public PartitioningSetup Partitioning { get; init; } = new(PartitioningModes.Default, null, null);

    /// <summary>ONNX Runtime's library; null to look for it.</summary>
    public string? OnnxRuntime { get; init; }

    /// <summary>Where compiled graphs are kept; null for nowhere.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>What of the processor may decide between kernels.</summary>
    public ProcessorFeatures ProcessorFeatures { get; init; } = ProcessorFeatures.All;

    /// <summary>Whether own kernels run what they can; null where they are measured to be faster.</summary>
    public bool? OwnKernels { get; init; }

    public LogTarget Log { get; init; } = LogTarget.Host;

    /// <summary>Where the report of each preparation is written; null for nowhere.</summary>
    public string? ExplainPath { get; init; }

    /// <param name="library">ONNX Runtime's.</param>
    /// <param name="folder">Where the libraries of own kernels are.</param>
    public OrtContextOptions ToContextOptions(string library, string? folder) => new()
    {
        Threads = Threads,
        PowerPreference = PowerPreference,
        Accelerated = false,
        Devices = Devices,
        ExcludedDevices = ExcludedDevices,
        ProviderOptions = ProviderOptions,
        LibraryPath = library,
        LibrarySearchDirectory = folder,
        CacheDirectory = CacheDirectory,
        ProcessorFeatures = ProcessorFeatures,
        OwnKernels = OwnKernels is false ? false : null,
        OwnIntegerKernels = OwnKernels,
    };
}

/// <summary>Where lines go besides the host's own log, which gets what failed.</summary>
/// <param name="Path">A file; null for standard error where <paramref name="Verbose"/>.</param>
internal sealed record LogTarget(bool Verbose, string? Path)
{
    public static LogTarget Host { get; } = new(false, null);

    public static LogTarget StandardError { get; } = new(true, null);
}
