using System.Collections.Immutable;

namespace WebNN.FlatBuffers;

/// <summary>One graph of a <see cref="ModelWriter"/>: its tensors, and its nodes in the order in which they run.</summary>
public sealed class SubgraphWriter
{
    private readonly List<FlatRecord> tensors = [];
    private readonly List<FlatRecord> operators = [];
    private ImmutableArray<int> inputs = [];
    private ImmutableArray<int> outputs = [];

    internal SubgraphWriter(ModelWriter model, string name, int index)
    {
        Model = model;
        Name = name;
        Index = index;
    }

    /// <summary>The model that it is a graph of.</summary>
    public ModelWriter Model { get; }

    public string Name { get; }

    /// <summary>Its place among the model's graphs, by which nodes of others call it; the main graph is 0.</summary>
    public int Index { get; }

    /// <summary>Index into the metadata about subgraphs; -1 for none.</summary>
    public int DebugMetadataIndex { get; set; } = -1;

    /// <summary>Adds a tensor and returns its index. With <paramref name="data"/> it is a constant.</summary>
    /// <exception cref="ArgumentException">The data's length is not that of the type and shape, or the scales do not fit them.</exception>
    public int AddTensor(
        string name,
        TensorType type,
        ReadOnlySpan<int> shape,
        QuantizationParameters? quantization = null,
        ReadOnlyMemory<byte> data = default,
        bool isVariable = false) =>
        AddTensor(new(name, type, [.. shape]) { Quantization = quantization, Data = data, IsVariable = isVariable });

    /// <summary>Adds a tensor and returns its index.</summary>
    /// <exception cref="ArgumentException">The data's length is not that of the type and shape, or the scales do not fit them.</exception>
    public int AddTensor(TensorDefinition tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var shape = tensor.Shape.AsSpan();
        if (tensor is { Data.IsEmpty: false, Sparsity: null } && tensor.Type.ByteSize(shape) is { } size && size != tensor.Data.Length)
        {
            throw new ArgumentException(
                $"{tensor.Name}: {tensor.Data.Length} bytes for {tensor.Type}[{string.Join(',', tensor.Shape)}], which needs {size}", nameof(tensor));
        }

        tensors.Add(new(
            FlatValue.Vector(shape),
            FlatValue.Byte((byte)tensor.Type),
            FlatValue.Int32(tensor.Data.IsEmpty ? 0 : Model.AddBuffer(tensor.Data)),
            FlatValue.String(tensor.Name),
            Quantization(tensor),
            tensor.IsVariable ? FlatValue.Byte(1) : null,
            tensor.Sparsity?.Table,
            tensor.ShapeSignature.IsEmpty ? null : FlatValue.Vector(tensor.ShapeSignature.AsSpan()),
            null,
            null,
            tensor.ExternalBuffer == 0 ? null : FlatValue.Int32((int)tensor.ExternalBuffer)));
        return tensors.Count - 1;
    }

    /// <summary>Adds a node and returns its index. Nodes run in the order in which they are added.</summary>
    /// <param name="inputs">Tensor indices; -1 for an optional input that is absent.</param>
    /// <param name="debugMetadataIndex">Index into the metadata about operators; -1 for none.</param>
    /// <param name="intermediates">Tensors that describe its inner values; -1 for one that is absent.</param>
    public int AddOperator(
        BuiltinOperator code,
        ReadOnlySpan<int> inputs,
        ReadOnlySpan<int> outputs,
        BuiltinOptions? options = null,
        int version = 1,
        int debugMetadataIndex = -1,
        ReadOnlySpan<int> intermediates = default)
    {
        if (code == BuiltinOperator.Custom) throw new ArgumentException("a custom operator needs a name: AddCustomOperator", nameof(code));
        return AddNode(Model.Code(code, version, null), inputs, outputs, options, null, debugMetadataIndex, intermediates);
    }

    /// <summary>Adds a custom node and returns its index.</summary>
    public int AddCustomOperator(
        string customCode, ReadOnlySpan<int> inputs, ReadOnlySpan<int> outputs, ReadOnlyMemory<byte> customOptions = default) =>
        AddNode(
            Model.Code(BuiltinOperator.Custom, 1, customCode),
            inputs,
            outputs,
            null,
            customOptions.IsEmpty ? null : FlatValue.Bytes(customOptions),
            -1,
            []);

    /// <summary>Says which tensors the caller fills, in this order.</summary>
    public void SetInputs(ReadOnlySpan<int> tensorIndices) => inputs = [.. Known(tensorIndices, optional: false)];

    /// <summary>Says which tensors the caller reads, in this order.</summary>
    public void SetOutputs(ReadOnlySpan<int> tensorIndices) => outputs = [.. Known(tensorIndices, optional: false)];

    internal int TableCount => tensors.Count + operators.Count;

    internal FlatRecord Table => new(
        new FlatTables(tensors),
        FlatValue.Vector(inputs.AsSpan()),
        FlatValue.Vector(outputs.AsSpan()),
        new FlatTables(operators),
        FlatValue.String(Name),
        DebugMetadataIndex < 0 ? null : FlatValue.Int32(DebugMetadataIndex));

    internal ReadOnlySpan<int> Known(ReadOnlySpan<int> indices, bool optional)
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

    private int AddNode(
        int code,
        ReadOnlySpan<int> inputs,
        ReadOnlySpan<int> outputs,
        BuiltinOptions? options,
        FlatVector? customOptions,
        int debugMetadataIndex,
        ReadOnlySpan<int> intermediates)
    {
        var type = options is null ? null : FlatValue.Byte(options.Number);
        var table = options is null ? null : new FlatRecord([.. options.Fields.Select(field => field.Value)]);
        var (first, second) = options is { IsSecondUnion: true } ? (false, true) : (options is not null, false);
        operators.Add(new(
            FlatValue.Int32(code),
            FlatValue.Vector(Known(inputs, optional: true)),
            FlatValue.Vector(Known(outputs, optional: false)),
            first ? type : null,
            first ? table : null,
            customOptions,
            null,
            null,
            intermediates.IsEmpty ? null : FlatValue.Vector(Known(intermediates, optional: true)),
            null,
            null,
            second ? type : null,
            second ? table : null,
            debugMetadataIndex < 0 ? null : FlatValue.Int32(debugMetadataIndex)));
        return operators.Count - 1;
    }

    private static FlatRecord? Quantization(TensorDefinition tensor)
    {
        if (tensor.Blocks is { } blocks) return new(null, null, null, null, blocks.Type, blocks.Table);
        if (tensor.Quantization is not { } quantization) return null;
        var (scales, zeroPoints, dimension) = quantization;
        var shape = tensor.Shape;
        if (scales.Length != zeroPoints.Length)
        {
            throw new ArgumentException($"{tensor.Name}: {zeroPoints.Length} zero points for {scales.Length} scales", nameof(tensor));
        }

        if (scales.Length > 1 && (dimension < 0 || dimension >= shape.Length || shape[dimension] != scales.Length))
        {
            throw new ArgumentException(
                $"{tensor.Name}: {scales.Length} scales do not fit dimension {dimension} of [{string.Join(',', shape)}]", nameof(tensor));
        }

        return new(
            null, null, FlatValue.Vector(scales.AsSpan()), FlatValue.Vector(zeroPoints.AsSpan()), null, null, FlatValue.Int32(dimension));
    }
}
