using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Evidence;

namespace WebNN.TfLite.Delegation.Tests;

/// <summary>A TFLite graph for tests: tensors and nodes numbered as they are made.</summary>
internal sealed class Model
{
    private readonly List<NodeInfo> nodes = [];
    private int tensors;

    public ImmutableArray<NodeInfo> Nodes => [.. nodes];

    public TensorInfo Tensor(string name, TfLiteType type, params int[] shape) => new(tensors++, name, type, [.. shape], null, null);

    public TensorInfo Float(string name, params int[] shape) => Tensor(name, TfLiteType.Float32, shape);

    public TensorInfo Int8(string name, float scale, int zeroPoint, params int[] shape) =>
        Tensor(name, TfLiteType.Int8, shape) with { Quantization = new([scale], [zeroPoint], 0) };

    public TensorInfo UInt8(string name, float scale, int zeroPoint, params int[] shape) =>
        Tensor(name, TfLiteType.UInt8, shape) with { Quantization = new([scale], [zeroPoint], 0) };

    public TensorInfo Int16(string name, float scale, params int[] shape) =>
        Tensor(name, TfLiteType.Int16, shape) with { Quantization = new([scale], [0], 0) };

    /// <summary>Floats 0, 1, 2 …</summary>
    public TensorInfo FloatConstant(string name, params int[] shape) =>
        Float(name, shape) with { Data = MemoryMarshal.AsBytes<float>([.. Enumerable.Range(0, Count(shape)).Select(i => (float)i)]).ToArray() };

    public TensorInfo Indices(string name, params int[] values) =>
        Tensor(name, TfLiteType.Int32, values.Length) with { Data = MemoryMarshal.AsBytes<int>(values).ToArray() };

    public TensorInfo Scalar(string name, int value) =>
        Tensor(name, TfLiteType.Int32) with { Data = BitConverter.GetBytes(value) };

    public NodeInfo Node(BuiltinOperator code, object? parameters, TensorInfo?[] inputs, params TensorInfo[] outputs)
    {
        var node = new NodeInfo(nodes.Count, code, 1, parameters, [.. inputs], [.. outputs], code == BuiltinOperator.Custom ? "Mine" : null);
        nodes.Add(node);
        return node;
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, dimension) => product * dimension);
}

/// <summary>What tests ask of one node.</summary>
internal static class Translations
{
    /// <summary>The text form of the graph that computes all of the node's outputs.</summary>
    public static string Translate(this NodeInfo node) => Define(node).ToText();

    public static string? Objection(this NodeInfo node)
    {
        var objection = new NodeTrials(new FakeContext()).Objection(node, new ConstantFolding([node]));
        if (objection is not null && node.Code != BuiltinOperator.Custom)
        {
            OperatorEvidence.Refused(node.Code.SchemaName(), objection);
        }

        return objection;
    }

    /// <summary>The operators of the text form, in order: for translations whose operands do not matter to a test.</summary>
    public static string Operators(this NodeInfo node) => string.Join(' ', Define(node).Nodes.Select(step => step.Operator));

    private static MLGraphDefinition Define(NodeInfo node)
    {
        var translator = new GraphTranslator(new FakeContext(), new ConstantFolding([node]));
        translator.Add(node);
        var graph = translator.Builder.Define(translator.Outputs(node.Outputs));
        OperatorEvidence.Translated(node.Code.SchemaName(), graph.Nodes.Select(step => step.Operator));
        return graph;
    }
}
