using System.Collections.Immutable;
using WebNN.OnnxRuntime.Lowering;

namespace WebNN.OnnxRuntime.Patterns;

/// <summary>A graph in which patterns are looked for, and the one that is made of it. The caller's stays as it is.</summary>
internal sealed class PatternGraph(MLGraphDefinition definition)
{
    private readonly OperandUses uses = new(definition);
    private readonly Dictionary<MLOperand, MLOperand> replacements = [];

    /// <summary>The graph with its patterns fused; null where it has none.</summary>
    public MLGraphDefinition? Fused()
    {
        var found = false;
        foreach (var node in definition.Nodes)
        {
            if (Replacement(node) is { } fused)
            {
                replacements.Add(node.Output, fused);
                found = true;
            }
            else if (node.Inputs.Any(input => input is not null && replacements.ContainsKey(input)))
            {
                Copy(node);
            }
        }

        if (!found)
        {
            return null;
        }

        ImmutableArray<MLNamedOperand> outputs = [.. definition.Outputs.Select(output => output with { Operand = Current(output.Operand) })];
        return definition with { Nodes = MLGraphBuilder.NodesBehind(outputs.AsSpan()), Outputs = outputs };
    }

    /// <summary>True for an operand that has one reader, graph outputs being readers too.</summary>
    public bool IsReadOnce(MLOperand operand) => uses.Of(operand) == 1;

    /// <summary>A node of the new graph. Its operands are of either graph.</summary>
    /// <exception cref="UnsupportedException">The backend cannot run it.</exception>
    public MLOperand Add(string @operator, ReadOnlySpan<MLOperand?> inputs, MLOperandDescriptor output, object? options, string label)
    {
        var result = new MLOperand(definition.Outputs[0].Operand.Builder, output);
        var current = ImmutableArray.CreateBuilder<MLOperand?>(inputs.Length);
        foreach (var input in inputs)
        {
            current.Add(input is null ? null : Current(input));
        }

        result.Producer = new MLNode(@operator, current.MoveToImmutable(), [result], options, label);
        GraphLowering.Probe(result.Producer);
        return result;
    }

    private MLOperand Current(MLOperand operand) => replacements.GetValueOrDefault(operand, operand);

    private MLOperand? Replacement(MLNode node)
    {
        foreach (var pattern in GraphPatterns.EndingWith(node.Operator))
        {
            if (pattern.Find(this, node) is { } fusion && IsReadWithinOnly(fusion.Inner, node))
            {
                try
                {
                    return fusion.Make(this);
                }
                catch (UnsupportedException)
                {
                    // The operators as the caller has them can run.
                }
            }
        }

        return null;
    }

    private bool IsReadWithinOnly(IReadOnlyList<MLNode> inner, MLNode last)
    {
        var readers = inner.Append(last).Distinct().ToArray();
        return inner.All(node => node.Outputs.All(output => uses.Of(output) == readers.Sum(reader => reader.Inputs.Count(input => input == output))));
    }

    private void Copy(MLNode node)
    {
        ImmutableArray<MLOperand> outputs = [.. node.Outputs.Select(output => new MLOperand(output.Builder, output.Descriptor))];
        var copy = new MLNode(node.Operator, [.. node.Inputs.Select(input => input is null ? null : Current(input))], outputs, node.Options, node.Label);
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i].Producer = copy;
            replacements.Add(node.Outputs[i], outputs[i]);
        }
    }
}
