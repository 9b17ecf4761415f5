using System.Collections.Immutable;

namespace WebNN.FlatBuffers;

/// <summary>
/// Builds a .tflite model with one graph. What it writes depends only on the calls, byte for byte. Constants are not copied before
/// <see cref="ToArray"/>, so they must not change until then.
/// </summary>
public sealed class ModelWriter(string description = "")
{
    private const int BufferAlignment = 16;
    private const int LargestOneByteCode = (int)BuiltinOperator.PlaceholderForGreaterOpCodes;

    private readonly Dictionary<(BuiltinOperator Code, int Version, string? Custom), int> codeIndices = [];
    private readonly List<FlatRecord> codes = [];
    private readonly List<FlatRecord> tensors = [];
    private readonly List<FlatRecord> operators = [];
    private readonly List<FlatRecord> buffers = [new()];
    private readonly List<FlatRecord> metadata = [];
    private readonly List<FlatRecord> signatures = [];
    private ImmutableArray<int> inputs = [];
    private ImmutableArray<int> outputs = [];
    private long dataSize;

    /// <summary>Adds a tensor and returns its index. With <paramref name="data"/> it is a constant.</summary>
    /// <exception cref="ArgumentException">The data's length is not that of the type and shape, or the scales do not fit them.</exception>
    public int AddTensor(
        string name,
        TensorType type,
        ReadOnlySpan<int> shape,
        QuantizationParameters? quantization = null,
        ReadOnlyMemory<byte> data = default,
        bool isVariable = false)
    {
        if (!data.IsEmpty && type.ByteSize(shape) is { } size && size != data.Length)
        {
            throw new ArgumentException(
                $"{name}: {data.Length} bytes for {type}[{string.Join(',', shape.ToArray())}], which needs {size}", nameof(data));
        }

        var buffer = data.IsEmpty ? 0 : AddBuffer(data);
        var flags = isVariable ? FlatValue.Byte(1) : null;
        tensors.Add(new(
            FlatValue.Vector(shape),
            FlatValue.Byte((byte)type),
            FlatValue.Int32(buffer),
            FlatValue.String(name),
            Quantization(name, shape, quantization),
            flags));
        return tensors.Count - 1;
    }

    /// <summary>Adds a node and returns its index. Nodes run in the order in which they are added.</summary>
    /// <param name="inputs">Tensor indices; -1 for an optional input that is absent.</param>
    public int AddOperator(
        BuiltinOperator code, ReadOnlySpan<int> inputs, ReadOnlySpan<int> outputs, BuiltinOptions? options = null, int version = 1)
    {
        if (code == BuiltinOperator.Custom) throw new ArgumentException("a custom operator needs a name: AddCustomOperator", nameof(code));
        var type = options is null ? null : FlatValue.Byte((byte)options.Type);
        var table = options is null ? null : new FlatRecord([.. options.Fields.Select(field => field.Value)]);
        return AddNode(Code(code, version, null), inputs, outputs, type, table, null);
    }

    /// <summary>Adds a custom node and returns its index.</summary>
    public int AddCustomOperator(
        string customCode, ReadOnlySpan<int> inputs, ReadOnlySpan<int> outputs, ReadOnlyMemory<byte> customOptions = default) =>
        AddNode(
            Code(BuiltinOperator.Custom, 1, customCode),
            inputs,
            outputs,
            null,
            null,
            customOptions.IsEmpty ? null : FlatValue.Bytes(customOptions));

    /// <summary>Says which tensors the caller fills, in this order.</summary>
    public void SetInputs(ReadOnlySpan<int> tensorIndices) => inputs = [.. Known(tensorIndices, optional: false)];

    /// <summary>Says which tensors the caller reads, in this order.</summary>
    public void SetOutputs(ReadOnlySpan<int> tensorIndices) => outputs = [.. Known(tensorIndices, optional: false)];

    /// <summary>Names inputs and outputs for callers that go by name.</summary>
    public void AddSignature(string key, IEnumerable<(string Name, int Tensor)> inputs, IEnumerable<(string Name, int Tensor)> outputs)
    {
        FlatRecord Entry((string Name, int Tensor) named) =>
            new(FlatValue.String(named.Name), FlatValue.Int32(Known([named.Tensor], optional: false)[0]));
        FlatTables Map(IEnumerable<(string Name, int Tensor)> names) => new([.. names.Select(Entry)]);
        signatures.Add(new(Map(inputs), Map(outputs), FlatValue.String(key), null, FlatValue.Int32(0)));
    }

