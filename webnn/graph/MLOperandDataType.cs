namespace WebNN;

/// <summary>The element types of an operand (WebNN: <c>MLOperandDataType</c>).</summary>
public enum MLOperandDataType
{
    Float32,
    Float16,
    Int32,
    Uint32,
    Int64,
    Uint64,
    Int8,
    Uint8,
}

/// <summary>Sizes and short names of <see cref="MLOperandDataType"/>.</summary>
public static class MLOperandDataTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int ByteSize(this MLOperandDataType type) => type switch
    {
        MLOperandDataType.Int64 or MLOperandDataType.Uint64 => 8,
        MLOperandDataType.Float32 or MLOperandDataType.Int32 or MLOperandDataType.Uint32 => 4,
        MLOperandDataType.Float16 => 2,
        MLOperandDataType.Int8 or MLOperandDataType.Uint8 => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a WebNN data type"),
    };

    /// <summary>The name used in a graph's text form: <c>f32</c>, <c>u8</c>.</summary>
    public static string ShortName(this MLOperandDataType type) => type switch
    {
        MLOperandDataType.Float32 => "f32",
        MLOperandDataType.Float16 => "f16",
        MLOperandDataType.Int32 => "i32",
        MLOperandDataType.Uint32 => "u32",
        MLOperandDataType.Int64 => "i64",
        MLOperandDataType.Uint64 => "u64",
        MLOperandDataType.Int8 => "i8",
        MLOperandDataType.Uint8 => "u8",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a WebNN data type"),
    };

    /// <summary>The specification's name: <c>float32</c>, <c>uint8</c>.</summary>
    public static string SpecificationName(this MLOperandDataType type) => type switch
    {
        MLOperandDataType.Float32 => "float32",
        MLOperandDataType.Float16 => "float16",
        MLOperandDataType.Int32 => "int32",
        MLOperandDataType.Uint32 => "uint32",
        MLOperandDataType.Int64 => "int64",
        MLOperandDataType.Uint64 => "uint64",
        MLOperandDataType.Int8 => "int8",
        MLOperandDataType.Uint8 => "uint8",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a WebNN data type"),
    };

    /// <summary>The type whose elements are <typeparamref name="T"/> in C#.</summary>
    /// <exception cref="NotSupportedException">WebNN has no such type.</exception>
    public static MLOperandDataType Of<T>() where T : unmanaged => default(T) switch
    {
        float => MLOperandDataType.Float32,
        Half => MLOperandDataType.Float16,
        int => MLOperandDataType.Int32,
        uint => MLOperandDataType.Uint32,
        long => MLOperandDataType.Int64,
        ulong => MLOperandDataType.Uint64,
        sbyte => MLOperandDataType.Int8,
        byte => MLOperandDataType.Uint8,
        _ => throw new NotSupportedException($"WebNN has no data type for {typeof(T)}"),
    };

    /// <summary>A factor or a constant of an operation on floats of this type, as its elements have it.</summary>
    internal static double Rounded(this MLOperandDataType type, double value) => ((MLNumber)value).Cast(type).ToDouble();

    public static bool IsFloat(this MLOperandDataType type) => type is MLOperandDataType.Float32 or MLOperandDataType.Float16;
}
