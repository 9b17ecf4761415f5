using System.Runtime.InteropServices;
using WebNN.Cli;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;
using WebNN.TfLite.ModelFile;

namespace WebNN.Peers.Xnnpack;

/// <summary>
/// Makes steps of nodes, as TensorFlow Lite's delegate for XNNPACK maps them. Unlike there, padding before a convolution becomes the convolution's:
/// the library exports no operator for it.
/// </summary>
internal sealed class XnnpackLowering
{
    private readonly Dictionary<int, TensorInfo> constants = [];
    private readonly Dictionary<int, (TensorInfo Image, XnnpackPadding Padding)> padded = [];
    private readonly ILookup<int, NodeInfo> readers;
    private readonly HashSet<int> outputs;
    private int nextTensor;

    public XnnpackLowering(ModelGraph graph)
    {
        readers = graph.Nodes.SelectMany(node => node.Inputs.OfType<TensorInfo>(), (node, tensor) => (node, tensor)).ToLookup(use => use.tensor.Index, use => use.node);
        outputs = [.. graph.Outputs.Select(output => output.Index)];
        nextTensor = graph.Nodes.SelectMany(node => node.Inputs.OfType<TensorInfo>().Concat(node.Outputs)).Concat(graph.Inputs).Max(tensor => tensor.Index) + 1;
        foreach (var node in graph.Nodes)
        {
            Lower(node);
        }
    }

    public List<XnnpackStep> Steps { get; } = [];

    public BufferPlan Buffers { get; } = new();

    /// <summary>A node's input, with the elements that are known by now.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public TensorInfo Input(NodeInfo node, int index)
    {
        var tensor = index < node.Inputs.Length ? node.Inputs[index] : null;
        return tensor is null ? throw Refused(node, $"input {index} is absent") : constants.GetValueOrDefault(tensor.Index, tensor);
    }

    /// <summary>The same of one that may be absent.</summary>
    public TensorInfo? Optional(NodeInfo node, int index) => index < node.Inputs.Length && node.Inputs[index] is not null ? Input(node, index) : null;

    public static int[] Integers(NodeInfo node, TensorInfo tensor) => tensor is { Data: { } data, Type: TfLiteType.Int32 }
        ? MemoryMarshal.Cast<byte, int>(data.Span).ToArray()
        : throw Refused(node, $"'{tensor.Name}' is no constant of int32");

    /// <summary>A tensor that is in no model.</summary>
    public TensorInfo NewTensor(TensorInfo like) => like with { Index = nextTensor++, Data = null };

    /// <summary>A tensor is a constant.</summary>
    public void Know(TensorInfo tensor, ReadOnlyMemory<byte> data) => constants[tensor.Index] = tensor with { Data = data };

    /// <summary>Has the only node that reads a tensor, a convolution without padding of its own, pad its image itself.</summary>
    /// <returns>False where that is not so.</returns>
    public bool TryPad(TensorInfo output, TensorInfo image, XnnpackPadding padding)
    {
        var isConvolutions = !outputs.Contains(output.Index) && readers[output.Index].Any() && readers[output.Index].All(reader =>
            reader.Params is TfLiteConvParams { Padding: TfLitePadding.Valid } or TfLiteDepthwiseConvParams { Padding: TfLitePadding.Valid });
        if (isConvolutions)
        {
            padded[output.Index] = (image, padding);
        }

        return isConvolutions;
    }

    /// <summary>The image of a convolution, and how it is padded.</summary>
    public (TensorInfo Image, XnnpackPadding Padding) Image(NodeInfo node) =>
        Input(node, 0) is var image && padded.TryGetValue(image.Index, out var before) ? before : (image, default);

    public static InputException Refused(NodeInfo node, string reason) => new($"{node.Label}: {reason}");

    private void Lower(NodeInfo node)
    {
        if (!XnnpackRows.All.TryGetValue(node.Code, out var row))
        {
            throw Refused(node, "the library exports no operator for it");
        }

        row(this, node);
    }
}
