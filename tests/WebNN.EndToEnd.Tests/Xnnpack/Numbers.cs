using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

/// <summary>What a suite of XNNPACK's tests computes with.</summary>
/// <param name="Prefix">Of the suite's name.</param>
internal sealed record Numbers(string Prefix, TensorType Type)
{
    public static Numbers Float { get; } = new("", TensorType.Float32);

    public static Numbers Signed { get; } = new("SignedQuantized", TensorType.Int8);

    public static Numbers Unsigned { get; } = new("UnsignedQuantized", TensorType.UInt8);

    public static Numbers[] All { get; } = [Float, Signed, Unsigned];

    public static Numbers[] Integers { get; } = [Signed, Unsigned];

    public bool AreFloats => Type == TensorType.Float32;

    /// <summary>
    /// Integers: one step, on any share of these few elements. How large a share may be is held to by the tests of the operator's family.
    /// </summary>
    public Tolerance Near => AreFloats ? Tolerance.Float : Tolerance.OneStep(1);

    /// <param name="zeroPoint">For int8; uint8's is 128 above.</param>
    public Elements Of(float scale, int zeroPoint) => Type switch
    {
        TensorType.Float32 => Elements.Float,
        TensorType.Int8 => Elements.Int8(scale, zeroPoint),
        _ => Elements.UInt8(scale, zeroPoint + 128),
    };

    /// <summary>An operator that takes elements as they are has one scale for all.</summary>
    public Elements Stored => Of(0.1f, -7);

    /// <summary>For sums of so many products: few reach the ends of the type.</summary>
    public Elements Sums(int summands) => Of(100 * Products.Input * Products.Weight * MathF.Sqrt(summands), 3);
}

/// <summary>The scales of quantized products.</summary>
internal static class Products
{
    public const float Input = 0.02f;
    public const float Weight = 0.01f;
}
