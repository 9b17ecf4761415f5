using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>What moves elements, what names constants, and SOFTMAX.</summary>
internal static class LayoutRows
{
    public static void Alias(XnnpackLowering lowering, NodeInfo node)
    {
        if (lowering.Input(node, 0) is { Data: { } data })
        {
            lowering.Know(node.Outputs[0], data);
        }
        else
        {
            lowering.Buffers.Alias(node.Outputs[0], lowering.Input(node, 0));
        }
    }

    /// <summary>Constants are unpacked here, once.</summary>
    public static void Dequantize(XnnpackLowering lowering, NodeInfo node)
    {
        var input = lowering.Input(node, 0);
        if (input is { Data: { } data, Type: TfLiteType.Float16 })
        {
            lowering.Know(node.Outputs[0], MemoryMarshal.AsBytes<float>(Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(data.Span).ToArray(), half => (float)half)).ToArray());
            return;
        }

        ElementRows.Unary(lowering, node, XnnpackUnary.Convert);
    }

    public static void Concatenation(XnnpackLowering lowering, NodeInfo node)
    {
        var p = (TfLiteConcatenationParams)node.Params!;
        var output = node.Outputs[0];
        var axis = p.Axis < 0 ? p.Axis + output.Shape.Length : p.Axis;
        var rows = output.Shape[..axis].Aggregate(1, (all, dimension) => all * dimension);
        var offset = 0;
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            var input = lowering.Input(node, i);
            if (!input.HasQuantizationOf(output))
            {
                var converted = lowering.NewTensor(output with { Shape = input.Shape });
                lowering.Steps.Add(new UnaryStep(node.Label, XnnpackUnary.Convert, input, converted));
                input = converted;
            }

            var row = Elements.Bytes(input) / rows;
            lowering.Steps.Add(new CopyStep(node.Label, input, output, rows, row, Elements.Bytes(output) / rows, offset));
            offset += row;
        }

        ElementRows.ClampAfter(lowering, node, p.Activation);
    }

    public static void Pad(XnnpackLowering lowering, NodeInfo node)
    {
        var (input, output) = (lowering.Input(node, 0), node.Outputs[0]);
        var paddings = XnnpackLowering.Integers(node, lowering.Input(node, 1));
        var isOfImage = paddings is [0, 0, _, _, _, _, 0, 0];
        if (!isOfImage || !lowering.TryPad(output, input, new(paddings[2], paddings[5], paddings[3], paddings[4])))
        {
            lowering.Steps.Add(new PadStep(node.Label, input, output, [.. paddings.Where((_, i) => i % 2 == 0)]));
        }
    }

    public static void Transpose(XnnpackLowering lowering, NodeInfo node)
    {
        var input = lowering.Input(node, 0);
        var permutation = XnnpackLowering.Integers(node, lowering.Input(node, 1));
        var rank = input.Shape.Length;
        if (rank < 2 || !permutation.AsSpan().SequenceEqual([.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]))
        {
            throw XnnpackLowering.Refused(node, $"a permutation {string.Join(", ", permutation)}: the library exports no operator for it");
        }

        lowering.Steps.Add(new TransposeStep(node.Label, input, node.Outputs[0]));
    }

    public static void Softmax(XnnpackLowering lowering, NodeInfo node)
    {
        var (input, output) = (lowering.Input(node, 0), node.Outputs[0]);
        if (input.Type != output.Type)
        {
            throw XnnpackLowering.Refused(node, $"{input} to {output}");
        }

        _ = Elements.Datatype(input);
        lowering.Steps.Add(new SoftmaxStep(node.Label, input, output, ((TfLiteSoftmaxParams)node.Params!).Beta));
    }
}
