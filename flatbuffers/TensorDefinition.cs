using System.Collections.Immutable;

namespace WebNN.FlatBuffers;

/// <summary>A tensor for <see cref="SubgraphWriter"/>: all that the schema says about one.</summary>
public sealed record TensorDefinition(string Name, TensorType Type, ImmutableArray<int> Shape)
{
    /// <summary>The shape with -1 where a dimension is not fixed; empty for all fixed.</summary>
    public ImmutableArray<int> ShapeSignature { get; init; } = [];

    public QuantizationParameters? Quantization { get; init; }

    /// <summary>Instead of <see cref="Quantization"/>: scales in a tensor of their own.</summary>
    public BlockQuantization? Blocks { get; init; }

    /// <summary>A constant's bytes; empty for a tensor that is computed.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>How a sparse constant's bytes are laid out; null for a dense one.</summary>
    public Sparsity? Sparsity { get; init; }

    /// <summary>What <see cref="ModelWriter.AddExternalBuffer"/> gave for bytes in a file beside the model; 0 for none.</summary>
    public uint ExternalBuffer { get; init; }

    /// <summary>Whether the tensor keeps its value between runs.</summary>
    public bool IsVariable { get; init; }
}

/// <summary>Quantization with a scale for each block along the last dimension, or for each index along several dimensions.</summary>
/// <param name="Scales">The tensor with the scales.</param>
/// <param name="ZeroPoints">The tensor with the zero points; -1 where all are 0.</param>
/// <param name="BlockSize">Values that share a scale; 0 where there are no blocks.</param>
/// <param name="Dimensions">Empty for blocks along the last dimension alone, the schema's blockwise kind; else its multi-axis kind.</param>
public sealed record BlockQuantization(int Scales, int ZeroPoints, int BlockSize, ImmutableArray<int> Dimensions = default)
{
    internal FlatScalar Type =>
        FlatValue.Byte((byte)(Dimensions.IsDefaultOrEmpty ? ModelBlockQuantization.Blockwise : ModelBlockQuantization.MultiAxis));

    internal FlatRecord Table => Dimensions.IsDefaultOrEmpty
        ? new(FlatValue.Int32(Scales), FlatValue.Int32(ZeroPoints), FlatValue.Int32(BlockSize))
        : new(FlatValue.Int32(Scales), FlatValue.Int32(ZeroPoints), FlatValue.Int32(BlockSize), FlatValue.Vector(Dimensions.AsSpan()));
}

/// <summary>The layout of a sparse constant: <see cref="ModelSparsity"/>.</summary>
/// <param name="BlockMap">For a tensor with blocks the dimensions that they divide; else empty.</param>
public sealed record Sparsity(ImmutableArray<int> TraversalOrder, ImmutableArray<int> BlockMap, ImmutableArray<SparseDimension> Dimensions)
{
    internal FlatRecord Table => new(
        FlatValue.Vector(TraversalOrder.AsSpan()),
        BlockMap.IsEmpty ? null : FlatValue.Vector(BlockMap.AsSpan()),
        new FlatTables([.. Dimensions.Select(dimension => dimension.Table)]));
}

/// <summary>One dimension of a sparse constant: dense with a size, or compressed with segments and indices.</summary>
public sealed record SparseDimension(int DenseSize, ImmutableArray<int> Segments = default, ImmutableArray<int> Indices = default)
{
    /// <summary>The schema's number for a vector of int32.</summary>
    private static FlatScalar Int32Vector => FlatValue.Byte(1);

    internal FlatRecord Table => Segments.IsDefault || Indices.IsDefault
        ? new(FlatValue.Byte(0), FlatValue.Int32(DenseSize))
        : new(
            FlatValue.Byte(1),
            FlatValue.Int32(DenseSize),
            Int32Vector,
            new FlatRecord(FlatValue.Vector(Segments.AsSpan())),
            Int32Vector,
            new FlatRecord(FlatValue.Vector(Indices.AsSpan())));
}
