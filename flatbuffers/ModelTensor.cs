namespace WebNN.FlatBuffers;

/// <summary>One tensor of a subgraph.</summary>
public readonly struct ModelTensor(FlatTable table) : ITableView<ModelTensor>
{
    internal const int ShapeField = 0;
    internal const int TypeField = 1;
    internal const int BufferField = 2;
    internal const int NameField = 3;
    internal const int QuantizationField = 4;
    internal const int IsVariableField = 5;
    internal const int SparsityField = 6;
    internal const int ShapeSignatureField = 7;
    internal const int HasRankField = 8;
    internal const int ExternalBufferField = 10;

    public FlatTable Table => table;

    /// <summary>Empty for a scalar, and for a tensor whose rank is not known.</summary>
    public ReadOnlySpan<int> Shape => table.Vector<int>(ShapeField);

    /// <summary>The shape with -1 where a dimension is not fixed; empty where the writer did not say.</summary>
    public ReadOnlySpan<int> ShapeSignature => table.Vector<int>(ShapeSignatureField);

    /// <summary>A value that is not in the enum belongs to a newer schema.</summary>
    public TensorType Type => (TensorType)table.Byte(TypeField);

    /// <summary>Index of the model's buffer with the constant's bytes; an empty buffer (0 by convention) for a computed tensor.</summary>
    public int Buffer => (int)table.UInt32(BufferField);

    public string Name => table.String(NameField) ?? string.Empty;

    public ModelQuantization? Quantization => table.Table(QuantizationField) is { } quantization ? new(quantization) : null;

    /// <summary>
    /// The <see cref="ModelExternalBuffer.Id"/> of the bytes in a file of their own; 0 where <see cref="Buffer"/> says where they are.
    /// </summary>
    public uint ExternalBuffer => table.UInt32(ExternalBufferField);

    /// <summary>Whether the tensor keeps its value between runs.</summary>
    public bool IsVariable => table.Boolean(IsVariableField);

    /// <summary>Whether an empty shape means a scalar.</summary>
    public bool HasRank => table.Boolean(HasRankField);

    public ModelSparsity? Sparsity => table.Table(SparsityField) is { } sparsity ? new(sparsity) : null;

    public static ModelTensor Over(FlatTable table) => new(table);
}

/// <summary>
/// How integers stand for real numbers: <c>real = (q - ZeroPoints[i]) * Scales[i]</c>; no scales means that the tensor is not quantized.
/// </summary>
public readonly struct ModelQuantization(FlatTable table) : ITableView<ModelQuantization>
{
    internal const int MinField = 0;
    internal const int MaxField = 1;
    internal const int ScaleField = 2;
    internal const int ZeroPointField = 3;
    internal const int DetailsTypeField = 4;
    internal const int DetailsField = 5;
    internal const int QuantizedDimensionField = 6;

    public FlatTable Table => table;

    /// <summary>The range seen in training; informative.</summary>
    public ReadOnlySpan<float> Min => table.Vector<float>(MinField);

    /// <summary>The range seen in training; informative.</summary>
    public ReadOnlySpan<float> Max => table.Vector<float>(MaxField);

    /// <summary>One for the tensor, or one for each index along <see cref="QuantizedDimension"/>.</summary>
    public ReadOnlySpan<float> Scales => table.Vector<float>(ScaleField);

    /// <summary>As many as there are scales.</summary>
    public ReadOnlySpan<long> ZeroPoints => table.Vector<long>(ZeroPointField);

    public int QuantizedDimension => table.Int32(QuantizedDimensionField);

    /// <summary>Whether the tensor is quantized in a way that scales and zero points do not describe.</summary>
    public bool HasDetails => table.Byte(DetailsTypeField) != 0;

    /// <summary>The number of the schema's union: 1 custom, 2 blockwise, 3 over several dimensions; 0 for none.</summary>
    public int DetailsType => table.Byte(DetailsTypeField);

    /// <summary>What messages call <see cref="DetailsType"/>.</summary>
    internal string DetailsName => DetailsType switch
    {
        ModelBlockQuantization.Blockwise => "blockwise",
        ModelBlockQuantization.MultiAxis => "multi-axis",
        _ => $"a kind ({DetailsType}) of",
    };

    /// <summary>Scales by block, or over several dimensions; null for another kind.</summary>
    public ModelBlockQuantization? Blocks =>
        DetailsType is ModelBlockQuantization.Blockwise or ModelBlockQuantization.MultiAxis && table.Table(DetailsField) is { } details
            ? new(details, DetailsType)
            : null;

    public static ModelQuantization Over(FlatTable table) => new(table);

    /// <summary>The same as a value for <see cref="ModelWriter"/>; null where there are no scales.</summary>
    public QuantizationParameters? ToParameters() =>
        Scales.IsEmpty ? null : new([.. Scales], [.. ZeroPoints], QuantizedDimension);
}

