namespace WebNN;

public sealed partial class MLGraphBuilder
{
    public MLOperand BatchNormalization(
        MLOperand input, MLOperand mean, MLOperand variance, MLOperand? scale, MLOperand? bias, MLNormalizationOptions? options = null, string label = "")
    {
        options ??= new();
        var require = new Require("batchNormalization", label);
        require.Type(input, nameof(input), DataTypes.Float);
        require.RankAtLeast(input, nameof(input), 1);
        require.Axis(options.Axis, input);
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(variance);
        var channels = input.Shape[options.Axis];
        require.PerChannel(mean, nameof(mean), input, channels);
        require.PerChannel(variance, nameof(variance), input, channels);
        require.PerChannel(scale, nameof(scale), input, channels);
        require.PerChannel(bias, nameof(bias), input, channels);
        return Record("batchNormalization", [input, mean, variance, scale, bias], input.Descriptor, options, label);
    }

    public MLOperand InstanceNormalization(
        MLOperand input, MLOperand? scale, MLOperand? bias, MLNormalizationOptions? options = null, string label = "")
    {
        options ??= new();
        var require = new Require("instanceNormalization", label);
        require.Type(input, nameof(input), DataTypes.Float);
        require.Rank(input, nameof(input), 4);
        require.Defined(options.Layout, "layout");
        var channels = input.Shape[ImageAxes.Of(options.Layout).Channels];
        require.PerChannel(scale, nameof(scale), input, channels);
        require.PerChannel(bias, nameof(bias), input, channels);
        return Record("instanceNormalization", [input, scale, bias], input.Descriptor, options, label);
    }

    /// <summary>Scale and bias have the input's dimensions along the axes, in the order of the axes.</summary>
    public MLOperand LayerNormalization(
        MLOperand input, MLOperand? scale, MLOperand? bias, MLNormalizationOptions? options = null, string label = "")
    {
        options ??= new();
        var require = new Require("layerNormalization", label);
        require.Type(input, nameof(input), DataTypes.Float);
        var axes = require.List(options.Axes, "axes") ?? [.. Enumerable.Range(1, Math.Max(input.Rank - 1, 0))];
        require.Axes(axes.AsSpan(), input);
        int[] shape = [.. axes.Select(axis => input.Shape[axis])];
        foreach (var (operand, name) in new[] { (scale, nameof(scale)), (bias, nameof(bias)) })
        {
            if (operand is not null)
            {
                require.SameType(operand, name, input, nameof(input));
                require.Shape(operand, name, shape);
            }
        }

        return Record("layerNormalization", [input, scale, bias], input.Descriptor, options with { Axes = axes }, label);
    }
}
