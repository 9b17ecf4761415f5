using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>Sliding windows over height and width, the geometry that convolutions and pools share.</summary>
internal static class Window
{
    /// <summary>SAME puts the odd row or column last; VALID adds none.</summary>
    public static Padding2D Padding(OperatorContext op, TfLitePadding padding, Size2D image, Size2D kernel, Size2D strides, Size2D dilations)
    {
        op.Require(strides is { Height: > 0, Width: > 0 }, $"strides {strides}");
        op.Require(dilations is { Height: > 0, Width: > 0 }, $"dilations {dilations}");
        op.Require(padding is TfLitePadding.Same or TfLitePadding.Valid, $"padding {padding}");
        if (padding == TfLitePadding.Valid)
        {
            return default;
        }

        var rows = Total(image.Height, kernel.Height, strides.Height, dilations.Height);
        var columns = Total(image.Width, kernel.Width, strides.Width, dilations.Width);
        return new(rows / 2, rows - (rows / 2), columns / 2, columns - (columns / 2));
    }

    /// <summary>Height and width of an NHWC shape.</summary>
    public static Size2D Image(MLOperand nhwc) => new(nhwc.Shape[1], nhwc.Shape[2]);

    private static int Total(int size, int kernel, int stride, int dilation)
    {
        var windows = (size + stride - 1) / stride;
        return Math.Max(0, ((windows - 1) * stride) + ((kernel - 1) * dilation) + 1 - size);
    }
}
