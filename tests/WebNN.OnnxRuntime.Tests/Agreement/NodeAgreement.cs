using System.Globalization;
using WebNN.Conformance;
using WebNN.Reference;

namespace WebNN.OnnxRuntime.Tests.Agreement;

/// <summary>
/// Computes the nodes of a graph again, each by its definition on the very values that ONNX Runtime had: what is off is that node's own doing.
/// Where the graph does not give a value away, its readers may be off by what it may be off, which <see cref="Disturbance"/> tells.
/// </summary>
internal static class NodeAgreement
{
    /// <summary>
    /// Disturbances are of the size that is allowed, but of random signs, and a few: those of the terms of a sum may be at odds in all of them.
    /// </summary>
    private const double Unseen = 8;

    /// <summary>The first node whose outputs are further from the definition than its operator may be, in words; null where there is none.</summary>
    /// <param name="values">The bytes of the inputs and outputs of the graph.</param>
    public static string? Violation(MLGraphDefinition definition, IReadOnlyDictionary<MLOperand, byte[]> values)
    {
        var (known, disturbance) = (new Dictionary<MLOperand, Tensor[]>(), new Disturbance());
        foreach (var node in definition.Nodes)
        {
            Tensor[]?[] operands = [.. node.Inputs.Select(operand => operand is null ? null : known.GetValueOrDefault(operand) ?? [Read(operand, values)])];
            var versions = disturbance.Versions(node, operands);
            var results = Array.ConvertAll(versions, inputs => ReferenceContext.Evaluate(node, inputs));
            for (var i = 0; i < node.Outputs.Length; i++)
            {
                var output = node.Outputs[i];
                var result = new NodeResult(node, versions[0], Array.ConvertAll(results, each => each[i]));
                var isObserved = values.ContainsKey(output);
                known.Add(output, isObserved ? disturbance.OfSeen(Read(output, values)) : disturbance.Of(result));
                if (isObserved && Violation(result, known[output][0]) is { } violation)
                {
                    return $"{node.Operator}, output {i}: {violation}";
                }
            }
        }

        return null;
    }

    private static Tensor Read(MLOperand operand, IReadOnlyDictionary<MLOperand, byte[]> values) =>
        Tensor.Read(operand.Descriptor, operand.ConstantData is { } constant ? constant.Span : values[operand]);

    private static string? Violation(NodeResult result, Tensor actual)
    {
        var expected = result.Expected;
        for (var i = 0; i < expected.Descriptor.ElementCount; i++)
        {
            var deviation = result.Deviation(i);
            var within = expected.IsReal
                ? result.Within(i, actual.Reals[i], Unseen * deviation)
                : deviation > 0 || Int128.Abs(expected.Integers[i] - actual.Integers[i]) <= result.Tolerance.Ulps + QuotientError(result, expected.Integers[i]);
            if (!within && !result.IsOpen(i))
            {
                var (e, a) = expected.IsReal ? (Text(expected.Reals[i]), Text(actual.Reals[i])) : (Text(expected.Integers[i]), Text(actual.Integers[i]));
                var more = deviation > 0 ? $", and {Text(Unseen * deviation)} for its operands" : "";
                return $"element {i} is {a}; expected {e} ({result.Tolerance.Ulps} ULP or {result.Tolerance.Absolute} allowed, of {Text(result.Magnitude(i))}{more})";
            }
        }

        return null;
    }

    /// <summary>quantizeLinear divides in the type of its input: steps beyond that type's digits are not counted one by one.</summary>
    private static long QuotientError(NodeResult result, Int128 steps) => result.Node.Operator is "quantizeLinear"
        ? (long)Tolerance.UnitInLastPlace(result.Node.Input(0).DataType, 2 * ((double)Int128.Abs(steps) + Offset(result.Inputs[2]!)))
        : 0;

    private static double Offset(Tensor zeroPoint) => zeroPoint.Integers.Max(value => Math.Abs((double)value));

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
