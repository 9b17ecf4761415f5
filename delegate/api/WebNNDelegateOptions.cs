using System.Collections.Immutable;
using WebNN.Kernels;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite;

/// <summary>What a <see cref="WebNNDelegate"/> claims, and what runs it.</summary>
public sealed record WebNNDelegateOptions
{
    /// <summary>Threads of the backend, at most 1024; 0: its choice.</summary>
    public int Threads { get; init; } = 1;

    public MLPowerPreference PowerPreference { get; init; }

    /// <summary>Kinds of devices in the order of preference: cpu, gpu, npu. Empty: the power preference decides.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>The path of ONNX Runtime; null: WEBNN_ONNXRUNTIME, beside the application, the source tree's fetched natives.</summary>
    public string? OnnxRuntimeLibrary { get; init; }

    /// <summary>A folder in which compiled graphs are kept, so that a model starts faster the next time; null for none.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>The features of the processor that may decide which kernels the backend is asked for; those that it lacks are never used.</summary>
    public ProcessorFeatures ProcessorFeatures { get; init; } = ProcessorFeatures.All;

    /// <summary>At most this many partitions, the ones with the most nodes first; 0: no limit.</summary>
    public int MaxPartitions { get; init; }

    /// <summary>A partition with fewer nodes stays with TFLite.</summary>
    public int MinNodesPerPartition { get; init; } = 1;

    /// <summary>Node indices (<c>12</c>), ranges (<c>3-9</c>) and operators (<c>CONV_2D</c>); where not empty, only these are claimed.</summary>
    public ImmutableArray<string> Include { get; init; } = [];

    /// <summary>The same notation; these are never claimed.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <exception cref="ArgumentException">A list, or an entry of one, is null.</exception>
    internal void Validate()
    {
        Require(Devices, nameof(Devices));
        Require(Include, nameof(Include));
        Require(Exclude, nameof(Exclude));
    }

    internal DelegateOptions ToDelegateOptions() => new()
    {
        MaxPartitions = MaxPartitions,
        MinNodesPerPartition = MinNodesPerPartition,
        Include = Include,
        Exclude = Exclude,
    };

    private static void Require(ImmutableArray<string> list, string name)
    {
        if (list.IsDefault || list.Contains(null!))
        {
            throw new ArgumentException(list.IsDefault ? $"{name} is null" : $"{name} has an entry that is null", name);
        }
    }
}
