using System.Globalization;
using WebNN.Conformance;
using WebNN.Reference;

namespace WebNN.OnnxRuntime.Tests.Agreement;

/// <summary>
/// Computes the nodes of a graph again, each by its definition on the very values that ONNX Runtime had: what is off is that node's own doing.
/// </summary>
internal static class NodeAgreement
{
    /// <summary>The first node whose outputs are further from the definition than its operator may be, in words; null where there is none.</summary>
    /// <param name="values">The bytes of the inputs and outputs of the graph.</param>
    public static string? Violation(MLGraphDefinition definition, IReadOnlyDictionary<MLOperand, byte[]> values)
    {
        var known = new Dictionary<MLOperand, Tensor>();
        foreach (var node in definition.Nodes)
        {
            Tensor?[] inputs = [.. node.Inputs.Select(operand => operand is null ? null : known.GetValueOrDefault(operand) ?? Read(operand, values))];
            var expected = ReferenceContext.Evaluate(node, inputs);
            for (var i = 0; i < expected.Length; i++)
            {
                var output = node.Outputs[i];
                var actual = values.ContainsKey(output) ? Read(output, values) : expected[i];
                known.Add(output, actual);
                if (Violation(node, inputs, expected[i], actual) is { } violation)
                {
                    return $"{node.Operator}, output {i}: {violation}";
                }
            }
        }

        return null;
    }

    private static Tensor Read(MLOperand operand, IReadOnlyDictionary<MLOperand, byte[]> values) =>
        Tensor.Read(operand.Descriptor, operand.ConstantData is { } constant ? constant.Span : values[operand]);

    private static string? Violation(MLNode node, Tensor?[] inputs, Tensor expected, Tensor actual)
    {
        var type = expected.Descriptor.DataType;
        var (tolerance, magnitude) = (KernelAccuracy.Of(node, type), Magnitudes.Of(node, inputs));
        var isOpen = OpenElements.Of(node, inputs, expected, magnitude);
        for (var i = 0; i < expected.Descriptor.ElementCount; i++)
        {
            var within = expected.IsReal
                ? Within(tolerance, type, expected.Reals[i], actual.Reals[i], magnitude?.Reals[i] ?? 0)
                : Int128.Abs(expected.Integers[i] - actual.Integers[i]) <= tolerance.Ulps + QuotientError(node, inputs, expected.Integers[i]);
            if (!within && !isOpen(i))
            {
                var (e, a) = expected.IsReal ? (Text(expected.Reals[i]), Text(actual.Reals[i])) : (Text(expected.Integers[i]), Text(actual.Integers[i]));
                return $"element {i} is {a}; expected {e} ({tolerance.Ulps} ULP or {tolerance.Absolute} allowed{(magnitude is null ? "" : $", of {Text(magnitude.Reals[i])}")})";
            }
        }

        return null;
    }

    /// <summary>
    /// Roundings count in units of the last place of the result or, where terms of both signs cancel, of what the terms add up to without
    /// their signs; there a sum in floats may leave the type's range on the way.
    /// </summary>
    private static bool Within(Tolerance tolerance, MLOperandDataType type, double expected, double actual, double magnitude)
    {
        if (expected.Equals(actual) || expected == actual)
        {
            return true;
        }

        var largest = OpenElements.Largest(type);
        if (magnitude > largest || double.IsNaN(magnitude))
        {
            return true;
        }

        var allowed = tolerance.Ulps * Tolerance.UnitInLastPlace(type, Math.Max(Math.Min(Math.Abs(expected), largest), magnitude));
        return Math.Abs(Limited(expected) - Limited(actual)) <= Math.Max(allowed, tolerance.Absolute * Math.Max(1, Math.Max(magnitude, Math.Abs(Limited(expected)))));

        // Next to the largest float is the infinity.
        double Limited(double value) => double.IsInfinity(value) ? Math.CopySign(largest + Tolerance.UnitInLastPlace(type, largest), value) : value;
    }

    /// <summary>quantizeLinear divides in the type of its input: steps beyond that type's digits are not counted one by one.</summary>
    private static long QuotientError(MLNode node, Tensor?[] inputs, Int128 steps) =>
        node.Operator is "quantizeLinear" ? (long)Tolerance.UnitInLastPlace(node.Input(0).DataType, 2 * ((double)Int128.Abs(steps) + Offset(inputs[2]!))) : 0;

    private static double Offset(Tensor zeroPoint) => zeroPoint.Integers.Max(value => Math.Abs((double)value));

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
