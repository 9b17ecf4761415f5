using WebNN.Cli;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>What tensors are made of.</summary>
internal static class Elements
{
    public static int Count(TensorInfo tensor) => tensor.Shape.Aggregate(1, (all, dimension) => checked(all * dimension));

    public static int Size(TensorInfo tensor) => tensor.Type switch
    {
        TfLiteType.Float32 or TfLiteType.Int32 => 4,
        TfLiteType.Int8 or TfLiteType.UInt8 => 1,
        _ => throw new InputException($"'{tensor.Name}' is {tensor}; this peer has floats and integers of 8 bits"),
    };

    public static int Bytes(TensorInfo tensor) => checked(Count(tensor) * Size(tensor));

    /// <exception cref="InputException">The library's operators take no such type.</exception>
    public static XnnpackDatatype Datatype(TensorInfo tensor) => (tensor.Type, tensor.Quantization?.PerTensor) switch
    {
        (TfLiteType.Float32, _) => XnnpackDatatype.Float32,
        (TfLiteType.Int8, true) => XnnpackDatatype.Int8,
        (TfLiteType.UInt8, true) => XnnpackDatatype.UInt8,
        _ => throw new InputException($"'{tensor.Name}' is {tensor}{(tensor.Quantization is null ? " without a scale" : "")}; this peer has floats and quantized integers of 8 bits"),
    };

    /// <summary>Of zero and one for floats, which the library does not look at.</summary>
    public static XnnpackQuantization Quantization(TensorInfo tensor) =>
        tensor.Quantization is { PerTensor: true } quantization ? new(quantization.ZeroPoints[0], quantization.Scales[0]) : new(0, 1);

    /// <summary>The least and the largest integer of a type of 8 bits.</summary>
    public static (int Low, int High) Range(TensorInfo tensor) => tensor.Type == TfLiteType.Int8 ? (sbyte.MinValue, sbyte.MaxValue) : (byte.MinValue, byte.MaxValue);
}
