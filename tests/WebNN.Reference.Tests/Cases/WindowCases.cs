using static WebNN.Reference.Tests.Cases.LiteralCase;

namespace WebNN.Reference.Tests.Cases;

/// <summary>Convolutions, pools and resizing.</summary>
internal static class WindowCases
{
    public static readonly LiteralCase[] All =
    [
        Of("conv2d", b => b.Conv2d(Nine(b), b.Of([1, 1, 2, 2], 1f, 0, 0, 2), b.Row(0.5f)), 11.5f, 14.5f, 20.5f, 23.5f),
        Of("conv2d padded, strided, dilated", b => b.Conv2d(Nine(b), b.Of([1, 1, 2, 2], 1f, 10, 100, 1000), null, new()
        {
            Padding = new(1, 1, 1, 1), Strides = new(2, 2), Dilations = new(2, 2),
        }), 5000f, 500, 50, 5),
        Of("conv2d nhwc/ohwi in groups", b => b.Conv2d(b.Of([1, 1, 2, 2], 1f, 2, 3, 4), b.Of([2, 1, 1, 1], 10f, 100), null, new()
        {
            Groups = 2, InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi,
        }), 10f, 200, 30, 400),
        Of("conv2d hwio", b => b.Conv2d(b.Of([1, 2, 1, 1], 1f, 2), b.Of([1, 1, 2, 2], 1f, 2, 3, 4), null, new() { FilterLayout = MLConv2dFilterOperandLayout.Hwio }), 7f, 10),
        Of("conv2d ihwo", b => b.Conv2d(b.Of([1, 2, 1, 1], 1f, 2), b.Of([2, 1, 1, 2], 1f, 2, 3, 4), null, new() { FilterLayout = MLConv2dFilterOperandLayout.Ihwo }), 7f, 10),
        Of("convTranspose2d", b => b.ConvTranspose2d(b.Of([1, 1, 2, 2], 1f, 2, 3, 4), b.Of([1, 1, 2, 2], 1f, 10, 100, 1000), b.Row(0.5f)),
            1.5f, 12.5f, 20.5f, 103.5f, 1234.5f, 2040.5f, 300.5f, 3400.5f, 4000.5f),
        Of("convTranspose2d strided, with output padding", b => b.ConvTranspose2d(b.Of([1, 1, 1, 2], 1f, 2), b.Of([1, 1, 1, 2], 1f, 10), null, new()
        {
            Strides = new(1, 3), OutputPadding = new(0, 1),
        }), 1f, 10, 0, 2, 20, 0),
        Of("convTranspose2d in groups", b => b.ConvTranspose2d(b.Of([1, 2, 1, 1], 1f, 2), b.Of([2, 2, 1, 1], 1f, 2, 3, 4), null, new() { Groups = 2 }), 1f, 2, 6, 8),
        Of("convTranspose2d hwoi", b => b.ConvTranspose2d(b.Of([1, 2, 1, 1], 1f, 2), b.Of([1, 1, 2, 2], 1f, 2, 3, 4), null, new()
        {
            FilterLayout = MLConvTranspose2dFilterOperandLayout.Hwoi,
        }), 5f, 11),
        Of("averagePool2d", b => b.AveragePool2d(Nine(b), new() { WindowDimensions = new(2, 2) }), 3f, 4, 6, 7),
        Of("averagePool2d does not count padding", b => b.AveragePool2d(Nine(b), new() { WindowDimensions = new(2, 2), Padding = new(1, 0, 1, 0), Strides = new(2, 2) }), 1f, 2.5f, 5.5f, 7),
        Of("averagePool2d of all", b => b.AveragePool2d(b.Of([1, 2, 2, 2], 1f, 10, 2, 20, 3, 30, 4, 40), new() { Layout = MLInputOperandLayout.Nhwc }), 2.5f, 25),
        Of("averagePool2d rounded up", b => b.AveragePool2d(Nine(b), new() { WindowDimensions = new(2, 2), Strides = new(2, 2), OutputShapeRounding = MLRoundingType.Ceil }), 3f, 4.5f, 7.5f, 9),
        Of("averagePool2d beyond the image", b => b.AveragePool2d(Nine(b), new() { WindowDimensions = new(4, 4), Strides = new(2, 2), OutputShapeRounding = MLRoundingType.Ceil }), 5f),
        Of("l2Pool2d", b => b.L2Pool2d(b.Of([1, 1, 1, 3], 3f, 4, 0), new() { WindowDimensions = new(1, 2) }), 5f, 4),
        Of("maxPool2d", b => b.MaxPool2d(Nine(b), new() { WindowDimensions = new(1, 2), Dilations = new(1, 2), Padding = new(0, 0, 1, 0) }), 2f, 3, 5, 6, 8, 9),
        Of("maxPool2d int8", b => b.MaxPool2d(b.Of<sbyte>([1, 1, 1, 2], -5, -3), new() { Padding = new(0, 0, 1, 0) }), (sbyte)-5, (sbyte)-3),
        Of("resample2d", b => b.Resample2d(b.Of([1, 1, 1, 2], 1f, 2), new() { Scales = (1, 2) }), 1f, 1, 2, 2),
        Of("resample2d halves go down", b => b.Resample2d(b.Of([1, 1, 1, 4], 1f, 2, 3, 4), new() { Sizes = (1, 2) }), 1f, 3),
        Of("resample2d linear", b => b.Resample2d(b.Of([1, 1, 1, 2], 0f, 4), new() { Mode = MLInterpolationMode.Linear, Scales = (1, 2) }), 0f, 1, 3, 4),
        Of("resample2d of other axes", b => b.Resample2d(b.Of([1, 2, 1, 1], 0f, 4), new() { Mode = MLInterpolationMode.Linear, Sizes = (4, 1), Axes = (1, 2) }), 0f, 1, 3, 4),
        Of("resample2d uint8", b => b.Resample2d(b.Of<byte>([1, 1, 1, 2], 0, 255), new() { Mode = MLInterpolationMode.Linear, Sizes = (1, 4) }), (byte)0, (byte)64, (byte)191, (byte)255),
    ];

    /// <summary>1 to 9 in three rows.</summary>
    private static MLOperand Nine(MLGraphBuilder builder) => builder.Of([1, 1, 3, 3], 1f, 2, 3, 4, 5, 6, 7, 8, 9);
}
