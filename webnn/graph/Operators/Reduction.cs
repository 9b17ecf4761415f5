using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    public MLOperand ReduceL1(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceL1", input, DataTypes.Wide, options, label);

    public MLOperand ReduceL2(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceL2", input, DataTypes.Float, options, label);

    public MLOperand ReduceLogSum(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceLogSum", input, DataTypes.Float, options, label);

    public MLOperand ReduceLogSumExp(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceLogSumExp", input, DataTypes.Float, options, label);

    public MLOperand ReduceMax(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceMax", input, DataTypes.Any, options, label);

    public MLOperand ReduceMean(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceMean", input, DataTypes.Float, options, label);

    public MLOperand ReduceMin(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceMin", input, DataTypes.Any, options, label);

    public MLOperand ReduceProduct(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceProduct", input, DataTypes.Wide, options, label);

    public MLOperand ReduceSum(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceSum", input, DataTypes.Wide, options, label);

    public MLOperand ReduceSumSquare(MLOperand input, MLReduceOptions? options = null, string label = "") =>
        Reduce("reduceSumSquare", input, DataTypes.Wide, options, label);

    public MLOperand ArgMax(MLOperand input, int axis, MLArgMinMaxOptions? options = null, string label = "") =>
        ArgMinMax("argMax", input, axis, options, label);

    public MLOperand ArgMin(MLOperand input, int axis, MLArgMinMaxOptions? options = null, string label = "") =>
        ArgMinMax("argMin", input, axis, options, label);

    public MLOperand CumulativeSum(MLOperand input, int axis, MLCumulativeSumOptions? options = null, string label = "")
    {
        var require = new Require("cumulativeSum", label);
        require.Type(input, nameof(input), DataTypes.Wide);
        require.RankAtLeast(input, nameof(input), 1);
        require.Axis(axis, input);
        return Record("cumulativeSum", [input], input.Descriptor, (options ?? new()) with { Axis = axis }, label);
    }

    private MLOperand Reduce(string name, MLOperand input, DataTypes allowed, MLReduceOptions? options, string label)
    {
        options ??= new();
        var require = new Require(name, label);
        require.Type(input, nameof(input), allowed);
        var axes = require.List(options.Axes, "axes") ?? [.. Enumerable.Range(0, input.Rank)];
        require.Axes(axes.AsSpan(), input);
        var output = input.Descriptor.WithShape(Reduced(input, axes, options.KeepDimensions));
        return Record(name, [input], output, options with { Axes = axes }, label);
    }

    private MLOperand ArgMinMax(string name, MLOperand input, int axis, MLArgMinMaxOptions? options, string label)
    {
        options ??= new();
        var require = new Require(name, label);
        require.Type(input, nameof(input), DataTypes.Any);
        require.RankAtLeast(input, nameof(input), 1);
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
