namespace WebNN.FlatBuffers;

/// <summary>
/// Builds a .tflite model. What it writes depends only on the calls, byte for byte. Constants are not copied before
/// <see cref="ToArray"/>, so they must not change until then.
/// </summary>
public sealed class ModelWriter
{
    private const int BufferAlignment = 16;
    private const int LargestOneByteCode = (int)BuiltinOperator.PlaceholderForGreaterOpCodes;

    private readonly string description;
    private readonly Dictionary<(BuiltinOperator Code, int Version, string? Custom), int> codeIndices = [];
    private readonly List<FlatRecord> codes = [];
    private readonly List<SubgraphWriter> subgraphs = [];
    private readonly List<ReadOnlyMemory<byte>> buffers = [default];
    private readonly List<FlatRecord> metadata = [];
    private readonly List<FlatRecord> signatures = [];
    private readonly List<string> groups = [];
    private readonly List<FlatRecord> externalBuffers = [];

    public ModelWriter(string description = "")
    {
        this.description = description;
        Main = AddSubgraph("main");
    }

    /// <summary>The graph that runs when nothing else is said; the methods of this class that add to a graph add to it.</summary>
    public SubgraphWriter Main { get; }

    /// <summary>Whether constants go behind the tables, as current quantizers write large ones, instead of into them.</summary>
    public bool DataOutside { get; init; }

    /// <summary>Adds another graph, which nodes and signatures refer to.</summary>
    public SubgraphWriter AddSubgraph(string name)
    {
        var result = new SubgraphWriter(this, name, subgraphs.Count);
        subgraphs.Add(result);
        return result;
    }

    /// <inheritdoc cref="SubgraphWriter.AddTensor(string, TensorType, ReadOnlySpan{int}, QuantizationParameters?, ReadOnlyMemory{byte}, bool)"/>
    public int AddTensor(
        string name,
        TensorType type,
        ReadOnlySpan<int> shape,
        QuantizationParameters? quantization = null,
        ReadOnlyMemory<byte> data = default,
        bool isVariable = false) =>
        Main.AddTensor(name, type, shape, quantization, data, isVariable);

    /// <inheritdoc cref="SubgraphWriter.AddTensor(TensorDefinition)"/>
    public int AddTensor(TensorDefinition tensor) => Main.AddTensor(tensor);

    /// <inheritdoc cref="SubgraphWriter.AddOperator"/>
    public int AddOperator(
        BuiltinOperator code,
        ReadOnlySpan<int> inputs,
        ReadOnlySpan<int> outputs,
        BuiltinOptions? options = null,
        int version = 1,
        int debugMetadataIndex = -1,
        ReadOnlySpan<int> intermediates = default) =>
        Main.AddOperator(code, inputs, outputs, options, version, debugMetadataIndex, intermediates);

    /// <inheritdoc cref="SubgraphWriter.AddCustomOperator"/>
    public int AddCustomOperator(
        string customCode, ReadOnlySpan<int> inputs, ReadOnlySpan<int> outputs, ReadOnlyMemory<byte> customOptions = default) =>
        Main.AddCustomOperator(customCode, inputs, outputs, customOptions);

    /// <inheritdoc cref="SubgraphWriter.SetInputs"/>
    public void SetInputs(ReadOnlySpan<int> tensorIndices) => Main.SetInputs(tensorIndices);

    /// <inheritdoc cref="SubgraphWriter.SetOutputs"/>
    public void SetOutputs(ReadOnlySpan<int> tensorIndices) => Main.SetOutputs(tensorIndices);

    /// <summary>Names inputs and outputs for callers that go by name.</summary>
    /// <param name="subgraph">The graph whose tensors these are; null for the main one.</param>
    public void AddSignature(
        string key,
        IEnumerable<(string Name, int Tensor)> inputs,
        IEnumerable<(string Name, int Tensor)> outputs,
        SubgraphWriter? subgraph = null)
    {
        var graph = subgraph ?? Main;
        FlatRecord Entry((string Name, int Tensor) named) =>
            new(FlatValue.String(named.Name), FlatValue.Int32(graph.Known([named.Tensor], optional: false)[0]));
        FlatTables Map(IEnumerable<(string Name, int Tensor)> names) => new([.. names.Select(Entry)]);
        signatures.Add(new(Map(inputs), Map(outputs), FlatValue.String(key), null, FlatValue.Int32(graph.Index)));
    }

