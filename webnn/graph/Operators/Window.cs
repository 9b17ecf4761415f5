namespace WebNN;

/// <summary>Arithmetic of windows that slide over an image. In 64 bits: hostile sizes must not wrap around.</summary>
internal static class Window
{
    /// <summary>The extent of a kernel whose elements are <paramref name="dilation"/> apart.</summary>
    public static long EffectiveLength(int kernel, int dilation) => ((kernel - 1L) * dilation) + 1;

    /// <summary>How many windows fit into an image; rounded up, the last may reach beyond it by less than a stride, were it the only one.</summary>
    public static Size2D Output(
        Require require, Size2D input, Size2D kernel, Padding2D padding, Size2D strides, Size2D dilations, MLRoundingType rounding) => new(
        Length(require, "height", input.Height, kernel.Height, padding.Top + (long)padding.Bottom, strides.Height, dilations.Height, rounding),
        Length(require, "width", input.Width, kernel.Width, padding.Left + (long)padding.Right, strides.Width, dilations.Width, rounding));

    /// <summary>The length that a transposed convolution makes of <paramref name="input"/>, before any output padding.</summary>
    public static long TransposedLength(int input, int kernel, long padding, int stride, int dilation) =>
        ((input - 1L) * stride) + EffectiveLength(kernel, dilation) - padding;

    private static int Length(
        Require require, string axis, int input, int kernel, long padding, int stride, int dilation, MLRoundingType rounding)
    {
        var room = input + padding + (rounding == MLRoundingType.Ceil ? stride - 1L : 0) - EffectiveLength(kernel, dilation);
        require.That(
            room >= 0,
            $"the window's {axis} exceeds the padded image (expected at most {room + EffectiveLength(kernel, dilation)}, found {EffectiveLength(kernel, dilation)})");
        return require.Dimension((room / stride) + 1, $"output {axis}");
    }
}

/// <summary>Where a layout of images keeps its axes.</summary>
internal readonly record struct ImageAxes(int Channels, int Height, int Width)
{
    public static ImageAxes Of(MLInputOperandLayout layout) => layout switch
    {
        MLInputOperandLayout.Nchw => new(1, 2, 3),
        MLInputOperandLayout.Nhwc => new(3, 1, 2),
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "not a WebNN layout"),
    };

    public Size2D Size(MLOperand image) => new(image.Shape[Height], image.Shape[Width]);

    public int[] Shape(int batches, int channels, Size2D size)
    {
        var shape = new int[4];
        (shape[0], shape[Channels], shape[Height], shape[Width]) = (batches, channels, size.Height, size.Width);
        return shape;
    }
}

/// <summary>Where a layout of filters keeps its axes.</summary>
internal readonly record struct FilterAxes(int Output, int Input, int Height, int Width)
{
    public static FilterAxes Of(MLConv2dFilterOperandLayout layout) => layout switch
    {
        MLConv2dFilterOperandLayout.Oihw => new(0, 1, 2, 3),
        MLConv2dFilterOperandLayout.Hwio => new(3, 2, 0, 1),
        MLConv2dFilterOperandLayout.Ohwi => new(0, 3, 1, 2),
        MLConv2dFilterOperandLayout.Ihwo => new(3, 0, 1, 2),
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "not a WebNN layout"),
    };

    public static FilterAxes Of(MLConvTranspose2dFilterOperandLayout layout) => layout switch
    {
        MLConvTranspose2dFilterOperandLayout.Iohw => new(1, 0, 2, 3),
        MLConvTranspose2dFilterOperandLayout.Hwoi => new(2, 3, 0, 1),
        MLConvTranspose2dFilterOperandLayout.Ohwi => new(0, 3, 1, 2),
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "not a WebNN layout"),
    };

    public (int Output, int Input, Size2D Kernel) Read(MLOperand filter) =>
        (filter.Shape[Output], filter.Shape[Input], new(filter.Shape[Height], filter.Shape[Width]));
}
