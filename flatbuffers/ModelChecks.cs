namespace WebNN.FlatBuffers;

/// <summary>
/// What the layout cannot say: the version, that indices refer to something, that constants have the size of their tensors. After it,
/// <see cref="QuantizationChecks"/>, <see cref="GraphChecks"/> and <see cref="OperatorChecks"/> may follow every index.
/// </summary>
internal sealed class ModelChecks(FlatBufferModel model, FieldPath path) : ModelCheck(path)
{
    private const int SubgraphsField = 2;
    private const int BuffersField = 4;
    private const int MetadataBufferField = 5;
    private const int AbsentTensor = -1;

    /// <summary>
    /// Index lists may be shared between operators, so that checking them could take longer than the file's size suggests.
    /// </summary>
    private readonly long maxIndices = Math.Max(1_000_000, model.File.Length);

    private int[] tensorCounts = [];
    private HashSet<uint> externalBuffers = [];
    private long indices;

    public void Run()
    {
        var version = model.Table.UInt32(0);
        if (version != ModelSchema.Version)
        {
            Fail(model.Table, 0, "version", $"schema version {version}; this reader knows version {ModelSchema.Version}");
        }
        if (model.Subgraphs.Count == 0) Fail(model.Table, SubgraphsField, "subgraphs", "the model has no graph");
        if (model.Buffers.Count == 0)
        {
            Fail(model.Table, BuffersField, "buffers", "the model has no buffers, not even the empty one that every model starts with");
        }
        tensorCounts = [.. model.Subgraphs.Select(subgraph => subgraph.Tensors.Count)];
        Each("buffers", model.Buffers, buffer => OutOfLine(buffer.Table, ModelBuffer.OffsetField, "offset"));
        ExternalBuffers();
        Each("subgraphs", model.Subgraphs, Subgraph);
        Each(
            "metadata",
            model.Metadata,
            metadata => Index(metadata.Table, ModelMetadata.BufferField, "buffer", model.Buffers.Count, "buffers"));
        Each("signature_defs", model.SignatureDefs, Signature);
        Indices(model.Table, MetadataBufferField, "metadata_buffer", 0, model.Buffers.Count, "buffers");
    }