/// <summary>Quantization whose scales are a tensor of their own: one for each block, or one for each index along several dimensions.</summary>
public readonly struct ModelBlockQuantization(FlatTable table, int type)
{
    internal const int Blockwise = 2;
    internal const int MultiAxis = 3;
    internal const int ScalesField = 0;
    internal const int ZeroPointsField = 1;
    internal const int BlockSizeField = 2;
    internal const int QuantizedDimensionsField = 3;

    public FlatTable Table => table;

    /// <summary>The subgraph's tensor with the scales.</summary>
    public int Scales => table.Int32(ScalesField);

    /// <summary>The subgraph's tensor with the zero points; -1 where all are 0.</summary>
    public int ZeroPoints => table.Int32(ZeroPointsField);

    /// <summary>Values that share a scale, along the last dimension; 0 where there are no blocks.</summary>
    public int BlockSize => table.Int32(BlockSizeField);

    /// <summary>The dimensions with scales of their own; empty for the blockwise kind, which has them along the last alone.</summary>
    public ReadOnlySpan<int> QuantizedDimensions => type == MultiAxis ? table.Vector<int>(QuantizedDimensionsField) : default;
}

/// <summary>How a sparse constant's bytes are laid out.</summary>
public readonly struct ModelSparsity(FlatTable table) : ITableView<ModelSparsity>
{
    private const int TraversalOrderField = 0;
    private const int BlockMapField = 1;
    private const int DimensionsField = 2;

    public FlatTable Table => table;

    public ReadOnlySpan<int> TraversalOrder => table.Vector<int>(TraversalOrderField);

    public ReadOnlySpan<int> BlockMap => table.Vector<int>(BlockMapField);

    public TableList<ModelSparseDimension> Dimensions => new(table, DimensionsField);

    public static ModelSparsity Over(FlatTable table) => new(table);
}

/// <summary>One dimension of a sparse constant, dense or compressed.</summary>
public readonly struct ModelSparseDimension(FlatTable table) : ITableView<ModelSparseDimension>
{
    private const int FormatField = 0;
    private const int DenseSizeField = 1;
    private const int SegmentsTypeField = 2;
    private const int IndicesTypeField = 4;

    public FlatTable Table => table;

    /// <summary>Whether the dimension is compressed (CSR): then segments and indices say where values are.</summary>
    public bool IsCompressed => table.Byte(FormatField) == 1;

    public int DenseSize => table.Int32(DenseSizeField);

    /// <summary>Where each entry of the dimension before starts in <see cref="Indices"/>.</summary>
    public int[] Segments() => Read(SegmentsTypeField);

    /// <summary>Positions of the values along this dimension.</summary>
    public int[] Indices() => Read(IndicesTypeField);

    public static ModelSparseDimension Over(FlatTable table) => new(table);

    /// <summary>The schema stores the numbers as int32, uint16 or uint8.</summary>
    private int[] Read(int typeField)
    {
        if (table.Table(typeField + 1) is not { } values) return [];
        return table.Byte(typeField) switch
        {
            1 => values.Vector<int>(0).ToArray(),
            2 => Array.ConvertAll(values.Vector<ushort>(0).ToArray(), value => (int)value),
            3 => Array.ConvertAll(values.Vector<byte>(0).ToArray(), value => (int)value),
            _ => [],
        };
    }
}
