using System.Collections.Immutable;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation.Operators;

namespace WebNN.TfLite.Delegation;

/// <summary>
/// Finds the nodes whose outputs are known before the first run (weights behind DEQUANTIZE or DENSIFY, SHAPE and what is computed from it, a
/// loop's counter) and gives their consumers constants. Runs before the nodes are probed one at a time: each would otherwise look like a run-time input.
/// </summary>
internal sealed class ConstantFolding
{
    private readonly List<NodeInfo> nodes = [];
    private readonly Dictionary<int, TensorInfo> known = [];
    private readonly Dictionary<int, ReadOnlyMemory<byte>> floats = [];
    private readonly HashSet<int> folded = [];

    public ConstantFolding(params ImmutableArray<NodeInfo> nodes)
    {
        foreach (var node in nodes)
        {
            Add(node);
        }
    }

    /// <summary>The nodes that it took in, their inputs constant where they can be.</summary>
    public IReadOnlyList<NodeInfo> Nodes => nodes;

    /// <summary>True where nothing is left of a node to run.</summary>
    public bool IsFolded(int node) => folded.Contains(node);

    /// <summary>The constant that a folded node's output became; null for any other tensor.</summary>
    public TensorInfo? Constant(int tensor) => known.GetValueOrDefault(tensor);

    /// <summary>A quantized constant's real numbers, folded once however many nodes ask.</summary>
    public ReadOnlyMemory<byte> Floats(TensorInfo tensor)
    {
        if (!floats.TryGetValue(tensor.Index, out var bytes))
        {
            bytes = Quantizer.Fold(tensor);
            floats.Add(tensor.Index, bytes);
        }

        return bytes;
    }

    /// <summary>The node, its inputs constant where they can be.</summary>
    public NodeInfo Resolve(NodeInfo node) =>
        node with { Inputs = [.. node.Inputs.Select(input => input is null ? null : known.GetValueOrDefault(input.Index, input))] };

    /// <summary>Takes in the next node.</summary>
    public void Add(NodeInfo node)
    {
        var resolved = Resolve(node);
        nodes.Add(resolved);
        if (node.Outputs.Length == 1 && TryEvaluate(resolved) is { } bytes)
        {
            known.Add(node.Outputs[0].Index, node.Outputs[0] with { Data = bytes });
            folded.Add(node.Index);
        }
    }

    /// <summary>A node whose numbers lead nowhere is not folded; its translation says what is wrong with it.</summary>
    private ReadOnlyMemory<byte>? TryEvaluate(NodeInfo node)
    {
        try
        {
            return Evaluate(node);
        }
        catch (Exception e) when (e is UnsupportedException or ArgumentException or ArithmeticException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The bytes of the node's only output; null where they are not known, or not worth knowing.</summary>
    private ReadOnlyMemory<byte>? Evaluate(NodeInfo node)
    {
        if (node.Inputs.Length == 0 || node.Inputs[0] is not { } first || first.Fault() is not null || node.Outputs[0].Fault() is not null)
        {
            return null;
        }

        var output = node.Outputs[0];
        return node.Code switch
        {
            BuiltinOperator.Dequantize when first.Data is not null && CanFold(first, output) => Floats(first),
            // Where a constant was read, it was made dense.
            BuiltinOperator.Densify when first.HasQuantizationOf(output) && first.Shape.SequenceEqual(output.Shape) => first.Data,
            BuiltinOperator.Shape => CounterArithmetic.Bytes(output, [.. first.Shape.Select(dimension => (long)dimension)]),
            BuiltinOperator.Rank => CounterArithmetic.Bytes(output, [first.Shape.Length]),
            BuiltinOperator.Reshape or BuiltinOperator.Squeeze or BuiltinOperator.ExpandDims => CounterArithmetic.IsCounter(first) ? first.Data : null,
            // A cast to fewer bits drops the high ones, as TFLite's does.
            BuiltinOperator.Cast when IsIndex(first) && output.Type != TfLiteType.Bool => CounterArithmetic.Bytes(output, CounterArithmetic.Values(first)),
            BuiltinOperator.Pack or BuiltinOperator.Concatenation => Join(node),
            BuiltinOperator.BroadcastArgs when node.Inputs is [{ } a, { } b] && IsIndex(a) && IsIndex(b) =>
                ShapeValues.Broadcast(CounterArithmetic.Values(a), CounterArithmetic.Values(b)) is { } shape ? CounterArithmetic.Bytes(output, shape) : null,
            BuiltinOperator.StridedSlice when IsIndex(first) => Slice(node),
            _ => CounterArithmetic.Evaluate(node),
        };
    }

    private static bool CanFold(TensorInfo constant, TensorInfo output) =>
        output.Type == TfLiteType.Float32 && (constant.Type == TfLiteType.Float16 || constant.IsQuantized());

    /// <summary>A constant of at most one axis that can be a shape or a part of one.</summary>
    private static bool IsIndex(TensorInfo tensor) => CounterArithmetic.IsCounter(tensor) && tensor.Type != TfLiteType.Bool;

    private static ReadOnlyMemory<byte>? Join(NodeInfo node) =>
        node.Outputs[0].Shape.Length == 1 && node.Inputs.All(input => input is not null && IsIndex(input))
            ? CounterArithmetic.Bytes(node.Outputs[0], [.. node.Inputs.SelectMany(input => CounterArithmetic.Values(input!))])
            : null;

    private static ReadOnlyMemory<byte>? Slice(NodeInfo node)
    {
        if (node.Params is not TfLiteStridedSliceParams parameters
            || node.Inputs.Length != 4
            || node.Inputs.Skip(1).Any(input => input is null || !IsIndex(input)))
        {
            return null;
        }

        var slices = StridedSlices.Resolve(
            parameters, node.Inputs[0]!.Shape, Positions(node.Inputs[1]!), Positions(node.Inputs[2]!), Positions(node.Inputs[3]!));
        if (slices is not [var slice])
        {
            return null;
        }

        var values = CounterArithmetic.Values(node.Inputs[0]!);
        return CounterArithmetic.Bytes(node.Outputs[0], [.. Enumerable.Range(0, slice.Count).Select(i => values[slice.Start + (i * slice.Stride)])]);
    }

    /// <summary>Integers that count elements: what is larger than a shape is as good as its largest.</summary>
    private static int[] Positions(TensorInfo tensor) =>
        Array.ConvertAll(CounterArithmetic.Values(tensor), value => (int)Math.Clamp(value, int.MinValue, int.MaxValue));
}
