using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests;

/// <summary>The shapes that a test's model declares.</summary>
internal static class Sizes
{
    /// <summary>How many windows fit.</summary>
    public static int Windows(int size, int kernel, int stride, int dilation, Padding padding) =>
        padding == Padding.Same ? (size + stride - 1) / stride : (size - ((kernel - 1) * dilation) - 1 + stride) / stride;
}
