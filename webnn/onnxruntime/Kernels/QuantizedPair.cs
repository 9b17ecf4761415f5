using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.Kernels.Integers;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>
/// A QLinearAdd or a QLinearMul of two images, or other tensors, of which one has the result's shape, and the other the same or a row for pixels
/// of the first.
/// </summary>
/// <param name="Node">Its inputs are the first image, its scale and zero point, those of the second, and the scale and zero point of the result.</param>
/// <param name="Shape">As <see cref="ImagePairs{TRule}"/> has it.</param>
/// <param name="IsTurned">The second image has the result's shape, and the first is the row.</param>
internal sealed record QuantizedPair(OnnxNode Node, WindowShape Shape, bool IsTurned, Dictionary<string, OnnxValue> Constants)
{
    private const int First = 0;
    private const int Second = 3;
    private const int Result = 6;

    /// <summary>A tensor of the result's shape.</summary>
    public string Image => Node.Inputs[IsTurned ? Second : First];

    public string Other => Node.Inputs[IsTurned ? First : Second];

    /// <summary>Whether it is the sum of two different images, either of which may be computed by the kernel that adds them up.</summary>
    public bool IsSumOfImages => IsSum && Shape.Width == Shape.OutputWidth && Image != Other;

    public WindowOperation Operation => IsSum ? WindowOperation.IntegerSum : WindowOperation.IntegerProduct;

    /// <summary>What <see cref="Pack"/> writes.</summary>
    public int PackedBytes => IsSum ? Requantizer.Bytes : ImageProduct.Bytes;

    private bool IsSum => Node.Operator is "QLinearAdd";

    /// <summary>Null where the node is another's.</summary>
    public static QuantizedPair? Of(OnnxGraph graph, Dictionary<string, OnnxValue> constants, OnnxNode node)
    {
        if (node is not { Operator: "QLinearAdd" or "QLinearMul", Domain: OnnxGraph.Microsoft, Inputs.Length: 8 }
            || graph.Computed(node.Outputs[0])!.Shape is not { Length: > 0 and <= WindowOperator.MostDimensions } shape
            || !node.Inputs.Where((_, input) => input is not (First or Second)).All(constants.ContainsKey)
            || Bytes(First) is not { } a || Bytes(Second) is not { } b)
        {
            return null;
        }

        var isTurned = a.Count < b.Count;
        var (image, other) = isTurned ? (b, a) : (a, b);
        return image.Count == shape.Aggregate(1L, (product, dimension) => product * dimension) && Pixels(other.Shape, shape) is { } pixels
            ? new(node, pixels, isTurned, constants)
            : null;

        OnnxValue? Bytes(int input) => (graph.Variable(node.Inputs[input]) ?? constants.GetValueOrDefault(node.Inputs[input])) is { Type: OrtElementType.UInt8 } value ? value : null;
    }

    /// <param name="isSecond">See <see cref="ImageSum"/>.</param>
    public ImageSum Sum(byte low, byte high, bool isSecond) =>
        ImageSum.Of(Quantization(First), Quantization(Second), Quantization(Result), isSecond) with { Low = low, High = high };

    /// <summary>What the kernel reads beside the images.</summary>
    public void Pack(byte low, byte high, Span<byte> packed)
    {
        if (IsSum)
        {
            Requantizer.Pack(default, Sum(low, high, isSecond: IsTurned), [], packed);
            return;
        }

        var (image, other) = IsTurned ? (Second, First) : (First, Second);
        (ImageProduct.Of(Quantization(image), Quantization(other), Quantization(Result)) with { Low = low, High = high }).Pack(packed);
    }

    /// <summary>The elements of a tensor as the pixels of a line.</summary>
    public static WindowShape Elements(ImmutableArray<int> shape)
    {
        var elements = shape.Aggregate(1, (product, dimension) => checked(product * dimension));
        return new() { Batch = 1, Height = 1, Width = elements, Channels = 1, OutputHeight = 1, OutputWidth = elements, Filters = 1 };
    }

    /// <summary>Axes that both have, then some along which one repeats, then others that both have: images, pixels, channels. Null where it is otherwise.</summary>
    private static WindowShape? Pixels(ImmutableArray<int> part, ImmutableArray<int> whole)
    {
        if (part.AsSpan().TrimStart(1).SequenceEqual(whole.AsSpan().TrimStart(1)))
        {
            return Elements(whole);
        }

        int[] aligned = [.. Enumerable.Repeat(1, whole.Length - part.Length), .. part];
        var (axis, channels, pixels, images) = (whole.Length - 1, 1, 1, 1);
        for (; axis >= 0 && aligned[axis] == whole[axis]; axis--)
        {
            channels = checked(channels * whole[axis]);
        }

        for (; axis >= 0 && aligned[axis] == 1; axis--)
        {
            pixels = checked(pixels * whole[axis]);
        }

        for (; axis >= 0 && aligned[axis] == whole[axis]; axis--)
        {
            images = checked(images * whole[axis]);
        }

        return axis < 0 && channels >= PixelBlocks.FewestChannels
            ? new() { Batch = images, Height = 1, Width = 1, Channels = channels, OutputHeight = 1, OutputWidth = pixels, Filters = channels }
            : null;
    }

    private (float Scale, byte Zero) Quantization(int input)
    {
        var scale = input == Result ? Result : input + 1;
        return (Constants[Node.Inputs[scale]].Scalar<float>(), Constants[Node.Inputs[scale + 1]].Scalar<byte>());
    }
}
