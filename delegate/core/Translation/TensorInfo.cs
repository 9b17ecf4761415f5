using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>
/// How a tensor's integers stand for real numbers: <c>real = (q - ZeroPoints[i]) * Scales[i]</c>, with one pair for the tensor or one per
/// index along <see cref="Axis"/>, or one per <see cref="BlockSize"/> elements. <see cref="ZeroPoints"/> has as many entries as <see cref="Scales"/>.
/// </summary>
public sealed record Quantization(ImmutableArray<float> Scales, ImmutableArray<int> ZeroPoints, int Axis)
{
    /// <summary>How many elements along the last axis share a pair, of the weights of a product; 0 where there are no blocks.</summary>
    public int BlockSize { get; init; }

    public bool PerTensor => Scales.Length == 1;
}

/// <summary>One tensor of the TFLite graph, read out of the interpreter once. No pointer passes this type.</summary>
/// <param name="Shape">TFLite's shape; rank 0 is a scalar.</param>
/// <param name="Quantization">Null where the tensor has none (or a kind that this version does not know: then <paramref name="Unreadable"/> says so).</param>
/// <param name="Data">A constant's bytes, over the host's memory; null where the value is known only at invoke.</param>
public sealed record TensorInfo(
    int Index,
    string Name,
    TfLiteType Type,
    ImmutableArray<int> Shape,
    Quantization? Quantization,
    ReadOnlyMemory<byte>? Data,
    bool IsVariable = false,
    string? Unreadable = null)
{
    /// <summary>The shape as the file has it, -1 for a dimension that it leaves open; empty where it leaves none open.</summary>
    public ImmutableArray<int> Signature { get; init; } = [];

    /// <summary>Bytes of its elements, as TFLite has them.</summary>
    /// <exception cref="UnsupportedException">WebNN has no such type or shape, or this version cannot read the tensor.</exception>
    public long ByteLength => this.Descriptor() is var graph && Type == TfLiteType.Int16 ? graph.ElementCount * sizeof(short) : graph.ByteLength;

    /// <summary>True where equal elements of both stand for equal numbers.</summary>
    public bool HasQuantizationOf(TensorInfo other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Type == other.Type && (Quantization, other.Quantization) switch
        {
            (null, null) => true,
            ({ } a, { } b) => a.Scales.AsSpan().SequenceEqual(b.Scales.AsSpan())
                && a.ZeroPoints.AsSpan().SequenceEqual(b.ZeroPoints.AsSpan())
                && (a.PerTensor || a.Axis == b.Axis),
            _ => false,
        };
    }

    /// <summary>For messages: <c>f32[1,224,224,3]</c>, with TFLite's own types where WebNN has none.</summary>
    public override string ToString() => $"{Type}[{string.Join(',', Shape)}]";
}

/// <summary>One node of the TFLite graph, read out of the interpreter once.</summary>
/// <param name="Params">The builtin's parameter struct, boxed; null where it has none.</param>
/// <param name="Inputs">Null for an optional input that is absent.</param>
/// <param name="CustomName">The operator's name where <paramref name="Code"/> is <see cref="BuiltinOperator.Custom"/>.</param>
public sealed record NodeInfo(
    int Index,
    BuiltinOperator Code,
    int Version,
    object? Params,
    ImmutableArray<TensorInfo?> Inputs,
    ImmutableArray<TensorInfo> Outputs,
    string? CustomName = null)
{
    /// <summary>The operator's name in models.</summary>
    public string Name => Code == BuiltinOperator.Custom ? CustomName ?? "CUSTOM" : Code.SchemaName();

    /// <summary>Quoted in every message about the node.</summary>
    public string Label => $"#{Way} {Name}";

    /// <summary>The node's number, or the way to it.</summary>
    internal string Way => Place is { } place ? $"{place.Outer} {place.Path}" : $"{Index}";

    /// <summary>Where the model has it, of a node that was taken in from another graph; null for one of the graph itself.</summary>
    public NodePlace? Place { get; init; }

    /// <summary>Why nobody translates it, where that is known when it is read: a graph that it calls cannot take its place.</summary>
    public string? Objection { get; init; }

    /// <summary>Tensors that only describe values inside the operator, their scales above all; null for an absent one.</summary>
    public ImmutableArray<TensorInfo?> Intermediates { get; init; } = [];

    /// <summary>The bytes that only a custom operator understands.</summary>
    public ImmutableArray<byte> CustomOptions { get; init; } = [];

    /// <summary>Where a custom operator's translation is looked for.</summary>
    public CustomOperators CustomOperators { get; init; } = CustomOperators.Known;
}

/// <summary>A node of a graph that another node calls.</summary>
/// <param name="Outer">The node of the graph itself through which it is called.</param>
/// <param name="Path">From that node on: <c>WHILE, trip 2, node 0</c>.</param>
public sealed record NodePlace(int Outer, string Path);

/// <summary>A run of nodes that TFLite would replace by one delegate kernel, with the tensors that cross its border.</summary>
/// <param name="Nodes">Node indices in execution order.</param>
/// <param name="Inputs">Tensor indices, constants among them.</param>
/// <param name="Outputs">Tensor indices that a later node or the model needs.</param>
public sealed record PartitionInfo(ImmutableArray<int> Nodes, ImmutableArray<int> Inputs, ImmutableArray<int> Outputs);

/// <summary>Who runs what a delegate leaves.</summary>
/// <param name="Version">TFLite's; null where it is not known.</param>
/// <param name="HasXnnpack">Whether XNNPACK gets it before TFLite's own kernels.</param>
public sealed record HostRuntime(string? Version, bool HasXnnpack)
{
    public static HostRuntime Unknown { get; } = new(null, true);
}

/// <summary>What TFLite offers a delegate while it prepares. Implemented over TfLiteContext, and by tests.</summary>
public interface IDelegateHost
{
    /// <summary>The execution plan, in order.</summary>
    ImmutableArray<NodeInfo> Nodes { get; }

    HostRuntime Runtime => HostRuntime.Unknown;

    /// <summary>
    /// Whether the shapes of what nodes write are the file's: then they follow from those of the other tensors, and a size may be known only when
    /// the model runs. TFLite asks a delegate that allows for that before it prepares the nodes.
    /// </summary>
    bool IsUnprepared => false;

    /// <summary>What the nodes' shapes were found with, on the context that the graph is planned for: no node is tried twice. Null where there is nothing.</summary>
    NodePropagation? Propagation => null;

    /// <summary>How TFLite would partition the graph if these nodes were claimed.</summary>
    ImmutableArray<PartitionInfo> Partition(ImmutableArray<int> nodes);
}
