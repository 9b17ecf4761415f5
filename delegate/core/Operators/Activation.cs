using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>RELU and its bounded kin, PRELU, LOGISTIC, SOFTMAX and the other activations.</summary>
internal static class Activation
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of(BuiltinOperator.Relu, maxVersion: 3, op => Bounded(op, 0, null)).WithInt16(),
        OperatorRow.Of(BuiltinOperator.Relu6, maxVersion: 3, op => Bounded(op, 0, 6)).WithInt16(),
        OperatorRow.Of(BuiltinOperator.ReluN1To1, maxVersion: 1, op => Bounded(op, -1, 1)),
        OperatorRow.Of(BuiltinOperator.Relu0To1, maxVersion: 1, op => Bounded(op, 0, 1)),
        OperatorRow.Of(BuiltinOperator.Prelu, maxVersion: 1, op => op.Builder.Prelu(op.Input(0), op.Input(1), op.Label)),
        OperatorRow.Of<TfLiteLeakyReluParams>(
            BuiltinOperator.LeakyRelu, maxVersion: 2, (op, p) => op.Builder.LeakyRelu(op.Input(0), p.Alpha, op.Label)).WithInt16(),
        OperatorRow.Of(BuiltinOperator.HardSwish, maxVersion: 1, op => op.Builder.HardSwish(op.Input(0), op.Label)),
        OperatorRow.Of(BuiltinOperator.Logistic, maxVersion: 3, op => WideActivation.Sigmoid(op) ?? op.Builder.Sigmoid(op.Input(0), op.Label)).WithInt16(),
        OperatorRow.Of(BuiltinOperator.Tanh, maxVersion: 3, op => WideActivation.Tanh(op) ?? op.Builder.Tanh(op.Input(0), op.Label)).WithInt16(),
        OperatorRow.Of(BuiltinOperator.Elu, maxVersion: 1, op => op.Builder.Elu(op.Input(0), 1, op.Label)),
        OperatorRow.Of<TfLiteGeluParams>(BuiltinOperator.Gelu, maxVersion: 2, Gelu),
        OperatorRow.Of<TfLiteSoftmaxParams>(BuiltinOperator.Softmax, maxVersion: 3, Softmax).WithInt16(),
        OperatorRow.Of(BuiltinOperator.LogSoftmax, maxVersion: 2, LogSoftmax),
    ];

    /// <summary>Quantized integers are bounded as integers, after a change of scale where there is one.</summary>
    private static MLOperand Bounded(OperatorContext op, float? low, float? high)
    {
        var (input, output) = (op.InputTensor(0), op.OutputTensor());
        if (!output.IsQuantized())
        {
            return high is null
                ? op.Builder.Relu(op.Input(0), op.Label)
                : op.Builder.Clamp(op.Input(0), new() { MinValue = low, MaxValue = high }, op.Label);
        }

        return op.Store(input.HasQuantizationOf(output) ? op.Stored(0) : op.Input(0), bounds: Quantizer.Bounds(output, low, high));
    }

    /// <summary>Over the last axis, of beta times the input: the largest is subtracted before, so that no product overflows.</summary>
    private static MLOperand Softmax(OperatorContext op, TfLiteSoftmaxParams p)
    {
        op.Require(op.InputTensor(0).Shape.Length >= 1, "a scalar input");
        if (WideActivation.Softmax(op, p.Beta) is { } wide)
        {
            return wide;
        }

        var input = Limited(op, op.Input(0));
        var logits = p.Beta == 1 ? input : op.Builder.Mul(Centred(op, input), op.Scalar(input, p.Beta), op.Label);
        return op.Builder.Softmax(logits, input.Rank - 1, op.Label);
    }

    private static MLOperand LogSoftmax(OperatorContext op)
    {
        var input = Limited(op, op.Input(0));
        op.Require(input.Rank >= 1, "a scalar input");
        var centred = Centred(op, input);
        return op.Builder.Sub(centred, op.Builder.ReduceLogSumExp(centred, Last(input), op.Label), op.Label);
    }

    /// <summary>Less the largest element of each row: no exponential overflows.</summary>
    private static MLOperand Centred(OperatorContext op, MLOperand input) =>
        op.Builder.Sub(input, op.Builder.ReduceMax(input, Last(input), op.Label), op.Label);

    private static MLReduceOptions Last(MLOperand input) => new() { Axes = [input.Rank - 1], KeepDimensions = true };

    /// <summary>
    /// A mask's sum: TFLite's ADD and SUB end at the largest finite floats, so that a row whose elements are all masked with -Infinity
    /// comes out even there, where -Infinity less -Infinity would be NaN.
    /// </summary>
    private static MLOperand Limited(OperatorContext op, MLOperand input)
    {
        var source = input;
        while (source.Producer is { Operator: "reshape" } reshape)
        {
            source = reshape.Input(0);
        }

        return source.Producer is { Operator: "add" or "sub" }
            ? op.Builder.Clamp(input, new() { MinValue = float.MinValue, MaxValue = float.MaxValue }, op.Label)
            : input;
    }

    /// <summary>Exact: WebNN's. Approximate: 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))).</summary>
    private static MLOperand Gelu(OperatorContext op, TfLiteGeluParams p)
    {
        var (b, x) = (op.Builder, op.Input(0));
        if (!p.Approximate)
        {
            return b.Gelu(x, op.Label);
        }

        var square = b.Mul(x, x, op.Label);
        var slope = b.Linear(square, 0.044715f * MathF.Sqrt(2 / MathF.PI), MathF.Sqrt(2 / MathF.PI), op.Label);
        var gate = b.Linear(b.Tanh(b.Mul(x, slope, op.Label), op.Label), 0.5f, 0.5f, op.Label);
        return b.Mul(x, gate, op.Label);
    }
}
