namespace WebNN;

public sealed partial class MLGraphBuilder
{
    /// <summary>The mean of each window; padding does not count.</summary>
    public MLOperand AveragePool2d(MLOperand input, MLPool2dOptions? options = null, string label = "") =>
        Pool("averagePool2d", input, DataTypes.Float, options, label);

    /// <summary>The Euclidean norm of each window.</summary>
    public MLOperand L2Pool2d(MLOperand input, MLPool2dOptions? options = null, string label = "") =>
        Pool("l2Pool2d", input, DataTypes.Float, options, label);

    /// <summary>The largest element of each window.</summary>
    public MLOperand MaxPool2d(MLOperand input, MLPool2dOptions? options = null, string label = "") =>
        Pool("maxPool2d", input, DataTypes.Any, options, label);

    private MLOperand Pool(string name, MLOperand input, DataTypes allowed, MLPool2dOptions? options, string label)
    {
        options ??= new();
        var require = new Require(name, label);
        require.Type(input, nameof(input), allowed);
        require.Rank(input, nameof(input), 4);
        RequireWindow(require, options.Padding, options.Strides, options.Dilations);
        require.Defined(options.Layout, "layout");
        require.Defined(options.OutputShapeRounding, "outputShapeRounding");

        var image = ImageAxes.Of(options.Layout);
        var window = options.WindowDimensions ?? image.Size(input);
        require.AtLeast(window, "windowDimensions", 1);
        var floor = Window.Output(require, image.Size(input), window, options.Padding, options.Strides, options.Dilations, MLRoundingType.Floor);
        var ceil = Window.Output(require, image.Size(input), window, options.Padding, options.Strides, options.Dilations, MLRoundingType.Ceil);
        var sizes = options.OutputSizes ?? (options.OutputShapeRounding == MLRoundingType.Ceil ? ceil : floor);
        require.That(
            (sizes.Height == floor.Height || sizes.Height == ceil.Height) && (sizes.Width == floor.Width || sizes.Width == ceil.Width),
            $"outputSizes are neither rounding (expected {floor} or {ceil}, found {sizes})");

        var output = require.Output(input.DataType, image.Shape(input.Shape[0], input.Shape[image.Channels], sizes));
        return Record(name, [input], output, options with { WindowDimensions = window, OutputSizes = sizes }, label);
    }
}
