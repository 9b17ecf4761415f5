namespace WebNN.Node.Operators;

/// <summary>Operators that take elements along axes together.</summary>
internal static class Reductions
{
    public static readonly KeyValuePair<string, Operation>[] Rows =
    [
        Reduce("reduceL1", (builder, input, options, label) => builder.ReduceL1(input, options, label)),
        Reduce("reduceL2", (builder, input, options, label) => builder.ReduceL2(input, options, label)),
        Reduce("reduceLogSum", (builder, input, options, label) => builder.ReduceLogSum(input, options, label)),
        Reduce("reduceLogSumExp", (builder, input, options, label) => builder.ReduceLogSumExp(input, options, label)),
        Reduce("reduceMax", (builder, input, options, label) => builder.ReduceMax(input, options, label)),
        Reduce("reduceMean", (builder, input, options, label) => builder.ReduceMean(input, options, label)),
        Reduce("reduceMin", (builder, input, options, label) => builder.ReduceMin(input, options, label)),
        Reduce("reduceProduct", (builder, input, options, label) => builder.ReduceProduct(input, options, label)),
        Reduce("reduceSum", (builder, input, options, label) => builder.ReduceSum(input, options, label)),
        Reduce("reduceSumSquare", (builder, input, options, label) => builder.ReduceSumSquare(input, options, label)),
        new("argMax", (builder, ref call, label) => [builder.ArgMax(call.Operand(), call.Integer(), Arg(ref call), label)]),
        new("argMin", (builder, ref call, label) => [builder.ArgMin(call.Operand(), call.Integer(), Arg(ref call), label)]),
        new("cumulativeSum", (builder, ref call, label) =>
            [builder.CumulativeSum(call.Operand(), call.Integer(), new() { Exclusive = call.Boolean(), Reversed = call.Boolean() }, label)]),
        new("softmax", (builder, ref call, label) => [builder.Softmax(call.Operand(), call.Integer(), label)]),
    ];

    private static KeyValuePair<string, Operation> Reduce(string name, Func<MLGraphBuilder, MLOperand, MLReduceOptions, string, MLOperand> record) =>
        new(name, (builder, ref call, label) => [record(builder, call.Operand(), new() { Axes = call.Axes(), KeepDimensions = call.Boolean() }, label)]);

    private static MLArgMinMaxOptions Arg(ref CallReader call) =>
        new() { KeepDimensions = call.Boolean(), OutputDataType = call.Enumeration<MLOperandDataType>() };
}
