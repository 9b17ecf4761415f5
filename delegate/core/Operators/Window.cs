using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>Sliding windows over height and width, the geometry that convolutions and pools share.</summary>
internal static class Window
{
    /// <summary>Far beyond any model's stride or dilation, and small enough that no product of two overflows.</summary>
    private const int MaxStep = 1 << 15;

    /// <summary>How much a window may exceed twice its image.</summary>
    private const int MaxExcess = 64;

    /// <summary>What is wrong with the numbers of a window, whatever its image; null where they can be computed with.</summary>
    /// <param name="dilations">1 by 1 where not given, as is the kernel.</param>
    public static string? Objection(Size2D strides, Size2D? dilations = null, Size2D? kernel = null) =>
        !IsStep(strides) ? $"strides {strides}; expected 1 to {MaxStep}"
        : dilations is { } apart && !IsStep(apart) ? $"dilations {apart}; expected 1 to {MaxStep}"
        : kernel is { } size && !IsStep(size) ? $"a window of {size}; expected 1 to {MaxStep}"
        : null;

    /// <summary>SAME puts the odd row or column last; VALID adds none.</summary>
    public static Padding2D Padding(OperatorContext op, TfLitePadding padding, Size2D image, Size2D kernel, Size2D strides, Size2D dilations)
    {
        var objection = Objection(strides, dilations);
        op.Require(objection is null, objection!);
        op.Require(IsWithin(kernel.Height, image.Height) && IsWithin(kernel.Width, image.Width), $"a window of {kernel} over an image of {image}");
        op.Require(padding is TfLitePadding.Same or TfLitePadding.Valid, $"padding {padding}");
        if (padding == TfLitePadding.Valid)
        {
            return default;
        }

        var rows = Total(op, image.Height, kernel.Height, strides.Height, dilations.Height);
        var columns = Total(op, image.Width, kernel.Width, strides.Width, dilations.Width);
        return new(rows / 2, rows - (rows / 2), columns / 2, columns - (columns / 2));
    }

    /// <summary>Height and width of an NHWC shape.</summary>
    public static Size2D Image(MLOperand nhwc) => new(nhwc.Shape[1], nhwc.Shape[2]);

    private static bool IsStep(Size2D size) => size is { Height: > 0 and <= MaxStep, Width: > 0 and <= MaxStep };

    /// <summary>TFLite cuts a window off at the image's edges before it runs; a kernel of the backend runs over all of it.</summary>
    private static bool IsWithin(int kernel, int image) => kernel > 0 && kernel <= (2L * image) + MaxExcess;

    private static int Total(OperatorContext op, int size, int kernel, int stride, int dilation)
    {
        var windows = ((long)size + stride - 1) / stride;
        var total = Math.Max(0, ((windows - 1) * stride) + ((kernel - 1L) * dilation) + 1 - size);
        op.Require(total <= int.MaxValue, $"a padding of {total}");
        return (int)total;
    }
}
