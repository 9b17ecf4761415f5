using System.Buffers.Binary;

namespace WebNN.FlatBuffers;

/// <summary>A .tflite file as views over its bytes, which stay in use as long as any view does and must not change.</summary>
public sealed class FlatBufferModel
{
    /// <summary>The bytes that <see cref="HasIdentifier"/> looks at.</summary>
    public const int HeaderLength = FileHeader.Length;

    private const int VersionField = 0;
    private const int OperatorCodesField = 1;
    private const int SubgraphsField = 2;
    private const int DescriptionField = 3;
    private const int BuffersField = 4;
    private const int MetadataBufferField = 5;
    private const int MetadataField = 6;
    private const int SignatureDefsField = 7;
    private const int ExternalBufferGroupsField = 8;
    private const int ExternalBuffersField = 9;

    private readonly FlatTable table;

    private FlatBufferModel(FlatTable table, int tablesEnd)
    {
        this.table = table;
        TablesEnd = tablesEnd;
        OperatorCodes = new(table, OperatorCodesField);
        Subgraphs = new(table, SubgraphsField);
        Buffers = new(table, BuffersField);
        Metadata = new(table, MetadataField);
        SignatureDefs = new(table, SignatureDefsField);
        ExternalBufferGroups = new(table, ExternalBufferGroupsField);
        ExternalBuffers = new(table, ExternalBuffersField);
    }

    /// <summary>Every byte that the model was parsed from.</summary>
    public ReadOnlyMemory<byte> File => table.File;

    /// <summary>The schema's version: 3.</summary>
    public int Version => (int)table.UInt32(VersionField);

    public string? Description => table.String(DescriptionField);

    public TableList<ModelOperatorCode> OperatorCodes { get; }

    /// <summary>The first is the main graph.</summary>
    public TableList<ModelSubgraph> Subgraphs { get; }

    public TableList<ModelBuffer> Buffers { get; }

    public TableList<ModelMetadata> Metadata { get; }

    public TableList<ModelSignature> SignatureDefs { get; }

    /// <summary>Files beside the model; this library reads none of them.</summary>
    public TableList<ModelExternalBufferGroup> ExternalBufferGroups { get; }

    public TableList<ModelExternalBuffer> ExternalBuffers { get; }

    /// <summary>Indices of buffers that hold metadata, as older writers listed them.</summary>
    public ReadOnlySpan<int> MetadataBuffer => table.Vector<int>(MetadataBufferField);

    /// <summary>
    /// Whether bytes lie behind the tables, as in files of current quantizers. Old versions of TFLite do not look there:
    /// <see cref="InlinedModel"/>.
    /// </summary>
    public bool HasDataOutside =>
        Buffers.Any(buffer => buffer.Table.UInt64(ModelBuffer.OffsetField) > 1)
        || Subgraphs.SelectMany(subgraph => subgraph.Operators)
            .Any(node => node.Table.UInt64(ModelOperator.LargeCustomOptionsOffsetField) > 1);

    /// <summary>The byte after the last that a table of the schema reaches.</summary>
    internal int TablesEnd { get; }

    internal FlatTable Table => table;

    /// <summary>Whether a file begins as a .tflite model does, whatever follows.</summary>
    public static bool HasIdentifier(ReadOnlySpan<byte> file) => FileHeader.IsModel(file);

    /// <summary>Verifies the whole file once: afterwards every field reads inside it, every index refers to
    /// something, and the nodes of a graph can be computed in their order.</summary>
    /// <exception cref="InvalidModelException">
    /// The bytes are no model of schema version 3, are cut short or contradict themselves.
    /// </exception>
    public static FlatBufferModel Parse(ReadOnlyMemory<byte> bytes)
    {
        FileHeader.Check(bytes.Span);
        var root = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span);
        var verifier = new Verifier(bytes);
        verifier.Table(root, ModelSchema.Model);
        var model = new FlatBufferModel(new(bytes, (int)root), verifier.End);
        var path = new FieldPath();
        new ModelChecks(model, path).Run();
        new QuantizationChecks(model, path).Run();
        new OperatorChecks(model, path).Run();
        new GraphChecks(model, path).Run();
        return model;
    }

    /// <summary>What an operator is: its builtin code, version and custom name.</summary>
    public ModelOperatorCode CodeOf(ModelOperator node) => OperatorCodes[node.OpcodeIndex];

    /// <summary>The bytes of a constant tensor, over the file; empty for a tensor that is computed.</summary>
    public ReadOnlyMemory<byte> DataOf(ModelTensor tensor) => Buffers[tensor.Buffer].Data;

    /// <summary>The bytes of the metadata with this name; null where the model has none.</summary>
    public ReadOnlyMemory<byte>? FindMetadata(string name)
    {
        foreach (var metadata in Metadata)
        {
            if (metadata.Name == name) return Buffers[metadata.Buffer].Data;
        }

        return null;
    }
}