    private void ExternalBuffers()
    {
        var groups = model.ExternalBufferGroups.Count;
        var ids = new HashSet<uint>();
        Each("external_buffers", model.ExternalBuffers, buffer =>
        {
            Index(buffer.Table, ModelExternalBuffer.GroupField, "group", groups, "external buffer groups");
            if (buffer.Id == 0 || !ids.Add(buffer.Id))
            {
                Fail(buffer.Table, ModelExternalBuffer.IdField, "id", $"id {buffer.Id} is {(buffer.Id == 0 ? "for none" : "another's")}");
            }
        });
        externalBuffers = ids;
    }

    private void Subgraph(ModelSubgraph subgraph)
    {
        var tensors = subgraph.Tensors.Count;
        Each("tensors", subgraph.Tensors, Tensor);
        Indices(subgraph.Table, ModelSubgraph.InputsField, "inputs", 0, tensors, "tensors");
        Indices(subgraph.Table, ModelSubgraph.OutputsField, "outputs", 0, tensors, "tensors");
        Each("operators", subgraph.Operators, node => Operator(node, tensors));
    }

    private void Operator(ModelOperator node, int tensors)
    {
        Index(node.Table, ModelOperator.OpcodeIndexField, "opcode_index", model.OperatorCodes.Count, "operator codes");
        Indices(node.Table, ModelOperator.InputsField, "inputs", AbsentTensor, tensors, "tensors");
        Indices(node.Table, ModelOperator.OutputsField, "outputs", 0, tensors, "tensors");
        Indices(node.Table, ModelOperator.IntermediatesField, "intermediates", AbsentTensor, tensors, "tensors");
        OutOfLine(node.Table, ModelOperator.LargeCustomOptionsOffsetField, "large_custom_options_offset");
        if (node.Options2Type == OptionsSchema.Case && node.Options2 is { } branches)
        {
            Path.Push("builtin_options_2");
            Indices(branches, 0, "branch_subgraph_indices", 0, model.Subgraphs.Count, "subgraphs");
            Path.Pop();
        }

        if (node.Options is not { } options) return;
        Path.Push("builtin_options");
        foreach (var (field, name) in SubgraphFields(node.OptionsType))
        {
            Index(options, field, name, model.Subgraphs.Count, "subgraphs");
        }

        Path.Pop();
    }

    private static ReadOnlySpan<(int Field, string Name)> SubgraphFields(BuiltinOptionsType type) => type switch
    {
        BuiltinOptionsType.If => new[] { (0, "then_subgraph_index"), (1, "else_subgraph_index") },
        BuiltinOptionsType.While => new[] { (0, "cond_subgraph_index"), (1, "body_subgraph_index") },
        BuiltinOptionsType.CallOnce => new[] { (0, "init_subgraph_index") },
        _ => default,
    };

    private void Tensor(ModelTensor tensor)
    {
        Index(tensor.Table, ModelTensor.BufferField, "buffer", model.Buffers.Count, "buffers");
        Count(tensor.Shape.Length);
        if (tensor.ExternalBuffer != 0 && !externalBuffers.Contains(tensor.ExternalBuffer))
        {
            Fail(tensor.Table, ModelTensor.ExternalBufferField, "external_buffer", $"no external buffer has the id {tensor.ExternalBuffer}");
        }

        var data = model.DataOf(tensor);
        var size = tensor.Sparsity is null ? tensor.Type.ByteSize(tensor.Shape) : data.Length;
        if (!data.IsEmpty && tensor.Type.BitSize() != 0 && data.Length != size)
        {
            var shape = string.Join(',', tensor.Shape.ToArray());
            Fail(
                tensor.Table,
                ModelTensor.BufferField,
                "buffer",
                $"holds {data.Length} bytes; {tensor.Type}[{shape}] needs {size?.ToString() ?? "another size"}");
        }
    }

    private void Signature(ModelSignature signature)
    {
        Index(signature.Table, ModelSignature.SubgraphIndexField, "subgraph_index", model.Subgraphs.Count, "subgraphs");
        var tensors = tensorCounts[signature.SubgraphIndex];
        void Check(ModelTensorName name) => Index(name.Table, ModelTensorName.TensorIndexField, "tensor_index", tensors, "tensors");
        Each("inputs", signature.Inputs, Check);
        Each("outputs", signature.Outputs, Check);
    }

    private void OutOfLine(FlatTable table, int offsetField, string name)
    {
        var offset = table.UInt64(offsetField);
        var size = table.UInt64(offsetField + 1);
        var length = (ulong)model.File.Length;
        if (offset > 1 && (offset > length || size > length - offset))
        {
            Fail(
                table,
                offsetField,
                name,
                $"{size} bytes at {offset} end after the file, which has {length} bytes: it is truncated or damaged");
        }
    }

    private void Index(FlatTable table, int field, string name, int count, string what)
    {
        Count(1);
        var value = table.UInt32(field);
        if (value >= count) Fail(table, field, name, OutOfRange(value, count, what));
    }

    private void Indices(FlatTable table, int field, string name, int minimum, int count, string what)
    {
        var values = table.Vector<int>(field);
        Count(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] < minimum || values[i] >= count) FailAt(table, field, name, i, OutOfRange(values[i], count, what));
        }
    }

    private static string OutOfRange(long value, int count, string what) => $"index {value} is out of range: there are {count} {what}";

    private void Count(int entries)
    {
        indices += entries;
        if (indices > maxIndices)
        {
            throw new InvalidModelException(
                $"more than {maxIndices} indices: the file refers to the same ones over and over", 0, Path.ToString());
        }
    }
}
