using System.Globalization;

namespace WebNN.FlatBuffers;

/// <summary>
/// Which models a TensorFlow Lite of a certain version can be given. Old versions abort on what they do not know, or on what their kernels
/// take for granted; a runtime without TFLite does not ask here.
/// </summary>
public static class HostSupport
{
    /// <summary>Every current LiteRT says that it is this version, whatever its age: what it knows cannot be told.</summary>
    private static readonly Version unknownFrom = new(2, 19);

    /// <summary>The first version that knows tensors of the type, and those before it.</summary>
    private static readonly (TensorType Newest, Version Since)[] types =
    [
        (TensorType.UInt16, new(2, 2)),
        (TensorType.Int4, new(2, 12)),
        (TensorType.BFloat16, new(2, 17)),
    ];

    /// <summary>
    /// Why a TensorFlow Lite that calls itself <paramref name="version"/> must not be given the model, with the place; null where it may.
    /// </summary>
    public static string? Objection(FlatBufferModel model, string version)
    {
        ArgumentNullException.ThrowIfNull(model);
        var host = Parse(version);
        var graphs = model.Subgraphs;
        for (var graph = 0; graph < graphs.Count; graph++)
        {
            var tensors = graphs[graph].Tensors;
            for (var i = 0; i < tensors.Count; i++)
            {
                if (TensorObjection(tensors[i], host) is { } problem) return $"subgraphs[{graph}].tensors[{i}] '{tensors[i].Name}' {problem}";
            }

            var nodes = graphs[graph].Operators;
            for (var i = 0; i < nodes.Count; i++)
            {
                var code = model.CodeOf(nodes[i]);
                if (NodeObjection(code.BuiltinCode, nodes[i], tensors) is { } problem) return $"subgraphs[{graph}].operators[{i}] {code.Name} {problem}";
            }
        }

        return null;
    }

    private static string? TensorObjection(ModelTensor tensor, Version host)
    {
        if (tensor.ExternalBuffer != 0) return "has its bytes in a file beside the model, which this library does not read";
        if (host >= unknownFrom) return null;
        if (tensor.Type > Known(host)) return $"has the type {tensor.Type}, which it does not know";
        return tensor.Quantization is { DetailsType: > 1 } quantization
            ? $"has {quantization.DetailsName} quantization, which it does not know"
            : null;
    }

    private static TensorType Known(Version host)
    {
        var known = types[0].Newest;
        foreach (var (newest, since) in types)
        {
            if (host >= since) known = newest;
        }

        return known;
    }

    /// <summary>What TFLite's kernels read without asking.</summary>
    private static string? NodeObjection(BuiltinOperator code, ModelOperator node, TableList<ModelTensor> tensors)
    {
        if (code == BuiltinOperator.Svdf) return StateObjection(node, tensors);
        if (!DividesScales(code)) return null;
        foreach (var index in node.Inputs)
        {
            if (index >= 0 && LacksScale(tensors[index])) return $"computes with tensor {index} '{tensors[index].Name}', {Lacking(tensors[index])}";
        }

        foreach (var index in node.Outputs)
        {
            if (LacksScale(tensors[index])) return $"writes tensor {index} '{tensors[index].Name}', {Lacking(tensors[index])}";
        }

        return RatioObjection(code, node, tensors);
    }

    /// <summary>These kernels bring both inputs to twice the larger scale, and abort where the step from there to the output is no fraction.</summary>
    private static string? RatioObjection(BuiltinOperator code, ModelOperator node, TableList<ModelTensor> tensors)
    {
        if (node.Inputs.Length != 2 || node.Outputs.Length != 1 || !IsQuantized(tensors[node.Outputs[0]])) return null;
        var output = tensors[node.Outputs[0]];
        var largest = node.Inputs.ToArray().Max(index => IsQuantized(tensors[index]) ? tensors[index].Quantization!.Value.Scales[0] : 0);

        // A float there as well: twice a very large scale is infinite, and no output is enough.
        double twice = 2 * largest;
        var limit = code == BuiltinOperator.SquaredDifference ? twice * twice / (1 << 14)
            : twice / (1 << (output.Type == TensorType.Int16 ? 15 : 20));
        var scale = output.Quantization!.Value.Scales[0];
        return scale > limit
            ? null
            : FormattableString.Invariant(
                $"writes tensor {node.Outputs[0]} '{output.Name}' with the scale {scale}; from inputs of {largest} it takes more than {limit}");
    }

    private static bool IsQuantized(ModelTensor tensor) =>
        tensor.Type is TensorType.Int8 or TensorType.UInt8 or TensorType.Int16 && tensor.Quantization is { Scales.IsEmpty: false };

    private static string Lacking(ModelTensor tensor) => $"which is {tensor.Type} and has no scale";

    /// <summary>Kernels that divide the scales of their tensors by each other, and abort where the quotient is not what they expect.</summary>
    private static bool DividesScales(BuiltinOperator code) =>
        code is BuiltinOperator.Add or BuiltinOperator.Sub or BuiltinOperator.SquaredDifference;

    private static bool LacksScale(ModelTensor tensor) =>
        tensor.Type is TensorType.Int8 or TensorType.UInt8 or TensorType.Int16 && !IsQuantized(tensor);

    private static string? StateObjection(ModelOperator node, TableList<ModelTensor> tensors)
    {
        const int State = 4;
        if (node.Inputs.Length <= State || node.Inputs[0] < 0 || node.Inputs[State] < 0) return null;
        var input = tensors[node.Inputs[0]];
        var state = tensors[node.Inputs[State]];
        var expected = input.Type == TensorType.Int8 ? TensorType.Int16 : TensorType.Float32;
        return state.Type == expected
            ? null
            : $"has {input.Type} input and its state, tensor {node.Inputs[State]} '{state.Name}', is {state.Type}; it takes {expected}";
    }

    /// <summary>What says no version counts as the oldest.</summary>
    private static Version Parse(string version)
    {
        var numbers = new string([.. version.TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]).TrimEnd('.').Split('.');
        return numbers.Length >= 2 && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new(major, minor)
            : new(2, 2);
    }
}
