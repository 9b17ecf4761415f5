using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> NormalizationSignatures =
    [
        new(
            "batchNormalization",
            [
                ParameterRule.Of("input", DataTypes.Float, minRank: 1), ParameterRule.RankedAs("input", "mean", 1), ParameterRule.RankedAs("input", "variance", 1),
                .. ScaleAndBias(1, 1),
            ],
            [ParameterRule.As("input", "output", minRank: 1)])
        {
            Options = _ => new MLNormalizationOptions { Axis = 0 },
        },
        new("instanceNormalization", [ParameterRule.Ranked("input", DataTypes.Float, 4), .. ScaleAndBias(1, 1)], [ParameterRule.RankedAs("input", "output", 4)])
        {
            Options = _ => new MLNormalizationOptions(),
        },
        new("layerNormalization", [ParameterRule.Of("input", DataTypes.Float), .. ScaleAndBias(0, ParameterRule.AnyRank)], [ParameterRule.As("input", "output")])
        {
            Options = _ => new MLNormalizationOptions { Axes = [] },
        },
    ];

    public MLOperand BatchNormalization(
        MLOperand input, MLOperand mean, MLOperand variance, MLOperand? scale, MLOperand? bias, MLNormalizationOptions? options = null, string label = "")
    {
        options ??= new();
        var require = Validated("batchNormalization", label, input, mean, variance, scale, bias);
        require.Axis(options.Axis, input);
        var channels = input.Shape[options.Axis];
        require.PerChannel(mean, nameof(mean), input, channels);
        require.PerChannel(variance, nameof(variance), input, channels);
        require.PerChannel(scale, nameof(scale), input, channels);
        require.PerChannel(bias, nameof(bias), input, channels);
        return Record("batchNormalization", [input, mean, variance, scale, bias], input.Descriptor, Rounded(options, input), label);
    }

    public MLOperand InstanceNormalization(
        MLOperand input, MLOperand? scale, MLOperand? bias, MLNormalizationOptions? options = null, string label = "")
    {
        options ??= new();
        var require = Validated("instanceNormalization", label, input, scale, bias);
        require.Defined(options.Layout, "layout");
        var channels = input.Shape[ImageAxes.Of(options.Layout).Channels];
        require.PerChannel(scale, nameof(scale), input, channels);
        require.PerChannel(bias, nameof(bias), input, channels);
        return Record("instanceNormalization", [input, scale, bias], input.Descriptor, Rounded(options, input), label);
    }

    /// <summary>Scale and bias have the input's dimensions along the axes, in the order of the axes.</summary>
    public MLOperand LayerNormalization(
        MLOperand input, MLOperand? scale, MLOperand? bias, MLNormalizationOptions? options = null, string label = "")
    {
        options ??= new();
        var require = Validated("layerNormalization", label, input, scale, bias);
        var axes = require.List(options.Axes, "axes") ?? [.. Enumerable.Range(1, Math.Max(input.Rank - 1, 0))];
        require.Axes(axes.AsSpan(), input);
        int[] shape = [.. axes.Select(axis => input.Shape[axis])];
        foreach (var (operand, name) in new[] { (scale, nameof(scale)), (bias, nameof(bias)) })
        {
            if (operand is not null)
            {
                require.Shape(operand, name, shape);
            }
        }

        return Record("layerNormalization", [input, scale, bias], input.Descriptor, Rounded(options, input) with { Axes = axes }, label);
    }

    private static ParameterRule[] ScaleAndBias(int minRank, int maxRank)
    {
        var scale = new ParameterRule("scale", DataTypes.None, minRank, maxRank) { Like = "input", Optional = true };
        return [scale, scale with { Name = "bias" }];
    }

    private static MLNormalizationOptions Rounded(MLNormalizationOptions options, MLOperand input) =>
        options with { Epsilon = input.DataType.Rounded(options.Epsilon) };
}
