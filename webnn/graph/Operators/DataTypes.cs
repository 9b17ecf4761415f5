namespace WebNN;

/// <summary>A set of operand types: what the specification's tables of tensor limits allow.</summary>
[Flags]
internal enum DataTypes
{
    None = 0,
    Float32 = 1 << MLOperandDataType.Float32,
    Float16 = 1 << MLOperandDataType.Float16,
    Int32 = 1 << MLOperandDataType.Int32,
    Uint32 = 1 << MLOperandDataType.Uint32,
    Int64 = 1 << MLOperandDataType.Int64,
    Uint64 = 1 << MLOperandDataType.Uint64,
    Int8 = 1 << MLOperandDataType.Int8,
    Uint8 = 1 << MLOperandDataType.Uint8,

    Float = Float32 | Float16,

    /// <summary>abs, neg, sign, relu, prelu: what has a sign.</summary>
    Signed = Float | Int64 | Int32 | Int8,

    /// <summary>Sums: everything at least 32 bits wide, and float16.</summary>
    Wide = Float | Int32 | Uint32 | Int64 | Uint64,

    Indices = Int32 | Uint32 | Int64,
    Quantized = Uint8 | Int8 | Uint32 | Int32,
    Any = Wide | Int8 | Uint8,
}

internal static class DataTypeSets
{
    public static bool Contains(this DataTypes set, MLOperandDataType type) => ((int)set & (1 << (int)type)) != 0;

    public static DataTypes AsSet(this MLOperandDataType type) => (DataTypes)(1 << (int)type);

    /// <summary>The types of the set, in the order of their enumeration.</summary>
    public static IEnumerable<MLOperandDataType> Each(this DataTypes set) => Enum.GetValues<MLOperandDataType>().Where(type => set.Contains(type));

    public static string Text(this DataTypes set) => string.Join(" or ", set.Each().Select(type => type.ShortName()));
}
