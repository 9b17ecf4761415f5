namespace WebNN.OnnxRuntime.Tests.RandomGraphs;

/// <summary>The data types by their short names.</summary>
internal static class Types
{
    public const MLOperandDataType F32 = MLOperandDataType.Float32;
    public const MLOperandDataType F16 = MLOperandDataType.Float16;
    public const MLOperandDataType I32 = MLOperandDataType.Int32;
    public const MLOperandDataType U32 = MLOperandDataType.Uint32;
    public const MLOperandDataType I64 = MLOperandDataType.Int64;
    public const MLOperandDataType U64 = MLOperandDataType.Uint64;
    public const MLOperandDataType I8 = MLOperandDataType.Int8;
    public const MLOperandDataType U8 = MLOperandDataType.Uint8;
}
