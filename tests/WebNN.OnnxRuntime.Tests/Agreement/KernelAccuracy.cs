using WebNN.Conformance;

namespace WebNN.OnnxRuntime.Tests.Agreement;

/// <summary>The tolerances, and what ONNX Runtime's kernels need beyond them (measured: 1.30.0 on x64).</summary>
internal static class KernelAccuracy
{
    /// <summary>Logistic and exp are rational functions there: their error is one of the range from 0 to 1, or of the largest element. With AVX2 1.67e-7 at 16.46.</summary>
    private const double ErrorOfSigmoid = 1.7e-7;

    private const int UlpsOfExp = 64;

    /// <summary>With AVX2 alone exp gives 0 for what would be a denormal float.</summary>
    private const double SmallestNormal = 1.17549435e-38;

    /// <summary>
    /// The largest element of a window is sought from the lowest finite float on, as in TensorFlow Lite (reference_ops::MaxPool): where all are
    /// -Infinity, that is what comes out.
    /// </summary>
    public static double Least(MLNode node, double expected, double largest) => node.Operator is "maxPool2d" ? Math.Max(expected, -largest) : expected;

    public static Tolerance Of(MLNode node, MLOperandDataType type)
    {
        var tolerance = Tolerance.Of(node, type);
        return node.Operator switch
        {
            "sigmoid" => tolerance with { Absolute = ErrorOfSigmoid },
            "softmax" => tolerance with { Ulps = tolerance.Ulps + UlpsOfExp, Absolute = SmallestNormal },
            _ => tolerance,
        };
    }
}
