using System.Collections.Immutable;
using WebNN.OnnxRuntime.Lowering;

namespace WebNN.OnnxRuntime.Layouts;

/// <summary>
/// A graph that is made anew of another one, value by value, in two forms: as the caller has it, and with the channels last. Either is made of the
/// other only where somebody reads it, so that transposes between two operators that both have the channels last never come into being.
/// </summary>
internal sealed class LayoutGraph(MLGraphDefinition definition)
{
    private readonly Dictionary<MLOperand, MLOperand> plain = [];
    private readonly Dictionary<MLOperand, MLOperand> last = [];
    private readonly HashSet<MLOperand> isLast = [];
    private readonly HashSet<MLNode> made = [];

    /// <summary>Whether a value was computed with the channels last.</summary>
    public bool IsLast(MLOperand operand) => isLast.Contains(operand);

    /// <summary>The value as the caller's graph has it.</summary>
    public MLOperand Plain(MLOperand operand)
    {
        if (!plain.TryGetValue(operand, out var value))
        {
            value = IsLast(operand) ? Transposed(last[operand], AxisOrder.First(operand.Rank)) : operand;
            plain.Add(operand, value);
        }

        return value;
    }

    /// <summary>The value with the channels last. Integers are moved rather than the floats that they stand for.</summary>
    public MLOperand Last(MLOperand operand)
    {
        if (!last.TryGetValue(operand, out var value))
        {
            value = operand.Producer is { Operator: "dequantizeLinear" } node
                ? Add(node, [Last(node.Input(0)), LastParameter(node.Input(1)), LastParameter(node.Input(2))], AxisOrder.Moved(operand.Shape), null).Output
                : Transposed(Plain(operand), AxisOrder.Last(operand.Rank));
            last.Add(operand, value);
        }

        return value;
    }

    /// <summary>What is broadcast to tensors of a rank, with the channels last.</summary>
    public MLOperand Last(MLOperand operand, int rank) =>
        operand.Rank == rank ? Last(operand)
        : operand.Descriptor.ElementCount == 1 ? Plain(operand)
        : Transposed(Reshaped(Plain(operand), [.. Enumerable.Repeat(1, rank - operand.Rank), .. operand.Shape]), AxisOrder.Last(rank));

    public void SetPlain(MLOperand operand, MLOperand value) => plain.Add(operand, value);

    public void SetLast(MLOperand operand, MLOperand value)
    {
        last.Add(operand, value);
        isLast.Add(operand);
    }

    /// <summary>The operator of a node, of other operands.</summary>
    /// <exception cref="UnsupportedException">The backend cannot run it.</exception>
    public MLNode Add(MLNode node, ImmutableArray<MLOperand?> inputs, ImmutableArray<int> shape, object? options) =>
        Add(node.Operator, inputs, [node.Output.Descriptor.WithShape(shape.AsSpan())], options, node.Label);

    /// <inheritdoc cref="Add(MLNode, ImmutableArray{MLOperand?}, ImmutableArray{int}, object?)"/>
    public MLNode Add(string @operator, ImmutableArray<MLOperand?> inputs, ImmutableArray<MLOperandDescriptor> results, object? options, string label)
    {
        ImmutableArray<MLOperand> outputs = [.. results.Select(descriptor => new MLOperand(definition.Outputs[0].Operand.Builder, descriptor))];
        var node = new MLNode(@operator, inputs, outputs, options, label);
        foreach (var output in outputs)
        {
            output.Producer = node;
        }

        GraphLowering.Probe(node);
        return node;
    }

    /// <summary>The node as it is; another only where it reads what was made anew.</summary>
    public void Keep(MLNode node)
    {
        ImmutableArray<MLOperand?> inputs = [.. node.Inputs.Select(input => input is null ? null : Plain(input))];
        if (inputs.SequenceEqual(node.Inputs))
        {
            return;
        }

        ImmutableArray<MLOperand> outputs = [.. node.Outputs.Select(output => new MLOperand(output.Builder, output.Descriptor))];
        var copy = new MLNode(node.Operator, inputs, outputs, node.Options, node.Label);
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i].Producer = copy;
            SetPlain(node.Outputs[i], outputs[i]);
        }
    }

    public MLOperand Transposed(MLOperand operand, ImmutableArray<int> permutation)
    {
        var shape = HostConstants.Transpose(operand.Shape, permutation.AsSpan());
        return AxisOrder.KeepsElements(operand.Shape, permutation)
            ? Reshaped(operand, shape)
            : Add("transpose", [operand], [operand.Descriptor.WithShape(shape.AsSpan())], new MLTransposeAttributes(permutation), "").Output;
    }

    /// <summary>The elements in another shape; of what was reshaped, too, as it was before.</summary>
    public MLOperand Reshaped(MLOperand operand, ImmutableArray<int> shape)
    {
        while (operand.Producer is { Operator: "reshape" } reshape && made.Contains(reshape))
        {
            operand = reshape.Input(0);
        }

        if (operand.Shape.SequenceEqual(shape))
        {
            return operand;
        }

        var reshaped = Add("reshape", [operand], [operand.Descriptor.WithShape(shape.AsSpan())], null, "");
        made.Add(reshaped);
        return reshaped.Output;
    }

    /// <summary>The graph that was made.</summary>
    public MLGraphDefinition Finish()
    {
        ImmutableArray<MLNamedOperand> outputs = [.. definition.Outputs.Select(output => output with { Operand = Plain(output.Operand) })];
        return definition with { Nodes = MLGraphBuilder.NodesBehind(outputs.AsSpan()), Outputs = outputs };
    }

    /// <summary>A scale or a zero point of a dequantized value: a constant, of which nothing else is made, and so not kept.</summary>
    private MLOperand LastParameter(MLOperand operand) => Transposed(Plain(operand), AxisOrder.Last(operand.Rank));
}
