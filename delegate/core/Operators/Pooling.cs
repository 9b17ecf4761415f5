using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>AVERAGE_POOL_2D, MAX_POOL_2D, L2_POOL_2D: sliding windows without weights over NHWC input.</summary>
internal static class Pooling
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of<TfLitePoolParams>(BuiltinOperator.AveragePool2D, maxVersion: 3, AveragePool2D).WithInt16(),
        OperatorRow.Of<TfLitePoolParams>(BuiltinOperator.MaxPool2D, maxVersion: 3, MaxPool2D).WithInt16(),
        OperatorRow.Of<TfLitePoolParams>(BuiltinOperator.L2Pool2D, maxVersion: 1, L2Pool2D),
    ];

    /// <summary>Padding does not count, in WebNN as in TFLite.</summary>
    private static MLOperand AveragePool2D(OperatorContext op, TfLitePoolParams p)
    {
        var input = op.Input(0, rank: 4);
        return op.Activate(op.Builder.AveragePool2d(input, Options(op, p, input), op.Label), p.Activation);
    }

    /// <summary>On the stored elements: TFLite does not rescale, and a larger integer is a larger number.</summary>
    private static MLOperand MaxPool2D(OperatorContext op, TfLitePoolParams p)
    {
        var input = op.Steps(0);
        op.Require(input.Rank == 4, $"input 0 is {input.Descriptor}; expected rank 4");
        return op.Activate(op.FromSteps(op.Builder.MaxPool2d(input, Options(op, p, input), op.Label)), p.Activation);
    }

    /// <summary>The root of the mean square; WebNN's l2Pool2d has the sum under the root.</summary>
    private static MLOperand L2Pool2D(OperatorContext op, TfLitePoolParams p)
    {
        var input = op.Input(0, rank: 4);
        var squares = op.Builder.Mul(input, input, op.Label);
        var means = op.Builder.AveragePool2d(squares, Options(op, p, input), op.Label);
        return op.Activate(op.Builder.Sqrt(means, op.Label), p.Activation);
    }

    private static MLPool2dOptions Options(OperatorContext op, TfLitePoolParams p, MLOperand input)
    {
        var kernel = new Size2D(p.FilterHeight, p.FilterWidth);
        var strides = new Size2D(p.StrideHeight, p.StrideWidth);
        op.Require(kernel is { Height: > 0, Width: > 0 }, $"window {kernel}");
        return new()
        {
            WindowDimensions = kernel,
            Padding = Window.Padding(op, p.Padding, Window.Image(input), kernel, strides, new(1, 1)),
            Strides = strides,
            Layout = MLInputOperandLayout.Nhwc,
        };
    }
}
