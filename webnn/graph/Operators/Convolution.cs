using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> ConvolutionSignatures =
    [
        Convolution("conv2d") with { Options = _ => new MLConv2dOptions() },
        Convolution("convTranspose2d") with { Options = _ => new MLConvTranspose2dOptions { OutputSizes = new(1, 1) } },
    ];

    /// <summary>Cross-correlates 4-D <paramref name="input"/> with 4-D <paramref name="filter"/>; the layouts say what their axes mean.</summary>
    public MLOperand Conv2d(MLOperand input, MLOperand filter, MLOperand? bias, MLConv2dOptions? options = null, string label = "")
    {
        options ??= new();
        var require = Validated("conv2d", label, input, filter, bias);
        RequireWindow(require, options.Padding, options.Strides, options.Dilations);
        require.AtLeast(options.Groups, "groups", 1);
        require.Defined(options.InputLayout, "inputLayout");
        require.Defined(options.FilterLayout, "filterLayout");

        var image = ImageAxes.Of(options.InputLayout);
        var (outputChannels, filterChannels, kernel) = FilterAxes.Of(options.FilterLayout).Read(filter);
        var inputChannels = input.Shape[image.Channels];
        require.That(
            inputChannels % options.Groups == 0 && filterChannels == inputChannels / options.Groups,
            $"filter has the wrong number of input channels (expected {inputChannels} of the input over {options.Groups} groups, found {filterChannels})");
        require.That(
            outputChannels % options.Groups == 0,
            $"filter has the wrong number of output channels (expected a multiple of {options.Groups} groups, found {outputChannels})");
        require.PerChannel(bias, nameof(bias), input, outputChannels);

        var size = Window.Output(require, image.Size(input), kernel, options.Padding, options.Strides, options.Dilations, MLRoundingType.Floor);
        var output = require.Output(input.DataType, image.Shape(input.Shape[0], outputChannels, size));
        return Record("conv2d", [input, filter, bias], output, options, label);
    }

    /// <summary>The gradient of <see cref="Conv2d"/>: spreads each input element over a window of the output.</summary>
    public MLOperand ConvTranspose2d(
        MLOperand input, MLOperand filter, MLOperand? bias, MLConvTranspose2dOptions? options = null, string label = "")
    {
        options ??= new();
        var require = Validated("convTranspose2d", label, input, filter, bias);
        RequireWindow(require, options.Padding, options.Strides, options.Dilations);
        require.AtLeast(options.Groups, "groups", 1);
        require.Defined(options.InputLayout, "inputLayout");
        require.Defined(options.FilterLayout, "filterLayout");

        var image = ImageAxes.Of(options.InputLayout);
        var (groupChannels, filterChannels, kernel) = FilterAxes.Of(options.FilterLayout).Read(filter);
        require.That(
            input.Shape[image.Channels] == filterChannels,
            $"filter has the wrong number of input channels (expected {input.Shape[image.Channels]}, found {filterChannels})");
        require.That(
            filterChannels % options.Groups == 0,
            $"groups do not divide the input channels (expected a divisor of {filterChannels}, found {options.Groups})");
        var outputChannels = require.Dimension((long)groupChannels * options.Groups, "output channels");
        require.PerChannel(bias, nameof(bias), input, outputChannels);

        var resolved = ResolveOutput(require, options, image.Size(input), kernel);
        var output = require.Output(input.DataType, image.Shape(input.Shape[0], outputChannels, resolved.OutputSizes!.Value));
        return Record("convTranspose2d", [input, filter, bias], output, resolved, label);
    }

    private static OperatorSignature Convolution(string name) => new(
        name,
        [ParameterRule.Ranked("input", DataTypes.Float, 4), ParameterRule.RankedAs("input", "filter", 4), ParameterRule.RankedAs("input", "bias", 1).OrNone()],
        [ParameterRule.RankedAs("input", "output", 4)]);

    private static void RequireWindow(Require require, Padding2D padding, Size2D strides, Size2D dilations)
    {
        require.NotNegative(padding);
        require.AtLeast(strides, "strides", 1);
        require.AtLeast(dilations, "dilations", 1);
    }

    /// <summary>Sizes from the padding, or the padding from the sizes: both are recorded.</summary>
    private static MLConvTranspose2dOptions ResolveOutput(Require require, MLConvTranspose2dOptions options, Size2D input, Size2D kernel)
    {
        var (padding, strides, dilations) = (options.Padding, options.Strides, options.Dilations);
        var height = Window.TransposedLength(input.Height, kernel.Height, padding.Top + (long)padding.Bottom, strides.Height, dilations.Height);
        var width = Window.TransposedLength(input.Width, kernel.Width, padding.Left + (long)padding.Right, strides.Width, dilations.Width);
        if (options.OutputSizes is { } sizes)
        {
            require.That(
                sizes.Height >= height && sizes.Height < height + strides.Height && sizes.Width >= width && sizes.Width < width + strides.Width,
                $"outputSizes are out of range (expected [{height},{width}] to [{height + strides.Height - 1},{width + strides.Width - 1}], found {sizes})");
            require.AtLeast(sizes, "outputSizes", 1);
            return options with { OutputPadding = new((int)(sizes.Height - height), (int)(sizes.Width - width)) };
        }

        var extra = options.OutputPadding;
        require.That(
            extra.Height >= 0 && extra.Height < strides.Height && extra.Width >= 0 && extra.Width < strides.Width,
            $"outputPadding is out of range (expected at least 0 and less than the strides {strides}, found {extra})");
        return options with
        {
            OutputSizes = new(require.Dimension(height + extra.Height, "output height"), require.Dimension(width + extra.Width, "output width")),
        };
    }
}
