using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> ReductionSignatures =
    [
        .. OperatorSignature.Each("reduceL1 reduceProduct reduceSum reduceSumSquare", name => Reduction(name, DataTypes.Wide)),
        .. OperatorSignature.Each("reduceL2 reduceLogSum reduceLogSumExp reduceMean", name => Reduction(name, DataTypes.Float)),
        .. OperatorSignature.Each("reduceMax reduceMin", name => Reduction(name, DataTypes.Any)),
        .. OperatorSignature.Each("argMax argMin", name =>
            new(name, [ParameterRule.Of("input", DataTypes.Any, minRank: 1)], [ParameterRule.Of("output", DataTypes.Int32 | DataTypes.Int64)])
            {
                Options = type => new MLArgMinMaxOptions { OutputDataType = type },
            }),
        OperatorSignature.Unary("cumulativeSum", DataTypes.Wide, new MLCumulativeSumOptions(), minRank: 1),
    ];

    public MLOperand ReduceL1(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceL1", input, options, label);

    public MLOperand ReduceL2(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceL2", input, options, label);

    public MLOperand ReduceLogSum(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceLogSum", input, options, label);

    public MLOperand ReduceLogSumExp(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceLogSumExp", input, options, label);

    public MLOperand ReduceMax(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceMax", input, options, label);

    public MLOperand ReduceMean(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceMean", input, options, label);

    public MLOperand ReduceMin(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceMin", input, options, label);

    public MLOperand ReduceProduct(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceProduct", input, options, label);

    public MLOperand ReduceSum(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceSum", input, options, label);

    public MLOperand ReduceSumSquare(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceSumSquare", input, options, label);

    public MLOperand ArgMax(MLOperand input, int axis, MLArgMinMaxOptions? options = null, string label = "") =>
        ArgMinMax("argMax", input, axis, options, label);

    public MLOperand ArgMin(MLOperand input, int axis, MLArgMinMaxOptions? options = null, string label = "") =>
        ArgMinMax("argMin", input, axis, options, label);

    public MLOperand CumulativeSum(MLOperand input, int axis, MLCumulativeSumOptions? options = null, string label = "")
    {
        var require = Validated("cumulativeSum", label, input);
        require.Axis(axis, input);
        return Record("cumulativeSum", [input], input.Descriptor, (options ?? new()) with { Axis = axis }, label);
    }

    private static OperatorSignature Reduction(string name, DataTypes types) => OperatorSignature.Unary(name, types, new MLReduceOptions { Axes = [] });

    private MLOperand Reduce(string name, MLOperand input, MLReduceOptions? options, string label)
    {
        options ??= new();
        var require = Validated(name, label, input);
        var axes = require.List(options.Axes, "axes") ?? [.. Enumerable.Range(0, input.Rank)];
        require.Axes(axes.AsSpan(), input);
        var output = input.Descriptor.WithShape(Reduced(input, axes, options.KeepDimensions));
        return Record(name, [input], output, options with { Axes = axes }, label);
    }

    private MLOperand ArgMinMax(string name, MLOperand input, int axis, MLArgMinMaxOptions? options, string label)
    {
        options ??= new();
        var require = Validated(name, label, input);
        require.Axis(axis, input);
        require.That(
            options.OutputDataType is MLOperandDataType.Int32 or MLOperandDataType.Int64,
            $"outputDataType holds no index (expected i32 or i64, found {options.OutputDataType.ShortName()})");
        var output = require.Output(options.OutputDataType, Reduced(input, [axis], options.KeepDimensions));
        return Record(name, [input], output, options with { Axis = axis }, label);
    }

    private static int[] Reduced(MLOperand input, ImmutableArray<int> axes, bool keepDimensions)
    {
        var shape = new List<int>(input.Rank);
        for (var i = 0; i < input.Rank; i++)
        {
            if (!axes.Contains(i))
            {
                shape.Add(input.Shape[i]);
            }
            else if (keepDimensions)
            {
                shape.Add(1);
            }
        }

        return [.. shape];
    }
}
