namespace WebNN.FlatBuffers;

/// <summary>One graph: tensors, and the operators that compute them, in execution order.</summary>
public readonly struct ModelSubgraph(FlatTable table) : ITableView<ModelSubgraph>
{
    internal const int TensorsField = 0;
    internal const int InputsField = 1;
    internal const int OutputsField = 2;
    internal const int OperatorsField = 3;
    private const int NameField = 4;
    private const int DebugMetadataIndexField = 5;

    public FlatTable Table => table;

    public TableList<ModelTensor> Tensors => new(table, TensorsField);

    /// <summary>Tensor indices.</summary>
    public ReadOnlySpan<int> Inputs => table.Vector<int>(InputsField);

    /// <summary>Tensor indices.</summary>
    public ReadOnlySpan<int> Outputs => table.Vector<int>(OutputsField);

    public TableList<ModelOperator> Operators => new(table, OperatorsField);

    public string Name => table.String(NameField) ?? string.Empty;

    /// <summary>Index into the metadata about subgraphs; -1 for none.</summary>
    public int DebugMetadataIndex => table.Int32(DebugMetadataIndexField, -1);

    public static ModelSubgraph Over(FlatTable table) => new(table);
}

/// <summary>Bytes that tensors and metadata refer to.</summary>
public readonly struct ModelBuffer(FlatTable table) : ITableView<ModelBuffer>
{
    internal const int DataField = 0;
    internal const int OffsetField = 1;

    public FlatTable Table => table;

    /// <summary>The bytes, over the file: in the table, or after all tables where a large model keeps them.</summary>
    public ReadOnlyMemory<byte> Data => Read(table, DataField, OffsetField);

    public static ModelBuffer Over(FlatTable table) => new(table);

    /// <summary>A place in the file counts where the offset is above 1; its size is the field after the offset.</summary>
    internal static ReadOnlyMemory<byte> Read(FlatTable table, int dataField, int offsetField)
    {
        var offset = table.UInt64(offsetField);
        if (offset <= 1) return table.Bytes(dataField);
        return table.File.Slice((int)offset, (int)table.UInt64(offsetField + 1));
    }
}

/// <summary>A file beside the model that holds tensors' bytes.</summary>
public readonly struct ModelExternalBufferGroup(FlatTable table) : ITableView<ModelExternalBufferGroup>
{
    private const int NameField = 0;

    public FlatTable Table => table;

    /// <summary>The file's name or URI.</summary>
    public string Name => table.String(NameField) ?? string.Empty;

    public static ModelExternalBufferGroup Over(FlatTable table) => new(table);
}

/// <summary>A place in a file beside the model.</summary>
public readonly struct ModelExternalBuffer(FlatTable table) : ITableView<ModelExternalBuffer>
{
    internal const int IdField = 0;
    internal const int GroupField = 1;
    private const int OffsetField = 2;
    private const int LengthField = 3;
    private const int PackingField = 4;

    public FlatTable Table => table;

    /// <summary>What <see cref="ModelTensor.ExternalBuffer"/> refers to; not 0, and no two have the same.</summary>
    public uint Id => table.UInt32(IdField);

    /// <summary>Index into the model's groups.</summary>
    public int Group => (int)table.UInt32(GroupField);

    public ulong Offset => table.UInt64(OffsetField);

    public ulong Length => table.UInt64(LengthField);

    /// <summary>How the bytes are packed; empty for as they are.</summary>
    public string Packing => table.String(PackingField) ?? string.Empty;

    public static ModelExternalBuffer Over(FlatTable table) => new(table);
}

/// <summary>A named buffer that the runtime does not need: labels, normalization, the converter's version.</summary>
public readonly struct ModelMetadata(FlatTable table) : ITableView<ModelMetadata>
{
    private const int NameField = 0;
    internal const int BufferField = 1;

    public FlatTable Table => table;

    public string Name => table.String(NameField) ?? string.Empty;

    /// <summary>Index into the model's buffers.</summary>
    public int Buffer => (int)table.UInt32(BufferField);

    public static ModelMetadata Over(FlatTable table) => new(table);
}

/// <summary>A named way to call a subgraph, with names for its inputs and outputs.</summary>
public readonly struct ModelSignature(FlatTable table) : ITableView<ModelSignature>
{
    internal const int InputsField = 0;
    internal const int OutputsField = 1;
    private const int KeyField = 2;
    internal const int SubgraphIndexField = 4;

    public FlatTable Table => table;

    public string Key => table.String(KeyField) ?? string.Empty;

    public TableList<ModelTensorName> Inputs => new(table, InputsField);

    public TableList<ModelTensorName> Outputs => new(table, OutputsField);

    public int SubgraphIndex => (int)table.UInt32(SubgraphIndexField);

    public static ModelSignature Over(FlatTable table) => new(table);
}

/// <summary>A signature's name for a tensor.</summary>
public readonly struct ModelTensorName(FlatTable table) : ITableView<ModelTensorName>
{
    private const int NameField = 0;
    internal const int TensorIndexField = 1;

    public FlatTable Table => table;

    public string Name => table.String(NameField) ?? string.Empty;

    /// <summary>Index into the subgraph's tensors.</summary>
    public int TensorIndex => (int)table.UInt32(TensorIndexField);

    public static ModelTensorName Over(FlatTable table) => new(table);
}
