using System.Collections.Immutable;

namespace WebNN.OnnxRuntime.Patterns;

/// <summary>softmax and layerNormalization.</summary>
internal static class NormalizationPatterns
{
    public static readonly PatternRow[] Rows =
    [
        new("softmax", "div", Softmax),
        new("softmax", "mul", Softmax),
        new("layerNormalization", "div", LayerNormalization),
        new("layerNormalization", "mul", LayerNormalization),
        new("layerNormalization", "add", LayerNormalization),
        new("layerNormalization", "add", MovedLayerNormalization),
    ];

    /// <summary>
    /// exp(x - max) / sum(exp(x - max)). Without the maximum it is the same function too, but ends at exp's range: there the spelled out
    /// gives none where softmax gives numbers, and it stays as it is.
    /// </summary>
    private static Fusion? Softmax(PatternGraph graph, MLNode last)
    {
        var formula = new Formula(graph);
        if (Quotient(formula, last) is not { } quotient
            || formula.Take(quotient.Dividend, "exp") is not { } exponential
            || formula.Take(quotient.Divisor, "reduceSum") is not { } sum
            || sum.Input(0) != exponential.Output
            || formula.Take(exponential.Input(0), "sub") is not { } difference
            || formula.Take(difference.Input(1), "reduceMax") is not { } maximum
            || maximum.Input(0) != difference.Input(0)
            || OneAxis(sum) is not { } axis || OneAxis(maximum) != axis)
        {
            return null;
        }

        return IsFloat(last)
            ? new(formula.Inner, made => made.Add("softmax", [difference.Input(0)], last.Output.Descriptor, new MLAxisAttributes(axis), last.Label))
            : null;
    }

    /// <summary>
    /// (x - mean) / sqrt(mean((x - mean)²) + epsilon), and what scales and shifts it. ONNX Runtime computes the operator in these steps, with
    /// the same overflows.
    /// </summary>
    private static Fusion? LayerNormalization(PatternGraph graph, MLNode last)
    {
        var formula = new Formula(graph);
        MLOperand? bias = null, scale = null;
        var node = last;
        if (node.Operator is "add")
        {
            (bias, var scaled) = Parameter(node);
            node = bias is null ? null : formula.Take(scaled, "mul") ?? formula.Take(scaled, "div");
        }

        if (node is { Operator: "mul" } && Parameter(node) is ({ } factor, var normalized))
        {
            (scale, node) = (factor, formula.Take(normalized, "mul") ?? formula.Take(normalized, "div"));
        }

        return node is not null && Quotient(formula, node) is { } quotient && Deviation(formula, quotient.Divisor) is { } deviation
            && formula.Take(quotient.Dividend, "sub") is { } difference
            && difference.Input(0) == deviation.X && difference.Input(1) == deviation.Mean
            ? Made(formula, last, deviation, scale, bias)
            : null;
    }

    /// <summary>
    /// x s + (bias - mean s) with s = scale / sqrt(variance + epsilon), as TensorFlow's batch_normalization has it. It is the same by algebra, and less exact
    /// than the operator where the mean is large against the deviation: there two large numbers cancel.
    /// </summary>
    private static Fusion? MovedLayerNormalization(PatternGraph graph, MLNode last)
    {
        for (var first = 0; first < 2; first++)
        {
            var formula = new Formula(graph);
            if (formula.Take(last.Input(first), "mul") is { } scaled
                && formula.Take(last.Input(1 - first), "sub") is { } shift
                && formula.Take(shift.Input(1), "mul") is { } moved
                && Shared(scaled, moved) is { } shared
                && Factor(formula, shared.Factor) is { } factor
                && Deviation(formula, factor.Divisor) is { } deviation
                && shared.X == deviation.X && shared.Mean == deviation.Mean)
            {
                return Made(formula, last, deviation, factor.Scale, shift.Input(0));
            }
        }

        return null;
    }

    /// <summary>What x and the mean are both multiplied by.</summary>
    private static (MLOperand Factor, MLOperand X, MLOperand Mean)? Shared(MLNode scaled, MLNode moved)
    {
        for (var i = 0; i < 2; i++)
        {
            for (var j = 0; j < 2; j++)
            {
                if (scaled.Input(i) == moved.Input(j))
                {
                    return (scaled.Input(i), scaled.Input(1 - i), moved.Input(1 - j));
                }
            }
        }

        return null;
    }

    /// <summary>scale / divisor, or 1 / divisor.</summary>
    private static (MLOperand? Scale, MLOperand Divisor)? Factor(Formula formula, MLOperand operand)
    {
        if (Reciprocal(formula, operand) is { } whole)
        {
            return (null, whole);
        }

        return (formula.Take(operand, "mul") ?? formula.Take(operand, "div")) is { } node && Quotient(formula, node) is { } quotient
            ? (quotient.Dividend, quotient.Divisor)
            : null;
    }

