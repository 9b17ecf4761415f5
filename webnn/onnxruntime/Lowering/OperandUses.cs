namespace WebNN.OnnxRuntime.Lowering;

/// <summary>How often the operands of a graph are read, graph outputs being readers too.</summary>
internal sealed class OperandUses
{
    private readonly Dictionary<MLOperand, int> uses = [];

    public OperandUses(MLGraphDefinition definition)
    {
        foreach (var operand in definition.Nodes.SelectMany(node => node.Inputs).OfType<MLOperand>().Concat(definition.Outputs.Select(output => output.Operand)))
        {
            uses[operand] = uses.GetValueOrDefault(operand) + 1;
        }
    }

    /// <summary>Of an operand of another graph: 0.</summary>
    public int Of(MLOperand operand) => uses.GetValueOrDefault(operand);
}
