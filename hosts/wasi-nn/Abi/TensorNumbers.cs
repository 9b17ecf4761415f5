using WebNN.Interop.TfLite;

namespace WebNN.Wasi.Abi;

/// <summary>
/// wasi-nn's <c>tensor_type</c>, in two numberings: the specification's since 2023 has f64 between f32 and u8, and so u8 to i64 are 3 to 5;
/// before, and in guests that exist, u8 and i32 were 2 and 3. What the model takes, and how many bytes there are, tells which is meant.
/// </summary>
internal static class TensorNumbers
{
    /// <summary>The only type that the legacy module knows.</summary>
    public const byte Float32 = 1;

    /// <summary>Whether a guest's tensor of this number may go into an input of this type. There is no number for int8 and bool: their bytes go as u8.</summary>
    public static bool Fits(byte number, TfLiteType type) => type switch
    {
        TfLiteType.Float16 => number == 0,
        TfLiteType.Float32 => number == Float32,
        TfLiteType.Float64 => number == 2,
        TfLiteType.UInt8 or TfLiteType.Int8 or TfLiteType.Bool => number is 3 or 2,
        TfLiteType.Int32 => number is 4 or 3,
        TfLiteType.Int64 => number == 5,
        _ => false,
    };
}
