using WebNN.FlatBuffers;

namespace WebNN.Models.Calibration;

/// <summary>How a window slides over one axis, as TFLite counts it.</summary>
internal readonly record struct Window(int Input, int Size, int Stride, int Output, int Before)
{
    public static Window Of(int input, int size, int stride, Padding padding)
    {
        if (padding == Padding.Valid) return new(input, size, stride, ((input - size) / stride) + 1, 0);
        var output = (input + stride - 1) / stride;
        var total = Math.Max(((output - 1) * stride) + size - input, 0);
        return new(input, size, stride, output, total / 2);
    }
}
