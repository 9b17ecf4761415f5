using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests;

/// <summary>The types that operators of stored elements are tried with.</summary>
public static class Kinds
{
    public static TheoryData<TensorType> All =>
        [TensorType.Float32, TensorType.Int8, TensorType.UInt8, TensorType.Int32, TensorType.Int64, TensorType.Bool];

    internal static Elements Of(TensorType type) => type switch
    {
        TensorType.Float32 => Elements.Float,
        TensorType.Int8 => Elements.Int8(0.1f, -7),
        TensorType.UInt8 => Elements.UInt8(0.1f, 7),
        TensorType.Int32 => Elements.Int32(-1000, 1000),
        TensorType.Int64 => Elements.Int64(-1000, 1000),
        TensorType.Bool => Elements.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no elements of this type"),
    };
}
