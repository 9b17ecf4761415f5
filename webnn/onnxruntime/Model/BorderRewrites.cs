using WebNN.Interop.OnnxRuntime;

namespace WebNN.OnnxRuntime.Model;

/// <summary>What a graph can leave to its border, where the caller's memory is bound anyway.</summary>
internal static class BorderRewrites
{
    /// <summary>QLinearConv's fast kernels take channels in fours: 224x224x3 to 32 filters of 3x3, 365 µs before and 181 after.</summary>
    private const int PaddedChannels = 4;

    public static void Apply(OnnxGraph graph)
    {
        foreach (var input in graph.Inputs.ToArray())
        {
            PadChannels(graph, AbsorbReshape(graph, input));
        }

        foreach (var output in graph.Outputs.ToArray())
        {
            AbsorbOutputReshape(graph, output);
        }

        graph.RemoveUnreadConstants();
    }

    /// <summary>An input that is only reshaped is fed in its new shape: ONNX Runtime would copy it.</summary>
    private static OnnxValue AbsorbReshape(OnnxGraph graph, OnnxValue input)
    {
        if (graph.Readers(input.Name).ToArray() is not [{ Operator: "Reshape" } reshape]
            || reshape.Inputs[0] != input.Name
            || graph.Computed(reshape.Outputs[0]) is not { } reshaped
            || IsOutput(graph, reshaped.Name))
        {
            return input;
        }

        var replacement = reshaped with { Shifted = input.Shifted };
        graph.Remove(reshape);
        graph.ReplaceInput(input, replacement);
        return replacement;
    }

    /// <summary>An output that is a reshape of a value of its own is read in the value's shape.</summary>
    private static void AbsorbOutputReshape(OnnxGraph graph, OnnxValue output)
    {
        if (graph.Nodes.FirstOrDefault(node => node.Outputs.Contains(output.Name)) is not { Operator: "Reshape" } reshape
            || graph.Readers(output.Name).Any()
            || graph.Computed(reshape.Inputs[0]) is not { } source
            || IsOutput(graph, source.Name)
            || graph.Inputs.Any(input => input.Name == source.Name))
        {
            return;
        }

        graph.Remove(reshape);
        graph.ReplaceOutput(output, source with { Shifted = output.Shifted });
    }

    /// <summary>A u8 image of three channels that only convolutions read gets a fourth, which meets weights that stand for zero.</summary>
    private static void PadChannels(OnnxGraph graph, OnnxValue input)
    {
        var readers = graph.Readers(input.Name).ToArray();
        if (input is not { Type: OrtElementType.UInt8, Rank: 4 } || input.Shape[3] != PaddedChannels - 1 || readers.Length == 0
            || IsOutput(graph, input.Name) || !Array.TrueForAll(readers, node => IsDenseConvolution(node, input)))
        {
            return;
        }

        foreach (var node in readers)
        {
            var filter = graph.Constants.First(constant => constant.Name == node.Inputs[3]);
            var zeroPoint = graph.Constants.First(constant => constant.Name == node.Inputs[5]);
            var padded = graph.Constant(filter.Type, filter.Shape.SetItem(1, PaddedChannels), new HostData(() => PadFilter(filter, zeroPoint)));
            graph.Replace(node, node with { Inputs = node.Inputs.SetItem(3, padded.Name) });
        }

        graph.ReplaceInput(input, input with { Shape = input.Shape.SetItem(3, PaddedChannels), CallerChannels = input.Shape[3] });
    }

    private static bool IsDenseConvolution(OnnxNode node, OnnxValue input) =>
        node is { Operator: "QLinearConv", Domain: OnnxGraph.Microsoft }
        && node.Inputs.Count(name => name == input.Name) == 1
        && node.Inputs[0] == input.Name
        && !node.Attributes.Any(attribute => attribute.Name == "group" && attribute.Integers[0] != 1);

    private static byte[] PadFilter(OnnxValue filter, OnnxValue zeroPoint)
    {
        var source = filter.Data!.Bytes.Span;
        var (filters, channels, window) = (filter.Shape[0], filter.Shape[1], filter.Shape[2] * filter.Shape[3]);
        var result = new byte[filters * PaddedChannels * window];

        // All zero points of a filter are the same: ONNX Runtime wants that too.
        Array.Fill(result, zeroPoint.Data!.Bytes.Span[0]);
        for (var i = 0; i < filters; i++)
        {
            source.Slice(i * channels * window, channels * window).CopyTo(result.AsSpan(i * PaddedChannels * window));
        }

        return result;
    }

    private static bool IsOutput(OnnxGraph graph, string name) => graph.Outputs.Any(output => output.Name == name);
}
