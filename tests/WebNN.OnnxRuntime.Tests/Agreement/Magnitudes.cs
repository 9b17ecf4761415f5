using WebNN.Reference;

namespace WebNN.OnnxRuntime.Tests.Agreement;

/// <summary>What the terms of an operator's sums add up to when none cancel.</summary>
internal static class Magnitudes
{
    private static readonly string[] sums =
    [
        "add", "sub", "averagePool2d", "batchNormalization", "conv2d", "convTranspose2d", "cumulativeSum", "gemm", "linear", "matmul",
        "reduceLogSumExp", "reduceMean", "reduceSum",
    ];

    /// <inheritdoc cref="Interpolated"/>
    private const double UlpsOfPlaces = 3;

    /// <summary>Of a place that is off by a 1024th: larger axes are not left to ONNX Runtime.</summary>
    private const double MostUlps = 1 << 14;

    /// <summary>What the tolerance counts: the magnitude is in its units.</summary>
    private const double UlpsOfResampling = 84;

    /// <summary>The operator on its operands with signs of which all terms get the same; null where it adds nothing up, and for integers.</summary>
    public static Tensor? Of(MLNode node, Tensor?[] inputs)
    {
        if (!node.Outputs[0].DataType.IsFloat())
        {
            return null;
        }

        if (OfElement(node) is { } element)
        {
            return Tensor.Of(node.Outputs[0].Descriptor, Array.ConvertAll(inputs[0]!.Reals, value => element(value)));
        }

        return node.Operator switch
        {
            "reduceLogSum" => OfLogarithm(node, inputs),
            "resample2d" => Interpolated(node, inputs),
            "prelu" when OpenElements.IsOfChannels(node) => OfChannels(node, inputs),
            "instanceNormalization" or "layerNormalization" => Normalized(node, inputs),
            _ => sums.Contains(node.Operator) ? Aligned(node, inputs) : null,
        };
    }

    /// <summary>The logarithm of a sum is off by as much as the sum is in units of itself.</summary>
    private static Tensor OfLogarithm(MLNode node, Tensor?[] inputs)
    {
        var (expected, aligned) = (ReferenceContext.Evaluate(node, inputs)[0], Aligned(node, inputs));
        return Tensor.Of(aligned.Descriptor, [.. expected.Reals.Zip(aligned.Reals, (sum, unsigned) => Math.Abs(sum) + Math.Exp(unsigned - sum))]);
    }

    /// <summary>
    /// The place of an element between its neighbours is computed in float32, as that of an axis' length: three roundings, which move it by so
    /// much of what the neighbours, at most two of the largest, are apart. <see cref="UlpsOfPlaces"/> counts for both axes, up to
    /// <see cref="MostUlps"/> for each.
    /// </summary>
    private static Tensor Interpolated(MLNode node, Tensor?[] inputs)
    {
        var (options, aligned) = ((MLResample2dOptions)node.Options!, Aligned(node, inputs));
        var places = options.Mode is MLInterpolationMode.Linear
            ? (Ulps(options.Axes.First) + Ulps(options.Axes.Second)) / UlpsOfResampling * Largest(Finite(inputs[0]!), 0)
            : 0;
        return Tensor.Of(aligned.Descriptor, Array.ConvertAll(aligned.Reals, size => size + places));

        double Ulps(int axis) => Math.Min(UlpsOfPlaces * Math.Max(node.Input(0).Shape[axis], node.Output.Shape[axis]), MostUlps);
    }

    /// <summary>With a constant slope for each channel it is the sum of <c>(1 - slope) * relu(x)</c> and <c>slope * x</c>.</summary>
    private static Tensor OfChannels(MLNode node, Tensor?[] inputs)
    {
        var slopes = inputs[1]!.Stretch(node.Output.Shape).Reals;
        return Tensor.Of(node.Output.Descriptor, [.. inputs[0]!.Stretch(node.Output.Shape).Reals.Zip(slopes, (x, slope) => Math.Abs(x) * (1 + (2 * Math.Abs(slope))))]);
    }

    private static Tensor Finite(Tensor tensor) => Tensor.Of(tensor.Descriptor, Array.ConvertAll(tensor.Reals, value => double.IsFinite(value) ? value : 0));

    /// <summary>
    /// No normalized element is beyond the root of how many there are. ONNX Runtime multiplies before it takes off the mean: elements that are
    /// many times their deviation cancel.
    /// </summary>
    private static Tensor Normalized(MLNode node, Tensor?[] inputs)
    {
        var (x, options) = (inputs[0]!, (MLNormalizationOptions)node.Options!);
        var axes = node.Operator is "layerNormalization" ? options.Axes!.Value : options.Layout is MLInputOperandLayout.Nhwc ? [1, 2] : [2, 3];
        var cancelling = Rows.Fold<double>(x.Reals, x.Shape, axes, row =>
        {
            var (sum, squares, largest) = (0.0, 0.0, 0.0);
            foreach (var value in row)
            {
                (sum, squares, largest) = (sum + value, squares + (value * value), Math.Max(largest, Math.Abs(value)));
            }

            var mean = sum / row.Length;
            return largest / Math.Sqrt(Math.Max((squares / row.Length) - (mean * mean), 0) + options.Epsilon);
        }).Max();
        var magnitude = (Largest(inputs[1], 1) * (Math.Sqrt(x.Reals.Length) + cancelling)) + Largest(inputs[2], 0);
        return Tensor.Of(node.Outputs[0].Descriptor, Array.ConvertAll(x.Reals, _ => magnitude));
    }

    private static double Largest(Tensor? parameter, double otherwise) => parameter?.Reals.Max(Math.Abs) ?? otherwise;

    /// <summary>Formulas with a sum of few terms.</summary>
    private static Func<double, double>? OfElement(MLNode node) => (node.Operator, node.Options) switch
    {
        ("elu", MLAlphaBetaOptions { Alpha: var alpha }) => x => x > 0 ? x : Math.Abs(alpha) * (Math.Exp(x) + 1),
        ("hardSigmoid", MLAlphaBetaOptions { Alpha: var alpha, Beta: var beta }) => x => Math.Abs(alpha * x) + Math.Abs(beta),
        ("hardSwish", _) => x => Math.Abs(x) * (Math.Abs(x) + 3) / 6,
        ("gelu", _) => Math.Abs,
        _ => null,
    };

    private static Tensor Aligned(MLNode node, Tensor?[] inputs)
    {
        var aligned = inputs.Select((input, operand) => input is null
            ? null
            : Tensor.Of(input.Descriptor, Array.ConvertAll(input.Reals, value => Math.Abs(value) * Sign(node, operand))));
        var result = ReferenceContext.Evaluate(node, [.. aligned])[0];
        return node.Operator is "reduceLogSum" ? result : Tensor.Of(result.Descriptor, Array.ConvertAll(result.Reals, Math.Abs));
    }

    private static int Sign(MLNode node, int operand) => (node.Operator, operand, node.Options) switch
    {
        ("sub", 1, _) or ("batchNormalization", 1, _) => -1,
        ("gemm", 0, MLGemmOptions { Alpha: < 0 }) or ("gemm", 2, MLGemmOptions { Beta: < 0 }) => -1,
        ("linear", 0, MLAlphaBetaOptions { Alpha: var alpha, Beta: var beta }) => alpha < 0 == beta < 0 ? 1 : -1,
        _ => 1,
    };
}
