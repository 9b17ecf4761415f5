using WebNN.OnnxRuntime.Operators;

namespace WebNN.OnnxRuntime.Lowering;

/// <summary>
/// Finds what dequantizeLinear → operator → quantizeLinear can become one integer kernel. ONNX Runtime's own fusion knows the same
/// patterns, but only in its layout, with its ranks and its types; here the kernels are emitted as they have to be.
/// </summary>
internal sealed class QuantizedPatterns
{
    public static readonly QuantizedPatterns None = new(null);

    private readonly HashSet<MLNode> nodes = [];
    private readonly HashSet<MLNode> absorbed = [];
    private readonly Dictionary<MLNode, LowerOperator> fused = [];
    private readonly OperandUses? uses;

    private QuantizedPatterns(OperandUses? uses) => this.uses = uses;

    public static QuantizedPatterns Find(MLGraphDefinition definition)
    {
        var patterns = new QuantizedPatterns(new OperandUses(definition));
        foreach (var node in definition.Nodes)
        {
            patterns.nodes.Add(node);
            if (node.Operator is "quantizeLinear")
            {
                patterns.Match(node);
            }
        }

        return patterns;
    }

    /// <summary>True for a node of this graph.</summary>
    public bool Covers(MLNode node) => nodes.Contains(node);

    /// <summary>True for a node that a pattern computes: it is not lowered itself.</summary>
    public bool Absorbs(MLNode node) => absorbed.Contains(node);

    /// <summary>True for an operand of this graph that has one reader, graph outputs being readers too.</summary>
    public bool IsReadOnce(MLOperand operand) => uses?.Of(operand) == 1;

    /// <summary>The lowering of the pattern that ends at a quantizeLinear; null where there is none.</summary>
    public LowerOperator? FusedAt(MLNode node) => fused.GetValueOrDefault(node);

    private void Match(MLNode quantize)
    {
        if (QuantizationParameters.Of(quantize) is not { PerTensor: true, Type: MLOperandDataType.Int8 or MLOperandDataType.Uint8 } parameters)
        {
            return;
        }

        // The same reals in the same steps: nothing is computed, not even where int8 becomes uint8.
        if (QuantizedSource.Of(quantize.Input(0)) is { } source && source.Parameters.MatchesStored(parameters))
        {
            fused.Add(quantize, op => op.Result(source.Value(op) with { Shifted = parameters.Type is MLOperandDataType.Int8 }));
            return;
        }

        // Reshapes and bounds between the operator and the quantizeLinear move behind both.
        var between = new List<MLNode>();
        var bounds = QuantizedBounds.None;
        for (var node = OnlyProducer(quantize.Input(0)); node is not null; node = OnlyProducer(node.Input(0)))
        {
            between.Add(node);
            if (QuantizedOperators.Match(node, parameters) is { } lower)
            {
                fused.Add(quantize, op => op.Result(op.Lowering.Reshape(bounds.Apply(op, lower(op)), op.OutputShape)));
                absorbed.UnionWith(between);
                return;
            }

            if (QuantizedBounds.Of(node, parameters) is { } own)
            {
                bounds = bounds.Within(own);
            }
            else if (node.Operator is not "reshape")
            {
                return;
            }
        }
    }

    private MLNode? OnlyProducer(MLOperand operand) =>
        IsReadOnce(operand) && operand.Producer is { Outputs.Length: 1 } producer ? producer : null;
}
