using System.Collections.Immutable;

namespace WebNN.Node.Operators;

/// <summary>Operators that move elements, by position or by index.</summary>
internal static class Shapes
{
    public static readonly KeyValuePair<string, Operation>[] Rows =
    [
        new("concat", (builder, ref call, label) => [builder.Concat(call.Operands(), call.Integer(), label)]),
        new("expand", (builder, ref call, label) => [builder.Expand(call.Operand(), call.Integers(), label)]),
        new("gather", (builder, ref call, label) => [builder.Gather(call.Operand(), call.Operand(), call.Integer(), label)]),
        new("gatherElements", (builder, ref call, label) => [builder.GatherElements(call.Operand(), call.Operand(), call.Integer(), label)]),
        OperatorTable.Binary("gatherND", (builder, input, indices, label) => builder.GatherND(input, indices, label)),
        new("pad", Pad),
        new("reshape", (builder, ref call, label) => [builder.Reshape(call.Operand(), call.Integers(), label)]),
        new("reverse", (builder, ref call, label) => [builder.Reverse(call.Operand(), call.Axes(), label)]),
        new("scatterElements", (builder, ref call, label) =>
            [builder.ScatterElements(call.Operand(), call.Operand(), call.Operand(), call.Integer(), label)]),
        OperatorTable.Ternary("scatterND", (builder, input, indices, updates, label) => builder.ScatterND(input, indices, updates, label)),
        new("slice", Slice),
        new("split", Split),
        new("tile", (builder, ref call, label) => [builder.Tile(call.Operand(), call.Integers(), label)]),
        new("transpose", Transpose),
        new("triangular", (builder, ref call, label) => [builder.Triangular(call.Operand(), new() { Diagonal = call.Integer(), Upper = call.Boolean() }, label)]),
    ];

    private static ImmutableArray<MLOperand> Pad(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (input, beginning, ending) = (call.Operand(), call.Integers(), call.Integers());
        return [builder.Pad(input, beginning, ending, new() { Mode = call.Enumeration<MLPaddingMode>(), Value = call.Number() ?? 0 }, label)];
    }

    private static ImmutableArray<MLOperand> Split(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var input = call.Operand();
        var (sizes, count) = call.Parts();
        var axis = call.Integer();
        return builder.Split(input, sizes ?? EqualParts(ref call, input, axis, count), axis, label);
    }

    private static int[] EqualParts(ref CallReader call, MLOperand input, int axis, int count)
    {
        if (axis >= input.Rank || count < 1 || input.Shape[axis] % count != 0)
        {
            throw call.Refusal($"{input.Descriptor} has no {count} equal parts along axis {axis}");
        }

        var sizes = new int[count];
        Array.Fill(sizes, input.Shape[axis] / count);
        return sizes;
    }

    private static ImmutableArray<MLOperand> Slice(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (input, starts, sizes, strides) = (call.Operand(), call.Integers(), call.Integers(), call.Integers());
        RequireAxes(call, "strides have", strides, input);
        return [builder.Slice(input, starts, sizes, strides ?? [], label)];
    }

    private static ImmutableArray<MLOperand> Transpose(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (input, permutation) = (call.Operand(), call.Integers());
        RequireAxes(call, "permutation has", permutation, input);
        return [builder.Transpose(input, permutation, label)];
    }

    /// <summary>An empty list is another thing than none, unless there are no axes: the builder knows no difference.</summary>
    private static void RequireAxes(in CallReader call, string list, int[]? values, MLOperand input)
    {
        if (values is { Length: 0 } && input.Rank > 0)
        {
            throw call.Refusal($"the {list} no axes (expected {input.Rank})");
        }
    }
}
