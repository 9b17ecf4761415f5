using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>RESHAPE's shape or SQUEEZE's axes, where they are in the operator's options.</summary>
public sealed record ShapeOption(ImmutableArray<int> Values);

/// <summary>The rules of TensorFlow Lite for operators whose translation is told the shape of the result.</summary>
internal static class OutputShapes
{
    /// <summary>The shape of the only output; null for an operator whose translation finds it.</summary>
    /// <exception cref="UnsupportedException">It is not known before the run, or there is none for these inputs.</exception>
    public static ImmutableArray<int>? Of(NodeInfo node) => node.Code switch
    {
        BuiltinOperator.Shape => [Input(node, 0).Shape.Length],
        BuiltinOperator.Rank => [],
        BuiltinOperator.Reshape => Reshape(node),
        BuiltinOperator.Squeeze => Squeeze(node),
        BuiltinOperator.ExpandDims => ExpandDims(node),
        BuiltinOperator.BroadcastTo => BroadcastTo(node),
        BuiltinOperator.ResizeBilinear or BuiltinOperator.ResizeNearestNeighbor => Resize(node),
        BuiltinOperator.Rfft2D => Rfft2D(node),
        BuiltinOperator.SpaceToDepth when node.Params is TfLiteBlockParams p && p.BlockSize > 0 => Blocks(node, shape =>
            [shape[0], shape[1] / p.BlockSize, shape[2] / p.BlockSize, shape[3] * p.BlockSize * p.BlockSize]),
        BuiltinOperator.DepthToSpace when node.Params is TfLiteBlockParams p && p.BlockSize > 0 => Blocks(node, shape =>
            [shape[0], shape[1] * p.BlockSize, shape[2] * p.BlockSize, shape[3] / p.BlockSize / p.BlockSize]),
        BuiltinOperator.FullyConnected when node.Params is TfLiteFullyConnectedParams p => FullyConnected(node, p.KeepNumDims),
        BuiltinOperator.Gather when node.Params is TfLiteGatherParamsV5 p => Gather(node, p),
        _ => null,
    };

    /// <summary>One dimension may be -1: what is left. A 1 dimension of 0 elements means a scalar, as writers of old put it.</summary>
    private static ImmutableArray<int> Reshape(NodeInfo node)
    {
        var shape = node.Inputs.Length > 1 && node.Inputs[1] is not null ? Integers(node, 1) : node.Params is ShapeOption option ? [.. option.Values] : [];
        if (shape is [0])
        {
            return [];
        }

        long known = 1;
        foreach (var dimension in shape.Where(dimension => dimension != -1))
        {
            known *= dimension;
        }

        var elements = Elements(Input(node, 0).Shape);
        var open = shape.Count(dimension => dimension == -1);
        Require(node, open <= 1 && known > 0 && (open == 0 ? known == elements : elements % known == 0),
            $"{Input(node, 0)} does not reshape to [{string.Join(',', shape)}]");
        return [.. shape.Select(dimension => dimension == -1 ? (int)(elements / known) : dimension)];
    }

    /// <summary>Without axes: all of size 1.</summary>
    private static ImmutableArray<int> Squeeze(NodeInfo node)
    {
        var shape = Input(node, 0).Shape;
        var axes = node.Params is ShapeOption { Values: { IsEmpty: false } named }
            ? named.Select(axis => axis < 0 ? axis + shape.Length : axis).ToHashSet()
            : [.. Enumerable.Range(0, shape.Length).Where(axis => shape[axis] == 1)];
        Require(node, axes.All(axis => axis >= 0 && axis < shape.Length && shape[axis] == 1), $"{Input(node, 0)} without the axes {string.Join(',', axes)}");
        return [.. Enumerable.Range(0, shape.Length).Where(axis => !axes.Contains(axis)).Select(axis => shape[axis])];
    }

    private static ImmutableArray<int> ExpandDims(NodeInfo node)
    {
        var shape = Input(node, 0).Shape;
        var axes = Integers(node, 1);
        Require(node, axes.Length == 1 && axes[0] >= -shape.Length - 1 && axes[0] <= shape.Length, $"axis {string.Join(',', axes)} of {Input(node, 0)}");
        return shape.Insert(axes[0] < 0 ? axes[0] + shape.Length + 1 : axes[0], 1);
    }

