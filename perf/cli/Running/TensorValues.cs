using System.Buffers.Binary;
using WebNN.Interop.TfLite;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>Reads tensors of any element type as numbers.</summary>
internal static class TensorValues
{
    /// <summary>The values as they are stored: an int8 tensor's are integers, whatever they stand for.</summary>
    /// <exception cref="InputException">A type without numbers, such as strings.</exception>
    public static double[] Stored(TensorView view) =>
        SizeOf(view.Type) == 0 ? throw new InputException($"{view} does not hold numbers") : Stored(view.Bytes, view.Type);

    /// <summary>The same of a tensor's bytes alone; none where the type has no numbers.</summary>
    public static double[] Stored(ReadOnlySpan<byte> bytes, TfLiteType type)
    {
        var size = SizeOf(type);
        var values = new double[size == 0 ? 0 : bytes.Length / size];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = One(bytes.Slice(i * size, size), type);
        }

        return values;
    }

    /// <summary>What the values stand for.</summary>
    public static double[] Real(TensorView view)
    {
        var values = Stored(view);
        if (!IsQuantized(view))
        {
            return values;
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (values[i] - view.Quantization.ZeroPoint) * view.Quantization.Scale;
        }

        return values;
    }

    public static bool IsQuantized(TensorView view) =>
        view.Type is TfLiteType.Int8 or TfLiteType.UInt8 or TfLiteType.Int16 && view.Quantization.Scale != 0;

    /// <summary>For people and JSON: <c>float32[1,1001]</c>.</summary>
    public static string Describe(TensorView view) => $"{TypeName(view.Type)}[{string.Join(',', view.Shape)}]";

    public static string TypeName(TfLiteType type) => type.ToString().ToLowerInvariant();

    private static int SizeOf(TfLiteType type) => type switch
    {
        TfLiteType.Int8 or TfLiteType.UInt8 or TfLiteType.Bool => 1,
        TfLiteType.Int16 or TfLiteType.UInt16 or TfLiteType.Float16 => 2,
        TfLiteType.Int32 or TfLiteType.UInt32 or TfLiteType.Float32 => 4,
        TfLiteType.Int64 or TfLiteType.UInt64 or TfLiteType.Float64 => 8,
        _ => 0,
    };

    private static double One(ReadOnlySpan<byte> bytes, TfLiteType type) => type switch
    {
        TfLiteType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        TfLiteType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        TfLiteType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        TfLiteType.Int8 => (sbyte)bytes[0],
        TfLiteType.UInt8 or TfLiteType.Bool => bytes[0],
        TfLiteType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        TfLiteType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        TfLiteType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        TfLiteType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        TfLiteType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
    };
}