    private static Fusion? Made(Formula formula, MLNode last, Spread spread, MLOperand? scale, MLOperand? bias)
    {
        var x = spread.X;
        if (!IsFloat(last) || !x.Shape.AsSpan().SequenceEqual(last.Output.Shape.AsSpan()) || !IsParameter(scale) || !IsParameter(bias))
        {
            return null;
        }

        var options = new MLNormalizationOptions { Axes = spread.Axes, Epsilon = spread.Epsilon };
        return new(
            formula.Inner,
            made => made.Add("layerNormalization", [x, Reshaped(made, scale), Reshaped(made, bias)], last.Output.Descriptor, options, last.Label));

        // The axes are the last: with theirs alone, a parameter is broadcast as it was.
        bool IsParameter(MLOperand? parameter) =>
            parameter is null || (Padded(parameter.Shape, x.Rank) is { } shape && shape.Select((size, axis) => spread.Axes.Contains(axis) ? x.Shape[axis] : 1).SequenceEqual(shape));

        MLOperand? Reshaped(PatternGraph made, MLOperand? parameter)
        {
            int[] shape = [.. spread.Axes.Select(axis => x.Shape[axis])];
            return parameter is null || parameter.Shape.AsSpan().SequenceEqual(shape)
                ? parameter
                : made.Add("reshape", [parameter], parameter.Descriptor.WithShape(shape), null, last.Label);
        }
    }

    private static ImmutableArray<int>? Padded(ImmutableArray<int> shape, int rank) =>
        shape.Length <= rank ? [.. Enumerable.Repeat(1, rank - shape.Length), .. shape] : null;

    /// <summary>sqrt(mean((x - mean(x))²) + epsilon) along the last axes.</summary>
    private static Spread? Deviation(Formula formula, MLOperand operand)
    {
        if (formula.Take(operand, "sqrt") is not { } root
            || formula.Line(root.Input(0)) is not { Slope: 1, Offset: > 0 } line
            || formula.Take(line.X, "reduceMean") is not { Options: MLReduceOptions { KeepDimensions: true, Axes: { } axes } } variance
            || Squared(formula, variance.Input(0)) is not { } difference
            || formula.Take(difference, "sub") is not { } centred)
        {
            return null;
        }

        var (x, mean) = centred.Input(1).Producer is { Operator: "reduceMean" } ? (centred.Input(0), centred.Input(1)) : (centred.Input(1), centred.Input(0));
        return formula.Take(mean, "reduceMean") is { Options: MLReduceOptions { KeepDimensions: true, Axes: { } same } } average
            && average.Input(0) == x && axes.SequenceEqual(same) && axes.Length > 0
            && axes.SequenceEqual(Enumerable.Range(x.Rank - axes.Length, axes.Length))
            ? new(x, mean, axes, line.Offset)
            : null;
    }

    private static MLOperand? Squared(Formula formula, MLOperand operand)
    {
        var square = formula.Take(operand, "mul") ?? formula.Take(operand, "pow");
        return square is { Operator: "mul" } ? square.Input(0) == square.Input(1) ? square.Input(0) : null
            : square is not null && Formula.Scalar(square.Input(1)) == 2 ? square.Input(0)
            : null;
    }

    /// <summary>A division, or a product with a reciprocal.</summary>
    private static (MLOperand Dividend, MLOperand Divisor)? Quotient(Formula formula, MLNode node)
    {
        if (node.Operator is "div")
        {
            return (node.Input(0), node.Input(1));
        }

        return node.Operator is not "mul" ? null
            : Reciprocal(formula, node.Input(1)) is { } second ? (node.Input(0), second)
            : Reciprocal(formula, node.Input(0)) is { } first ? (node.Input(1), first)
            : null;
    }

    private static MLOperand? Reciprocal(Formula formula, MLOperand operand) =>
        IsOneDivided(operand) ? formula.Take(operand, "div")!.Input(1) : formula.Take(operand, "reciprocal")?.Input(0);

    private static bool IsOneDivided(MLOperand operand) => operand.Producer is { Operator: "div" } division && Formula.Scalar(division.Input(0)) == 1;

    /// <summary>The operand of a sum or product that is no result of such, and the other.</summary>
    private static (MLOperand? Parameter, MLOperand Other) Parameter(MLNode node)
    {
        var (a, b) = (node.Input(0), node.Input(1));
        return IsComputed(a) == IsComputed(b) ? (null, a) : IsComputed(a) ? (b, a) : (a, b);

        static bool IsComputed(MLOperand operand) => operand.Producer is { Operator: "mul" or "div" } && !IsOneDivided(operand);
    }

    private static int? OneAxis(MLNode reduction) =>
        reduction.Options is MLReduceOptions { KeepDimensions: true, Axes: { Length: 1 } axes } ? axes[0] : null;

    private static bool IsFloat(MLNode node) => node.Output.DataType is MLOperandDataType.Float32;

    /// <summary>The mean of x along its last axes, and its deviation.</summary>
    private readonly record struct Spread(MLOperand X, MLOperand Mean, ImmutableArray<int> Axes, double Epsilon);
}
