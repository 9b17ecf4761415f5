namespace WebNN.Conformance;

/// <summary>How far an element may be from what is expected: in units of the last place, or absolutely.</summary>
/// <param name="Ulps">Of integers the difference.</param>
public readonly record struct Tolerance(long Ulps, double Absolute = 0)
{
    private const int FractionBitsOfHalf = 10;
    private const int FractionBitsOfSingle = 23;

    /// <summary>The tolerance that the web platform's tests have for an operator (webnn/resources/utils.js), and where these have none, one like it.</summary>
    /// <param name="type">Of the output.</param>
    public static Tolerance Of(MLNode node, MLOperandDataType type)
    {
        ArgumentNullException.ThrowIfNull(node);
        var half = type is MLOperandDataType.Float16;
        return node.Operator switch
        {
            "quantizeLinear" => new(1),
            "resample2d" => type.IsFloat() ? new(half ? 10 : 84) : new(1),
            _ when !type.IsFloat() => default,
            "add" or "sub" or "mul" or "sqrt" or "leakyRelu" or "prelu" or "dequantizeLinear" => new(1),
            "div" or "linear" or "hardSigmoid" or "reciprocal" => new(2),
            "pow" => new(half ? 2 : 32),
            "exp" => new(half ? 1 : 32),
            "softsign" => new(3),
            "hardSwish" => new(4),
            "batchNormalization" => new(6),
            "elu" or "gelu" or "softplus" => new(18),
            "sigmoid" => new(half ? 3 : 34),
            "log" => new(0, 1.0 / 1024),
            "cos" or "erf" or "layerNormalization" or "sin" or "tan" or "tanh" => new(0, half ? 1.0 / 512 : 1.0 / 1024),
            "instanceNormalization" => new(half ? 8400 : 840),
            _ => OfSums(node, half),
        };
    }

    /// <summary>Operators that add up elements: it counts how many.</summary>
    private static Tolerance OfSums(MLNode node, bool half) => node.Operator switch
    {
        "averagePool2d" => new(Window(node) + 2),
        "conv2d" => new(2 * node.Input(1).Descriptor.ElementCount / OutputChannels(node)),
        "convTranspose2d" => new(2 * node.Input(1).Descriptor.ElementCount * Groups(node) / OutputChannels(node)),
        "cumulativeSum" => new(node.Input(0).Shape[((MLCumulativeSumOptions)node.Options!).Axis]),
        "gemm" => new((2L * (((MLGemmOptions)node.Options!).ATranspose ? node.Input(0).Shape[0] : node.Input(0).Shape[1])) + 3),
        "gru" or "gruCell" or "lstm" or "lstmCell" => new(0, half ? 1.0 / 512 : 1.0 / 1024),
        "l2Pool2d" => new((2 * Window(node)) + 1),
        "matmul" => new(2L * node.Input(0).Shape[^1]),
        "softmax" => new((3L * node.Input(0).Shape[((MLAxisAttributes)node.Options!).Axis]) + 3),
        _ => new(Reduction(node)),
    };

    private static long Reduction(MLNode node)
    {
        var n = node.OptionalInput(0) is { } input ? input.Descriptor.ElementCount / node.Outputs[0].Descriptor.ElementCount : 0;
        return node.Operator switch
        {
            "reduceL1" or "reduceSum" or "reduceProduct" => n,
            "reduceL2" => (2 * n) + 1,
            "reduceMean" => n + 2,
            "reduceLogSum" => n + 18,
            "reduceLogSumExp" => (2 * n) + 18,
            "reduceSumSquare" => 2 * n,
            _ => 0,
        };
    }

    private static long Window(MLNode node)
    {
        var window = ((MLPool2dOptions)node.Options!).WindowDimensions!.Value;
        return (long)window.Height * window.Width;
    }

    private static int OutputChannels(MLNode node) => node.Output.Shape[
        node.Options is MLConv2dOptions { InputLayout: MLInputOperandLayout.Nhwc } or MLConvTranspose2dOptions { InputLayout: MLInputOperandLayout.Nhwc } ? 3 : 1];

    private static int Groups(MLNode node) => ((MLConvTranspose2dOptions)node.Options!).Groups;

    /// <summary>The worst violation, in words; null where there is none.</summary>
    public string? Violation(TensorData expected, TensorData actual)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        return expected.Descriptor.DataType switch
        {
            MLOperandDataType.Float32 => Violation<float>(expected, actual, x => x, x => Ordered(BitConverter.SingleToInt32Bits(x), int.MinValue)),
            MLOperandDataType.Float16 => Violation<Half>(expected, actual, x => (double)x, x => Ordered(BitConverter.HalfToInt16Bits(x), short.MinValue)),
            MLOperandDataType.Int32 => Violation<int>(expected, actual, x => x, x => x),
            MLOperandDataType.Uint32 => Violation<uint>(expected, actual, x => x, x => x),
            MLOperandDataType.Int64 => Violation<long>(expected, actual, x => x, x => x),
            MLOperandDataType.Uint64 => Violation<ulong>(expected, actual, x => x, x => x),
            MLOperandDataType.Int8 => Violation<sbyte>(expected, actual, x => x, x => x),
            _ => Violation<byte>(expected, actual, x => x, x => x),
        };
    }

    /// <summary>The distance of neighbouring floats of a type around a value; that of the smallest ones at least.</summary>
    public static double UnitInLastPlace(MLOperandDataType type, double value) => type is MLOperandDataType.Float16
        ? Math.ScaleB(1, Math.Max(Math.ILogB(value), -14) - FractionBitsOfHalf)
        : Math.ScaleB(1, Math.Max(Math.ILogB(value), -126) - FractionBitsOfSingle);

    /// <summary>The bits of a float as a number whose neighbours are the float's neighbours; both zeros are 0.</summary>
    private static long Ordered(long bits, long minimum) => bits < 0 ? minimum - bits : bits;

    private string? Violation<T>(TensorData expected, TensorData actual, Func<T, double> value, Func<T, Int128> ordered) where T : unmanaged
    {
        var left = expected.Elements<T>();
        var right = actual.Elements<T>();
        var (worst, worstUlps) = (-1, (Int128)(-1));
        for (var i = 0; i < left.Length; i++)
        {
            var (e, a) = (value(left[i]), value(right[i]));
            var ulps = double.IsNaN(e) || double.IsNaN(a)
                ? double.IsNaN(e) && double.IsNaN(a) ? 0 : Int128.MaxValue
                : Int128.Abs(ordered(left[i]) - ordered(right[i]));
            var within = ulps <= Ulps || Math.Abs(e - a) <= Absolute;
            if (!within && ulps > worstUlps)
            {
                (worst, worstUlps) = (i, ulps);
            }
        }

        return worst < 0
            ? null
            : FormattableString.Invariant($"element {worst} is {right[worst]}; expected {left[worst]} ({Distance(worstUlps)}; {Ulps} ULP or {Absolute} allowed)");
    }

    private static string Distance(Int128 ulps) => ulps == Int128.MaxValue ? "one is not a number" : $"{ulps} ULP away";
}
