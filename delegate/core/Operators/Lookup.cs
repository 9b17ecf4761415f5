using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>EMBEDDING_LOOKUP, HASHTABLE_LOOKUP, ONE_HOT, BUCKETIZE, TOPK_V2: elements found by their values or places.</summary>
internal static class Lookup
{
    /// <summary>A comparison of every element with every other, of 16 MiB.</summary>
    private const long MaxComparisons = 1 << 24;

    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of(BuiltinOperator.EmbeddingLookup, maxVersion: 3, EmbeddingLookup),
        new(BuiltinOperator.HashtableLookup, 1, null, (op, _) => HashtableLookup(op)),
        OperatorRow.Of<TfLiteOneHotParams>(BuiltinOperator.OneHot, maxVersion: 1, OneHot),
        new(
            BuiltinOperator.Bucketize,
            1,
            (data, _) => new Boundaries(data.Floats()),
            (op, boxed) => [Bucketize(op, op.Params<Boundaries>(boxed).Values)]),
        new(BuiltinOperator.TopkV2, 2, null, (op, _) => TopK(op)),
    ];

    private readonly record struct Boundaries(ImmutableArray<float> Values);

    /// <summary>Rows of a table; of int8 for a float output its real numbers.</summary>
    private static MLOperand EmbeddingLookup(OperatorContext op)
    {
        var table = op.OutputTensor().Type == TfLiteType.Float32 ? op.Input(1) : op.Stored(1);
        op.Require(table.Rank >= 2 && op.InputTensor(0).Shape.Length == 1, $"indices {op.InputTensor(0)} of {table.Descriptor}");
        if (op.InputTensor(0).Data is not null)
        {
            var outside = Array.Find(op.Integers(0), index => index < 0 || index >= table.Shape[0]);
            op.Require(outside == 0, $"the constant index {outside} of {table.Shape[0]} rows; TFLite answers it with an error");
        }

        return op.Builder.Gather(table, op.Stored(0), 0, op.Label);
    }

    /// <summary>The rows whose keys are looked up, zeros where there is none, and whether there is one.</summary>
    private static ImmutableArray<MLOperand> HashtableLookup(OperatorContext op)
    {
        var (b, wanted, keys, values) = (op.Builder, op.Stored(0), op.Stored(1), op.Stored(2));
        op.Require(wanted.Rank == 1 && keys.Rank == 1 && values.Rank >= 1, $"{wanted.Descriptor} of keys {keys.Descriptor}, values {values.Descriptor}");
        op.Require((long)wanted.Shape[0] * keys.Shape[0] <= MaxComparisons, $"{wanted.Shape[0]} of {keys.Shape[0]} keys: too many to compare");
        var equal = b.Cast(b.Equal(op.Reshape(wanted, wanted.Shape[0], 1), op.Reshape(keys, 1, keys.Shape[0]), op.Label), MLOperandDataType.Int32, op.Label);
        var hits = b.Cast(b.ReduceMax(equal, new() { Axes = [1] }, op.Label), MLOperandDataType.Uint8, op.Label);
        var rows = b.Gather(values, b.ArgMax(equal, 1, new() { OutputDataType = MLOperandDataType.Int32 }, op.Label), 0, op.Label);
        int[] column = [wanted.Shape[0], .. Enumerable.Repeat(1, values.Rank - 1)];
        return [b.Where(op.Reshape(hits, column), rows, op.Scalar(rows, 0), op.Label), hits];
    }

    private static MLOperand OneHot(OperatorContext op, TfLiteOneHotParams p)
    {
        var (b, indices, depth) = (op.Builder, op.Stored(0), op.Integer(1));
        op.Require(depth > 0, $"a depth of {depth}");
        var axis = p.Axis == -1 ? indices.Rank : p.Axis;
        op.Require(axis >= 0 && axis <= indices.Rank, $"axis {p.Axis} of a result of rank {indices.Rank + 1}");
        int[] places = [.. Enumerable.Repeat(1, indices.Rank + 1)];
        places[axis] = depth;
        var counted = op.Reshape(op.Constant([.. Enumerable.Range(0, depth)], depth), places);
        counted = indices.DataType == counted.DataType ? counted : b.Cast(counted, indices.DataType, op.Label);
        var hot = b.Equal(op.Reshape(indices, [.. indices.Shape.Insert(axis, 1)]), counted, op.Label);
        return b.Where(hot, One(op, 2), One(op, 3), op.Label);
    }

    private static MLOperand One(OperatorContext op, int input)
    {
        var value = op.Stored(input);
        op.Require(value.Shape.All(dimension => dimension == 1), $"input {input} is {value.Descriptor}; expected one element");
        return op.Reshape(value, []);
    }

    /// <summary>How many boundaries are not above the element.</summary>
    private static MLOperand Bucketize(OperatorContext op, ImmutableArray<float> boundaries)
    {
        var (b, input) = (op.Builder, op.Stored(0));
        op.Require(!boundaries.IsEmpty, "no boundaries");
        op.Require(!op.InputTensor(0).IsQuantized(), $"input 0 is {op.InputTensor(0)} with a scale");
        var elements = input.DataType == MLOperandDataType.Float32 ? input : b.Cast(input, MLOperandDataType.Float32, op.Label);
        var passed = b.GreaterOrEqual(
            op.Reshape(elements, [.. input.Shape, 1]), op.Constant([.. boundaries], boundaries.Length), op.Label);
        return b.ReduceSum(b.Cast(passed, MLOperandDataType.Int32, op.Label), new() { Axes = [input.Rank] }, op.Label);
    }

    /// <summary>
    /// Every element's place in the order is how many go before it: the larger ones, and equal ones that stand before it, as TFLite orders
    /// them. WebNN sorts nothing.
    /// </summary>
    private static ImmutableArray<MLOperand> TopK(OperatorContext op)
    {
        var (b, input, k) = (op.Builder, op.Stored(0), op.Integer(1));
        op.Require(input.Rank >= 1 && k > 0 && k <= input.Shape[^1], $"{k} of {input.Descriptor}");
        var size = input.Shape[^1];
        var elements = input.Shape.Aggregate(1L, (product, dimension) => product * dimension);
        op.Require(elements * size <= MaxComparisons, $"{k} of {input.Descriptor}: too many to compare with each other");
        var count = (int)(elements / size);
        var rows = op.Reshape(input, count, size);
        var (own, others) = (op.Reshape(rows, count, size, 1), op.Reshape(rows, count, 1, size));
        byte[] before = [.. Enumerable.Range(0, size * size).Select(i => i % size < i / size ? (byte)1 : (byte)0)];
        var stands = b.Constant(new MLOperandDescriptor(MLOperandDataType.Uint8, [1, size, size]), before);
        var ahead = b.LogicalOr(b.Greater(others, own, op.Label), b.LogicalAnd(b.Equal(others, own, op.Label), stands, op.Label), op.Label);
        var places = b.ReduceSum(b.Cast(ahead, MLOperandDataType.Int32, op.Label), new() { Axes = [2] }, op.Label);
        var at = b.Equal(op.Reshape(places, count, 1, size), op.Constant([.. Enumerable.Range(0, k)], 1, k, 1), op.Label);
        var indices = b.ArgMax(b.Cast(at, MLOperandDataType.Int32, op.Label), 2, new() { OutputDataType = MLOperandDataType.Int32 }, op.Label);
        int[] shape = [.. input.Shape.AsSpan()[..^1], k];
        return [op.Reshape(b.GatherElements(rows, indices, 1, op.Label), shape), op.Reshape(indices, shape)];
    }
}
