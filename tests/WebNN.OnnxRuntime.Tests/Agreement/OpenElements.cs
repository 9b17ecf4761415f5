using WebNN.Conformance;
using WebNN.Reference;

namespace WebNN.OnnxRuntime.Tests.Agreement;

/// <summary>
/// Elements of an output that the specification leaves to the implementation: it says nothing of what does not fit, of the order of what is
/// not a number, of sums that leave a float's range on the way, nor of padding times an infinity.
/// </summary>
internal static class OpenElements
{
    /// <summary>Every integer below is a double.</summary>
    private const long ExactDoubles = 1L << 53;

    /// <summary>Beyond it the sums of a network's gates lose the digits that its states depend on.</summary>
    private const double LargestOfNetworks = 8;

    /// <summary>Beyond it what a step's rounding grows to, fed back again and again, is anyone's guess.</summary>
    private const int MostSteps = 100;

    /// <summary>A square below loses digits, and so does its root.</summary>
    private const double SmallestNormal = 1.17549435e-38;

    /// <summary>Of variances and factors: what the formula computes on the way is then within every type.</summary>
    private const double LeastVariance = 1e-6;

    /// <inheritdoc cref="LeastVariance"/>
    private const double GreatestFactor = 1e4;

    /// <inheritdoc cref="LeastVariance"/>
    private const double LeastFactor = 1e-30;

    /// <summary>A last place of float16 that is no small part of a period: what a computed angle is before it is rounded, nobody knows.</summary>
    private const double Coarse = 1;

    /// <summary>Whether an element of the output may be anything.</summary>
    /// <param name="magnitude">What <see cref="Magnitudes"/> has for the node.</param>
    public static Func<int, bool> Of(MLNode node, Tensor?[] inputs, Tensor expected, Tensor? magnitude) => node.Operator switch
    {
        "cast" when inputs[0]!.IsReal && !expected.IsReal => i => !Fits(expected, inputs[0]!.Reals[i]),
        "argMax" or "argMin" when inputs[0]!.IsReal => Rows(node, inputs[0]!),
        "pow" when !expected.IsReal => IntegerPower(inputs, expected),
        "pow" when node.Input(1) is { DataType: MLOperandDataType.Float16, Producer: not null } => NegativeBase(inputs, expected),
        "tan" when node.Input(0) is { DataType: MLOperandDataType.Float16, Producer: not null } => i => IsNearPole(inputs[0]!.Reals[i], expected.Reals[i]),
        "cos" or "sin" when node.Input(0) is { DataType: MLOperandDataType.Float16, Producer: not null } => i => LastPlace(inputs[0]!.Reals[i]) >= Coarse,
        "quantizeLinear" => Quantized(inputs, i => inputs[0]!.Reals[i]),
        "dequantizeLinear" => Quantized(inputs, _ => 0),
        "linear" => _ => node.Options is MLAlphaBetaOptions { Alpha: var alpha } && !(Math.Abs(alpha) <= Largest(expected)),
        "gemm" => i => node.Options is MLGemmOptions { Alpha: var alpha } && !IsNormal(magnitude!.Reals[i] / Math.Abs(alpha), Largest(expected)),
        "prelu" when IsOfChannels(node) => _ => !inputs.All(input => input!.Reals.All(double.IsFinite)),
        "prelu" when expected.IsReal => _ => !inputs[1]!.Reals.All(double.IsFinite),
        "resample2d" when expected.IsReal && node.Options is MLResample2dOptions { Mode: MLInterpolationMode.Linear } => _ => !inputs[0]!.Reals.All(double.IsFinite),
        "conv2d" or "convTranspose2d" => _ => !inputs[1]!.Reals.All(double.IsFinite),
        "averagePool2d" or "reduceMean" => i => magnitude!.Reals[i] * Terms(node) > Largest(expected),
        "l2Pool2d" or "reduceL2" => i => expected.Reals[i] * expected.Reals[i] is > float.MaxValue or < SmallestNormal,
        "reduceProduct" when expected.IsReal => OutOfRange(node, inputs[0]!),
        "reduceLogSum" => i => expected.Reals[i] > Math.Log(Largest(expected)),
        "batchNormalization" or "instanceNormalization" or "layerNormalization" => Normalized(node, inputs),
        "gru" or "gruCell" or "lstm" or "lstmCell" => _ =>
            inputs[0]!.Shape[0] > MostSteps || GrowsUnbounded(node) || !expected.Reals.All(double.IsFinite) || inputs.Any(input => !IsWithin(input, LargestOfNetworks)),
        "maxPool2d" or "reduceLogSumExp" or "reduceMax" or "reduceMin" when expected.IsReal => i => double.IsNaN(expected.Reals[i]),
        _ => _ => false,
    };