    /// <summary>Adds bytes that the runtime does not look at.</summary>
    public void AddMetadata(string name, ReadOnlyMemory<byte> data) =>
        metadata.Add(new(FlatValue.String(name), FlatValue.Int32(AddBuffer(data))));

    /// <summary>The finished file.</summary>
    public byte[] ToArray()
    {
        const int BytesPerTable = 160;
        var tables = codes.Count + tensors.Count + operators.Count + buffers.Count;
        var writer = new FlatBufferWriter(checked((int)(dataSize + ((long)tables * BytesPerTable) + 1024)));
        return writer.Write(Model(), ModelSchema.Identifier);
    }

    /// <summary>Writes the finished file.</summary>
    public void Save(string path) => File.WriteAllBytes(path, ToArray());

    private FlatRecord Model()
    {
        var subgraph = new FlatRecord(
            new FlatTables(tensors),
            FlatValue.Vector(inputs.AsSpan()),
            FlatValue.Vector(outputs.AsSpan()),
            new FlatTables(operators),
            FlatValue.String("main"));
        return new(
            FlatValue.Int32((int)ModelSchema.Version),
            new FlatTables(codes),
            new FlatTables([subgraph]),
            FlatValue.String(description),
            new FlatTables(buffers),
            null,
            metadata.Count == 0 ? null : new FlatTables(metadata),
            signatures.Count == 0 ? null : new FlatTables(signatures));
    }

    private int AddBuffer(ReadOnlyMemory<byte> data)
    {
        buffers.Add(new(FlatValue.Bytes(data, BufferAlignment)));
        dataSize += data.Length + BufferAlignment;
        return buffers.Count - 1;
    }

    private int AddNode(
        int code, ReadOnlySpan<int> inputs, ReadOnlySpan<int> outputs, FlatScalar? type, FlatRecord? options, FlatVector? customOptions)
    {
        operators.Add(new(
            FlatValue.Int32(code),
            FlatValue.Vector(Known(inputs, optional: true)),
            FlatValue.Vector(Known(outputs, optional: false)),
            type,
            options,
            customOptions));
        return operators.Count - 1;
    }

    private int Code(BuiltinOperator code, int version, string? custom)
    {
        if (codeIndices.TryGetValue((code, version, custom), out var known)) return known;
        codes.Add(new(
            FlatValue.Byte((byte)Math.Min((int)code, LargestOneByteCode)),
            custom is null ? null : FlatValue.String(custom),
            FlatValue.Int32(version),
            FlatValue.Int32((int)code)));
        return codeIndices[(code, version, custom)] = codes.Count - 1;
    }

    private ReadOnlySpan<int> Known(ReadOnlySpan<int> indices, bool optional)
    {
        foreach (var index in indices)
        {
            if (index >= tensors.Count || index < (optional ? -1 : 0))
            {
                throw new ArgumentException($"there is no tensor {index}: {tensors.Count} were added", nameof(indices));
            }
        }

        return indices;
    }

    private static FlatRecord? Quantization(string name, ReadOnlySpan<int> shape, QuantizationParameters? quantization)
    {
        if (quantization is null) return null;
        var (scales, zeroPoints, dimension) = quantization;
        if (scales.Length != zeroPoints.Length)
        {
            throw new ArgumentException($"{name}: {zeroPoints.Length} zero points for {scales.Length} scales", nameof(quantization));
        }
        if (scales.Length > 1 && (dimension < 0 || dimension >= shape.Length || shape[dimension] != scales.Length))
        {
            throw new ArgumentException(
                $"{name}: {scales.Length} scales do not fit dimension {dimension} of [{string.Join(',', shape.ToArray())}]",
                nameof(quantization));
        }

        return new(
            null, null, FlatValue.Vector(scales.AsSpan()), FlatValue.Vector(zeroPoints.AsSpan()), null, null, FlatValue.Int32(dimension));
    }
}
