using System.Collections.Immutable;

namespace WebNN.Node.Operators;

/// <summary>Operators that slide a window over an image, and resampling.</summary>
internal static class Windows
{
    public static readonly KeyValuePair<string, Operation>[] Rows =
    [
        new("conv2d", Conv2d),
        new("convTranspose2d", ConvTranspose2d),
        new("averagePool2d", (builder, ref call, label) => [builder.AveragePool2d(call.Operand(), Pool(ref call), label)]),
        new("l2Pool2d", (builder, ref call, label) => [builder.L2Pool2d(call.Operand(), Pool(ref call), label)]),
        new("maxPool2d", (builder, ref call, label) => [builder.MaxPool2d(call.Operand(), Pool(ref call), label)]),
        new("resample2d", Resample2d),
    ];

    private static readonly Size2D one = new(1, 1);

    private static ImmutableArray<MLOperand> Conv2d(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (input, filter, bias) = (call.Operand(), call.Operand(), call.OptionalOperand());
        var options = new MLConv2dOptions
        {
            Dilations = call.Pair("dilations") ?? one,
            FilterLayout = call.Enumeration<MLConv2dFilterOperandLayout>(),
            Groups = call.Integer(),
            InputLayout = call.Enumeration<MLInputOperandLayout>(),
            Padding = call.Padding(),
            Strides = call.Pair("strides") ?? one,
        };
        return [builder.Conv2d(input, filter, bias, options, label)];
    }

    private static ImmutableArray<MLOperand> ConvTranspose2d(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (input, filter, bias) = (call.Operand(), call.Operand(), call.OptionalOperand());
        var options = new MLConvTranspose2dOptions
        {
            Dilations = call.Pair("dilations") ?? one,
            FilterLayout = call.Enumeration<MLConvTranspose2dFilterOperandLayout>(),
            Groups = call.Integer(),
            InputLayout = call.Enumeration<MLInputOperandLayout>(),
            OutputPadding = call.Pair("outputPadding") ?? default,
            OutputSizes = call.Pair("outputSizes"),
            Padding = call.Padding(),
            Strides = call.Pair("strides") ?? one,
        };
        return [builder.ConvTranspose2d(input, filter, bias, options, label)];
    }

    private static MLPool2dOptions Pool(ref CallReader call) => new()
    {
        Dilations = call.Pair("dilations") ?? one,
        Layout = call.Enumeration<MLInputOperandLayout>(),
        OutputShapeRounding = call.Enumeration<MLRoundingType>(),
        OutputSizes = call.Pair("outputSizes"),
        Padding = call.Padding(),
        Strides = call.Pair("strides") ?? one,
        WindowDimensions = call.Pair("windowDimensions"),
    };

    private static ImmutableArray<MLOperand> Resample2d(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var input = call.Operand();
        var axes = call.Pair("axes") ?? new(2, 3);
        var mode = call.Enumeration<MLInterpolationMode>();
        var scales = call.Doubles() ?? [1, 1];
        if (scales.Length != 2)
        {
            throw call.Refusal($"scales needs 2 numbers; got {scales.Length}");
        }

        var sizes = call.Pair("sizes");
        return
        [
            builder.Resample2d(input, new()
            {
                Axes = (axes.Height, axes.Width),
                Mode = mode,
                Scales = ((float)scales[0], (float)scales[1]),
                Sizes = sizes is { } size ? (size.Height, size.Width) : null,
            }, label),
        ];
    }
}
