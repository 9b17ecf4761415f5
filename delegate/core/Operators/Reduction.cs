using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>MEAN, SUM and the other reductions over constant axes; ARG_MAX, ARG_MIN; CUMSUM.</summary>
internal static class Reduction
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of<TfLiteReducerParams>(BuiltinOperator.Mean, maxVersion: 3, Mean).WithInt16(),
        OperatorRow.Of<TfLiteReducerParams>(
            BuiltinOperator.Sum, maxVersion: 2, Sum).WithInt16(),
        OperatorRow.Of<TfLiteReducerParams>(
            BuiltinOperator.ReduceProd, maxVersion: 2, (op, p) => op.Builder.ReduceProduct(op.Input(0), Options(op, p), op.Label)),
        OperatorRow.Of<TfLiteReducerParams>(
            BuiltinOperator.ReduceMax, maxVersion: 3, (op, p) => op.Builder.ReduceMax(op.Stored(0), Options(op, p), op.Label)).WithInt16(),
        OperatorRow.Of<TfLiteReducerParams>(
            BuiltinOperator.ReduceMin, maxVersion: 3, (op, p) => op.Builder.ReduceMin(op.Stored(0), Options(op, p), op.Label)).WithInt16(),
        OperatorRow.Of<TfLiteReducerParams>(
            BuiltinOperator.ReduceAny, maxVersion: 2, (op, p) => op.Builder.ReduceMax(op.Stored(0), Options(op, p), op.Label)),
        OperatorRow.Of<TfLiteReducerParams>(
            BuiltinOperator.ReduceAll, maxVersion: 1, (op, p) => op.Builder.ReduceMin(op.Stored(0), Options(op, p), op.Label)),
        OperatorRow.Of<TfLiteArgMinMaxParams>(
            BuiltinOperator.ArgMax, maxVersion: 3, (op, _) => op.Builder.ArgMax(op.Stored(0), Axis(op), IndexOptions(op), op.Label)),
        OperatorRow.Of<TfLiteArgMinMaxParams>(
            BuiltinOperator.ArgMin, maxVersion: 3, (op, _) => op.Builder.ArgMin(op.Stored(0), Axis(op), IndexOptions(op), op.Label)),
        OperatorRow.Of<TfLiteCumsumParams>(BuiltinOperator.Cumsum, maxVersion: 1, (op, p) => op.Builder.CumulativeSum(
            op.Input(0), Axis(op), new() { Exclusive = p.Exclusive, Reversed = p.Reverse }, op.Label)),
    ];

    private static MLOperand Sum(OperatorContext op, TfLiteReducerParams p)
    {
        var (input, output) = (op.InputTensor(0), op.OutputTensor());
        op.Require(output.Type != TfLiteType.Int16 || input.HasQuantizationOf(output), $"'{input.Name}' and '{output.Name}' are int16 of different scales; TFLite answers it with an error");
        return op.Builder.ReduceSum(op.Input(0), Options(op, p), op.Label);
    }

    /// <summary>Integers: the sum in int64, divided towards zero.</summary>
    private static MLOperand Mean(OperatorContext op, TfLiteReducerParams p)
    {
        var input = op.Input(0);
        var options = Options(op, p);
        if (input.DataType.IsFloat())
        {
            return op.Builder.ReduceMean(input, options, op.Label);
        }

        var count = options.Axes!.Value.Aggregate(1L, (product, axis) => product * input.Shape[axis]);
        var wide = input.DataType is MLOperandDataType.Int64 ? input : op.Builder.Cast(input, MLOperandDataType.Int64, op.Label);
        var mean = op.Builder.Div(op.Builder.ReduceSum(wide, options, op.Label), op.Scalar(wide, count), op.Label);
        return mean.DataType == input.DataType ? mean : op.Builder.Cast(mean, input.DataType, op.Label);
    }

    /// <summary>TFLite's axes may be negative and may repeat.</summary>
    private static MLReduceOptions Options(OperatorContext op, TfLiteReducerParams p)
    {
        var rank = op.InputTensor(0).Shape.Length;
        ImmutableArray<int> axes = [.. op.Integers(1).Select(axis => op.Axis(axis, rank)).Distinct().Order()];
        return new() { Axes = axes, KeepDimensions = p.KeepDims };
    }

    private static int Axis(OperatorContext op) => op.Axis(op.Integer(1), op.InputTensor(0).Shape.Length);

    private static MLArgMinMaxOptions IndexOptions(OperatorContext op) => new() { OutputDataType = op.OutputTensor().Descriptor().DataType };
}
