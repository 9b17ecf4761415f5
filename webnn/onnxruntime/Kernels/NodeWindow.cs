using System.Collections.Immutable;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>The window of a node of com.microsoft that reads a channels-last image.</summary>
internal static class NodeWindow
{
    public static bool IsChannelsLast(OnnxNode node) => node.Domain == OnnxGraph.Microsoft && node.Integer("channels_last", 0) != 0;

    public static WindowShape Of(OnnxNode node, ImmutableArray<int> image, (int Height, int Width) kernel, ImmutableArray<int> output)
    {
        var (strides, dilations, pads) = (node.Integers("strides", 1, 1), node.Integers("dilations", 1, 1), node.Integers("pads", 0, 0, 0, 0));
        return WindowShape.Between(image, output) with
        {
            KernelHeight = kernel.Height,
            KernelWidth = kernel.Width,
            StrideY = (int)strides[0],
            StrideX = (int)strides[1],
            DilationY = (int)dilations[0],
            DilationX = (int)dilations[1],
            PadTop = (int)pads[0],
            PadLeft = (int)pads[1],
        };
    }
}
