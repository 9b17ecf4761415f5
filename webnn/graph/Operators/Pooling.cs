using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> PoolingSignatures =
    [
        .. OperatorSignature.Each("averagePool2d l2Pool2d", name => Pooling(name, DataTypes.Float)),
        Pooling("maxPool2d", DataTypes.Any),
    ];

    /// <summary>The mean of each window; padding does not count.</summary>
    public MLOperand AveragePool2d(MLOperand input, MLPool2dOptions? options = null, string label = "") =>
        Pool("averagePool2d", input, options, label);

    /// <summary>The Euclidean norm of each window.</summary>
    public MLOperand L2Pool2d(MLOperand input, MLPool2dOptions? options = null, string label = "") =>
        Pool("l2Pool2d", input, options, label);

    /// <summary>The largest element of each window.</summary>
    public MLOperand MaxPool2d(MLOperand input, MLPool2dOptions? options = null, string label = "") =>
        Pool("maxPool2d", input, options, label);

    private static OperatorSignature Pooling(string name, DataTypes types) =>
        new(name, [ParameterRule.Ranked("input", types, 4)], [ParameterRule.RankedAs("input", "output", 4)])
        {
            Options = _ => new MLPool2dOptions { WindowDimensions = new(1, 1), OutputSizes = new(1, 1) },
        };

    private MLOperand Pool(string name, MLOperand input, MLPool2dOptions? options, string label)
    {
        options ??= new();
        var require = Validated(name, label, input);
        RequireWindow(require, options.Padding, options.Strides, options.Dilations);
        require.Defined(options.Layout, "layout");
        require.Defined(options.OutputShapeRounding, "outputShapeRounding");

        var image = ImageAxes.Of(options.Layout);
        var window = options.WindowDimensions ?? image.Size(input);
        require.AtLeast(window, "windowDimensions", 1);
        var sizes = Window.Output(require, image.Size(input), window, options.Padding, options.Strides, options.Dilations, MLRoundingType.Ceil);
        if (options.OutputSizes is { } given ? given != sizes : options.OutputShapeRounding == MLRoundingType.Floor)
        {
            var floor = Window.Output(require, image.Size(input), window, options.Padding, options.Strides, options.Dilations, MLRoundingType.Floor);
            require.That(
                options.OutputSizes is null || options.OutputSizes == floor, $"outputSizes are neither rounding (expected {floor} or {sizes}, found {options.OutputSizes})");
            sizes = floor;
        }

        var output = require.Output(input.DataType, image.Shape(input.Shape[0], input.Shape[image.Channels], sizes));
        return Record(name, [input], output, options with { WindowDimensions = window, OutputSizes = sizes }, label);
    }
}
