using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>L2_NORMALIZATION, LOCAL_RESPONSE_NORMALIZATION: elements over what their neighbours come to.</summary>
internal static class Normalization
{
    /// <summary>A band of 64 MiB.</summary>
    private const int MaxChannels = 4096;

    /// <summary>TFLite's own, below which it divides by this.</summary>
    private const double LeastNorm = 1e-6;

    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of<TfLiteActivationParams>(BuiltinOperator.L2Normalization, maxVersion: 2, L2Normalization),
        OperatorRow.Of<TfLiteLocalResponseNormParams>(BuiltinOperator.LocalResponseNormalization, maxVersion: 1, LocalResponseNormalization),
    ];

    /// <summary>Over the last axis. TFLite's kernel does not look at a fused activation.</summary>
    private static MLOperand L2Normalization(OperatorContext op, TfLiteActivationParams p)
    {
        op.Require(p.Activation == TfLiteFusedActivation.None, $"fused activation {p.Activation}");
        var input = op.Input(0);
        op.Require(input.Rank >= 1, "a scalar input");
        var norm = op.Builder.ReduceL2(input, new() { Axes = [input.Rank - 1], KeepDimensions = true }, op.Label);
        return op.Builder.Div(input, op.Builder.Max(norm, op.Scalar(norm, LeastNorm), op.Label), op.Label);
    }

    /// <summary>The window has the radius on both sides, as in TFLite's optimized kernel; its reference kernel leaves the last channel out.</summary>
    private static MLOperand LocalResponseNormalization(OperatorContext op, TfLiteLocalResponseNormParams p)
    {
        var (b, input) = (op.Builder, op.Input(0, rank: 4));
        var channels = input.Shape[3];
        op.Require(p.Radius >= 0 && channels <= MaxChannels, $"radius {p.Radius}, {channels} channels");
        var band = new float[channels * channels];
        for (var i = 0; i < channels; i++)
        {
            for (var j = (int)Math.Max(0L, i - (long)p.Radius); j <= Math.Min(channels - 1L, i + (long)p.Radius); j++)
            {
                band[(i * channels) + j] = 1;
            }
        }

        var pixels = op.Reshape(input, input.Shape[0] * input.Shape[1] * input.Shape[2], channels);
        var sums = b.Matmul(b.Mul(pixels, pixels, op.Label), op.Constant(band, channels, channels), op.Label);
        var scale = b.Pow(b.Linear(sums, p.Alpha, p.Bias, op.Label), op.Scalar(sums, -p.Beta), op.Label);
        return op.Reshape(b.Mul(pixels, scale, op.Label), input.Shape.AsSpan());
    }
}