    /// <summary>Adds bytes that the runtime does not look at.</summary>
    public void AddMetadata(string name, ReadOnlyMemory<byte> data) =>
        metadata.Add(new(FlatValue.String(name), FlatValue.Int32(AddBuffer(data))));

    /// <summary>Describes bytes in a file beside the model; returns what <see cref="TensorDefinition.ExternalBuffer"/> takes.</summary>
    /// <param name="group">The file's name or URI.</param>
    /// <param name="packing">How they are packed; empty for as they are.</param>
    public uint AddExternalBuffer(string group, long offset, long length, string packing = "")
    {
        if (!groups.Contains(group)) groups.Add(group);
        var id = externalBuffers.Count + 1;
        externalBuffers.Add(new(
            FlatValue.Int32(id),
            FlatValue.Int32(groups.IndexOf(group)),
            FlatValue.Int64(offset),
            FlatValue.Int64(length),
            packing.Length == 0 ? null : FlatValue.String(packing)));
        return (uint)id;
    }

    /// <summary>The finished file.</summary>
    public byte[] ToArray()
    {
        const int BytesPerTable = 160;
        var tables = codes.Count + buffers.Count + externalBuffers.Count + subgraphs.Sum(subgraph => subgraph.TableCount);
        var size = ((long)tables * BytesPerTable) + 1024;
        if (DataOutside)
        {
            // The tables' size depends on no offset, so they are written once to learn it and once more with what follows from it.
            var end = Write(size, Buffers(end: 2)).Length;
            var file = new byte[checked((int)Place(end, buffers.Count))];
            Write(size, Buffers(end)).CopyTo(file, 0);
            for (var i = 1; i < buffers.Count; i++)
            {
                buffers[i].CopyTo(file.AsMemory((int)Place(end, i)));
            }

            return file;
        }

        return Write(size + buffers.Sum(buffer => buffer.Length + (long)BufferAlignment), Buffers(end: 0));
    }

    /// <summary>Writes the finished file.</summary>
    public void Save(string path) => File.WriteAllBytes(path, ToArray());

    internal int AddBuffer(ReadOnlyMemory<byte> data)
    {
        buffers.Add(data);
        return buffers.Count - 1;
    }

    internal int Code(BuiltinOperator code, int version, string? custom)
    {
        if (codeIndices.TryGetValue((code, version, custom), out var known)) return known;
        codes.Add(new(
            FlatValue.Byte((byte)Math.Min((int)code, LargestOneByteCode)),
            custom is null ? null : FlatValue.String(custom),
            FlatValue.Int32(version),
            FlatValue.Int32((int)code)));
        return codeIndices[(code, version, custom)] = codes.Count - 1;
    }

    /// <summary>Where a buffer lies behind tables that end at <paramref name="end"/>; for one past the last, where the file ends.</summary>
    private long Place(long end, int index)
    {
        for (var i = 1; i <= index; i++)
        {
            if (i < buffers.Count) end = (end + BufferAlignment - 1) / BufferAlignment * BufferAlignment;
            if (i < index) end += buffers[i].Length;
        }

        return end;
    }

    /// <param name="end">Where the tables end and the bytes begin; 0 where the bytes go into the tables.</param>
    private FlatTables Buffers(long end)
    {
        FlatRecord Table(int index) => index == 0 ? new()
            : end == 0 ? new(FlatValue.Bytes(buffers[index], BufferAlignment))
            : new(null, FlatValue.Int64(Place(end, index)), FlatValue.Int64(buffers[index].Length));
        return new([.. Enumerable.Range(0, buffers.Count).Select(Table)]);
    }

    private byte[] Write(long capacity, FlatTables bufferTables) =>
        new FlatBufferWriter(checked((int)capacity)).Write(Model(bufferTables), ModelSchema.Identifier);

    private FlatRecord Model(FlatTables bufferTables)
    {
        static FlatTables? Some(IReadOnlyList<FlatRecord> list) => list.Count == 0 ? null : new FlatTables(list);
        return new(
            FlatValue.Int32((int)ModelSchema.Version),
            new FlatTables(codes),
            new FlatTables([.. subgraphs.Select(subgraph => subgraph.Table)]),
            FlatValue.String(description),
            bufferTables,
            null,
            Some(metadata),
            Some(signatures),
            Some([.. groups.Select(group => new FlatRecord(FlatValue.String(group)))]),
            Some(externalBuffers));
    }
}
