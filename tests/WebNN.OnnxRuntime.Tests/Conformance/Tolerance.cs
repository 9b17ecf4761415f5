namespace WebNN.OnnxRuntime.Tests.Conformance;

/// <summary>How far an element may be from what is expected: in units of the last place, or absolutely.</summary>
internal readonly record struct Tolerance(long Ulps, double Absolute = 0)
{
    /// <summary>The tolerance that the web platform's tests have for an operator (webnn/resources/utils.js).</summary>
    public static Tolerance Of(MLNode node, MLOperandDataType type)
    {
        var half = type is MLOperandDataType.Float16;
        return node.Operator switch
        {
            "add" or "sub" or "mul" or "sqrt" or "leakyRelu" => new(1),
            "div" or "linear" or "hardSigmoid" => new(2),
            "pow" => new(half ? 2 : 32),
            "exp" => new(half ? 1 : 32),
            "batchNormalization" => new(6),
            "elu" => new(18),
            "hardSwish" => new(4),
            "sigmoid" => new(half ? 3 : 34),
            "softmax" => new((3L * node.Input(0).Shape[((MLAxisAttributes)node.Options!).Axis]) + 3),
            "log" => new(0, 1.0 / 1024),
            "tanh" or "layerNormalization" => new(0, half ? 1.0 / 512 : 1.0 / 1024),
            "instanceNormalization" => new(half ? 8400 : 840),
            "matmul" => new(2L * node.Input(0).Shape[^1]),
            "conv2d" => new(2 * node.Input(1).Descriptor.ElementCount / OutputChannels(node)),
            "convTranspose2d" => new(2 * node.Input(1).Descriptor.ElementCount * Groups(node) / OutputChannels(node)),
            _ when node.Operator.StartsWith("reduce", StringComparison.Ordinal) => new(Reduction(node)),
            _ => default,
        };
    }

    private static long Reduction(MLNode node)
    {
        var n = node.Input(0).Descriptor.ElementCount / node.Output.Descriptor.ElementCount;
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

    private static int OutputChannels(MLNode node) => node.Output.Shape[
        node.Options is MLConv2dOptions { InputLayout: MLInputOperandLayout.Nhwc } or MLConvTranspose2dOptions { InputLayout: MLInputOperandLayout.Nhwc } ? 3 : 1];

    private static int Groups(MLNode node) => ((MLConvTranspose2dOptions)node.Options!).Groups;

    /// <summary>The worst violation, in words; null where there is none.</summary>
    public string? Violation(TensorData expected, TensorData actual) => expected.Descriptor.DataType switch
    {
        MLOperandDataType.Float32 => Violation<float>(expected, actual, x => x, x => Ordered(BitConverter.SingleToInt32Bits(x), int.MinValue)),
        MLOperandDataType.Float16 => Violation<Half>(expected, actual, x => (double)x, x => Ordered(BitConverter.HalfToInt16Bits(x), short.MinValue)),
        MLOperandDataType.Int32 => Exact<int>(expected, actual),
        MLOperandDataType.Uint32 => Exact<uint>(expected, actual),
        MLOperandDataType.Int64 => Exact<long>(expected, actual),
        MLOperandDataType.Uint64 => Exact<ulong>(expected, actual),
        MLOperandDataType.Int8 => Exact<sbyte>(expected, actual),
        _ => Exact<byte>(expected, actual),
    };

    /// <summary>The bits of a float as a number whose neighbours are the float's neighbours; both zeros are 0.</summary>
    private static long Ordered(long bits, long minimum) => bits < 0 ? minimum - bits : bits;

    private static string? Exact<T>(TensorData expected, TensorData actual) where T : unmanaged, IEquatable<T>
    {
        var left = expected.Elements<T>();
        var right = actual.Elements<T>();
        var i = left.CommonPrefixLength(right);
        return i == left.Length ? null : FormattableString.Invariant($"element {i} is {right[i]}; expected {left[i]}");
    }

    private string? Violation<T>(TensorData expected, TensorData actual, Func<T, double> value, Func<T, long> ordered) where T : unmanaged
    {
        var left = expected.Elements<T>();
        var right = actual.Elements<T>();
        var (worst, worstUlps) = (-1, -1L);
        for (var i = 0; i < left.Length; i++)
        {
            var (e, a) = (value(left[i]), value(right[i]));
            var ulps = double.IsNaN(e) || double.IsNaN(a)
                ? double.IsNaN(e) && double.IsNaN(a) ? 0 : long.MaxValue
                : Math.Abs(ordered(left[i]) - ordered(right[i]));
            var within = ulps <= Ulps || Math.Abs(e - a) <= Absolute;
            if (!within && ulps > worstUlps)
            {
                (worst, worstUlps) = (i, ulps);
            }
        }

        return worst < 0
            ? null
            : FormattableString.Invariant($"element {worst} is {right[worst]}; expected {left[worst]} ({worstUlps} ULP away; {Ulps} ULP or {Absolute} allowed)");
    }
}
