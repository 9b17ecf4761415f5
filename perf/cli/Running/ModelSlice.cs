using System.Buffers.Binary;
using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Running;

/// <summary>
/// Makes models out of parts of a model, for checks: the same bytes with another list of nodes, inputs or outputs. Lists are appended to
/// the file and the subgraph's fields point at them; everything else, weights and options included, stays where it is.
/// </summary>
internal static class ModelSlice
{
    private const int SignatureDefsField = 7;
    private const int InputsField = 1;
    private const int OutputsField = 2;
    private const int OperatorsField = 3;

    /// <summary>The whole model with these tensors as its outputs.</summary>
    public static byte[] WithOutputs(FlatBufferModel model, ReadOnlySpan<int> tensors)
    {
        var copy = new List<byte>(model.File.Length);
        copy.AddRange(model.File.Span);
        Redirect(copy, model.Subgraphs[0].Table, OutputsField, tensors);
        return WithoutSignatures(copy, model);
    }

    /// <summary>One node of the model; what it reads from other nodes becomes an input.</summary>
    public static byte[] OfNode(FlatBufferModel model, int node, ReadOnlySpan<int> inputs, ReadOnlySpan<int> outputs) =>
        OfNodes(model, [node], inputs, outputs);

    /// <summary>Several nodes of the model, in the order in which they run.</summary>
    public static byte[] OfNodes(FlatBufferModel model, ReadOnlySpan<int> nodes, ReadOnlySpan<int> inputs, ReadOnlySpan<int> outputs)
    {
        var graph = model.Subgraphs[0];
        var copy = new List<byte>(model.File.Length);
        copy.AddRange(model.File.Span);
        var first = graph.Table.Locate(OperatorsField, vector: true);
        for (var i = 0; i < nodes.Length; i++)
        {
            var place = first + (i * sizeof(int));
            Write(copy, place, graph.Operators[nodes[i]].Table.Position - place);
        }

        Write(copy, first - sizeof(int), nodes.Length);
        Redirect(copy, graph.Table, InputsField, inputs);
        Redirect(copy, graph.Table, OutputsField, outputs);
        return WithoutSignatures(copy, model);
    }

    /// <summary>Signatures name tensors that are no inputs and outputs any more.</summary>
    private static byte[] WithoutSignatures(List<byte> copy, FlatBufferModel model)
    {
        var root = new FlatTable(model.File, BinaryPrimitives.ReadInt32LittleEndian(model.File.Span));
        if (root.Has(SignatureDefsField))
        {
            Write(copy, root.Locate(SignatureDefsField, vector: true) - sizeof(int), 0);
        }

        return [.. copy];
    }

    private static void Redirect(List<byte> copy, FlatTable table, int field, ReadOnlySpan<int> values)
    {
        while (copy.Count % sizeof(int) != 0)
        {
            copy.Add(0);
        }

        var at = table.Locate(field);
        Write(copy, at, copy.Count - at);
        copy.AddRange(MemoryMarshal.AsBytes([values.Length, .. values]));
    }

    private static void Write(List<byte> copy, int at, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(CollectionsMarshal.AsSpan(copy)[at..], value);
}