    private static ImmutableArray<int> BroadcastTo(NodeInfo node) => [.. Integers(node, 1)];

    private static ImmutableArray<int> Resize(NodeInfo node)
    {
        var (shape, sizes) = (Input(node, 0).Shape, Integers(node, 1));
        Require(node, shape.Length == 4 && sizes.Length == 2, $"input 0 is {Input(node, 0)}, {sizes.Length} sizes");
        return [shape[0], .. sizes, shape[3]];
    }

    /// <summary>The translation finds it, too, with matrices that take long to make.</summary>
    private static ImmutableArray<int> Rfft2D(NodeInfo node)
    {
        var (shape, lengths) = (Input(node, 0).Shape, Integers(node, 1));
        Require(node, shape.Length >= 2 && lengths.Length == 2, $"input 0 is {Input(node, 0)}, {lengths.Length} lengths");
        return [.. shape[..^2], lengths[0], (lengths[1] / 2) + 1];
    }

    private static ImmutableArray<int> Blocks(NodeInfo node, Func<ImmutableArray<int>, ImmutableArray<int>> rule)
    {
        var shape = Input(node, 0).Shape;
        Require(node, shape.Length == 4, $"input 0 is {Input(node, 0)}; expected rank 4");
        return rule(shape);
    }

    private static ImmutableArray<int> FullyConnected(NodeInfo node, bool keepNumDims)
    {
        var (shape, weights) = (Input(node, 0).Shape, Input(node, 1).Shape);
        Require(node, weights.Length == 2 && weights[1] > 0 && shape.Length > 0, $"input 0 is {Input(node, 0)}, weights are {Input(node, 1)}");
        return keepNumDims ? shape.SetItem(shape.Length - 1, weights[0]) : [checked((int)(Elements(shape) / weights[1])), weights[0]];
    }

    private static ImmutableArray<int> Gather(NodeInfo node, TfLiteGatherParamsV5 p)
    {
        var (shape, indices) = (Input(node, 0).Shape, Input(node, 1).Shape);
        var axis = p.Axis < 0 ? p.Axis + shape.Length : p.Axis;
        var batch = p.BatchDims < 0 ? p.BatchDims + indices.Length : p.BatchDims;
        Require(node, axis >= 0 && axis < shape.Length && batch >= 0 && batch <= Math.Min(axis, indices.Length), $"axis {p.Axis}, {p.BatchDims} batch dimensions");
        return [.. shape[..axis], .. indices[batch..], .. shape[(axis + 1)..]];
    }

    private static long Elements(ImmutableArray<int> shape) => shape.Aggregate(1L, (product, dimension) => checked(product * dimension));

    private static TensorInfo Input(NodeInfo node, int input)
    {
        Require(node, input < node.Inputs.Length && node.Inputs[input] is not null, $"input {input} is absent");
        var tensor = node.Inputs[input]!;
        Require(node, tensor.Unreadable is null, $"input {input} '{tensor.Name}': {tensor.Unreadable}");
        return tensor;
    }

    private static int[] Integers(NodeInfo node, int input)
    {
        var tensor = Input(node, input);
        Require(node, tensor.Data is not null, $"input {input} '{tensor.Name}' is computed at run time; expected a constant");
        Require(node, tensor.Type is TfLiteType.Int32 or TfLiteType.Int64, $"input {input} '{tensor.Name}' is {tensor.Type}; expected int32 or int64");
        return tensor.Type == TfLiteType.Int32
            ? MemoryMarshal.Cast<byte, int>(tensor.Data!.Value.Span).ToArray()
            : Array.ConvertAll(MemoryMarshal.Cast<byte, long>(tensor.Data!.Value.Span).ToArray(), value => checked((int)value));
    }

    private static void Require(NodeInfo node, bool condition, string reason)
    {
        if (!condition)
        {
            throw new UnsupportedException($"{node.Label}: {reason}");
        }
    }
}