    /// <summary>The largest finite number of a float type.</summary>
    public static double Largest(MLOperandDataType type) => type is MLOperandDataType.Float16 ? (double)Half.MaxValue : float.MaxValue;

    /// <summary>An image with a constant slope for each channel, which two convolutions compute: infinities cancel in their sum.</summary>
    public static bool IsOfChannels(MLNode node) =>
        node.Input(0) is { Rank: 4, DataType: MLOperandDataType.Float32 } && node.Input(1) is { Rank: > 0, ConstantData: not null };

    private static double Largest(Tensor tensor) => Largest(tensor.Descriptor.DataType);

    /// <summary>
    /// A gate that is not between 0 and 1 multiplies the states, and what they are off by, at each step: by hundreds where operands are a few
    /// units. One step of it is within the tolerance.
    /// </summary>
    private static bool GrowsUnbounded(MLNode node) => node.Input(0).Shape[0] > 1 && node.Options switch
    {
        MLGruOptions options => options.Activations!.Value[0] is MLRecurrentNetworkActivation.Relu,
        MLLstmOptions options => options.Activations!.Value[0] is MLRecurrentNetworkActivation.Relu,
        _ => false,
    };

    /// <summary>How many elements a mean is of, at most.</summary>
    private static double Terms(MLNode node) => node.Options is MLPool2dOptions { WindowDimensions: { } window }
        ? (double)window.Height * window.Width
        : (double)node.Input(0).Descriptor.ElementCount / node.Output.Descriptor.ElementCount;

    /// <summary>What is not a number, and what does not fit after it was truncated.</summary>
    private static bool Fits(Tensor output, double value)
    {
        var (least, greatest) = Numbers.Range(output.Descriptor.DataType);
        var whole = Math.Truncate(value);
        return whole >= (double)least && (whole < (double)greatest || (whole == (double)greatest && (Int128)whole <= greatest));
    }

    /// <summary>
    /// Where a row holds what is not a number, the place of its largest element is open; so it is where several are within a rounding of it that
    /// a computed float16 may not have had yet.
    /// </summary>
    private static Func<int, bool> Rows(MLNode node, Tensor input)
    {
        var sign = node.Operator is "argMax" ? 1 : -1;
        var isRounded = node.Input(0) is { DataType: MLOperandDataType.Float16, Producer: not null };
        var open = WebNN.Reference.Rows.Fold<double>(
            input.Reals, input.Shape, [((MLArgMinMaxOptions)node.Options!).Axis], row => HasNaN(row) || (isRounded && IsTied(row, sign)) ? 1 : 0);
        return i => open[i] != 0;
    }

    private static bool IsTied(ReadOnlySpan<double> row, int sign)
    {
        var (first, second) = (double.NegativeInfinity, double.NegativeInfinity);
        foreach (var value in row)
        {
            (first, second) = sign * value > first ? (sign * value, first) : (first, Math.Max(second, sign * value));
        }

        return row.Length > 1 && (first == second || first - second <= 2 * Tolerance.UnitInLastPlace(MLOperandDataType.Float16, first));
    }

