using WebNN.Interop.TfLite;

namespace WebNN.TfLite;

/// <summary>Which .NET types stand for which of TFLite's.</summary>
internal static class ElementTypes
{
    public static bool Holds<T>(TfLiteType type)
        where T : unmanaged => type switch
        {
            TfLiteType.Float32 => typeof(T) == typeof(float),
            TfLiteType.Int32 => typeof(T) == typeof(int),
            TfLiteType.UInt8 => typeof(T) == typeof(byte),
            TfLiteType.Int8 => typeof(T) == typeof(sbyte),
            TfLiteType.Int64 => typeof(T) == typeof(long),
            TfLiteType.Bool => typeof(T) == typeof(bool) || typeof(T) == typeof(byte),
            TfLiteType.Float16 => typeof(T) == typeof(Half),
            TfLiteType.Float64 => typeof(T) == typeof(double),
            TfLiteType.Int16 => typeof(T) == typeof(short),
            TfLiteType.UInt16 => typeof(T) == typeof(ushort),
            TfLiteType.UInt32 => typeof(T) == typeof(uint),
            TfLiteType.UInt64 => typeof(T) == typeof(ulong),
            TfLiteType.Complex64 => typeof(T) == typeof(float),
            _ => false,
        };
}