    private static bool HasNaN(ReadOnlySpan<double> row)
    {
        foreach (var value in row)
        {
            if (double.IsNaN(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Products that leave the floats' normal range when their factors are taken in some other order: what is lost there, an infinity times 0
    /// among it, does not come back.
    /// </summary>
    private static Func<int, bool> OutOfRange(MLNode node, Tensor input)
    {
        var isOpen = WebNN.Reference.Rows.Fold<double>(input.Reals, input.Shape, ((MLReduceOptions)node.Options!).Axes!.Value, row =>
        {
            var (largest, smallest) = (1.0, 1.0);
            foreach (var value in row)
            {
                if (double.IsFinite(value) && value != 0)
                {
                    (largest, smallest) = (largest * Math.Max(Math.Abs(value), 1), smallest * Math.Min(Math.Abs(value), 1));
                }
            }

            return largest > Largest(input) || smallest < SmallestNormal ? 1 : 0;
        });
        return i => isOpen[i] != 0;
    }

    /// <summary>A pole is as far as the angle with the tangent's reciprocal: within what rounding to float16 may have moved a computed x.</summary>
    private static bool IsNearPole(double x, double tangent) => 2 * LastPlace(x) > Math.Atan2(1, Math.Abs(tangent));

    private static double LastPlace(double half) => Tolerance.UnitInLastPlace(MLOperandDataType.Float16, half);

    /// <summary>Before a computed exponent is rounded to float16 it is no integer, and the power no number.</summary>
    private static Func<int, bool> NegativeBase(Tensor?[] inputs, Tensor expected)
    {
        var bases = inputs[0]!.Stretch(expected.Shape).Reals;
        return i => bases[i] < 0;
    }

    /// <summary>Powers with a negative exponent, and those that overflow or have more digits than a double.</summary>
    private static Func<int, bool> IntegerPower(Tensor?[] inputs, Tensor expected)
    {
        var (bases, exponents) = (inputs[0]!.Stretch(expected.Shape).Integers, inputs[1]!.Stretch(expected.Shape).Integers);
        var (least, greatest) = Numbers.Range(expected.Descriptor.DataType);
        return i =>
        {
            var power = Math.Pow((double)bases[i], (double)exponents[i]);
            return exponents[i] < 0 || exponents[i] > ExactDoubles || Math.Abs(power) >= ExactDoubles || power < (double)least || power > (double)greatest;
        };
    }

    /// <summary>Where the formula is not defined, or leaves the type's range on the way.</summary>
    private static Func<int, bool> Normalized(MLNode node, Tensor?[] inputs)
    {
        var (x, epsilon) = (inputs[0]!, ((MLNormalizationOptions)node.Options!).Epsilon);
        var isDefined = epsilon > 0 && epsilon < GreatestFactor && inputs.Skip(1).All(input => IsWithin(input, GreatestFactor));
        if (node.Operator is "batchNormalization")
        {
            isDefined &= inputs[2]!.Reals.All(variance => variance + epsilon > LeastVariance) && inputs[3]?.Reals.All(scale => scale == 0 || Math.Abs(scale) > LeastFactor) != false;
        }
        else
        {
            isDefined &= x.Reals.All(value => value * value * x.Reals.Length < float.MaxValue);
        }

        return _ => !isDefined;
    }

    private static bool IsNormal(double sum, double largest) => sum == 0 || (sum >= SmallestNormal && sum <= largest);

    private static bool IsWithin(Tensor? tensor, double limit) => tensor?.Reals.All(value => Math.Abs(value) < limit) != false;

    /// <summary>A scale has to be positive, and what is not a number has no step; nor has a quotient that the input's type cannot hold.</summary>
    private static Func<int, bool> Quantized(Tensor?[] inputs, Func<int, double> value)
    {
        var (scale, blocks) = (inputs[1]!.Reals, Positions.Blocks(inputs[1]!.Shape, inputs[0]!.Shape));
        return i => !(scale[blocks[i]] > 0) || double.IsInfinity(scale[blocks[i]]) || !(Math.Abs(value(i) / scale[blocks[i]]) <= Largest(inputs[1]!));
    }
}
