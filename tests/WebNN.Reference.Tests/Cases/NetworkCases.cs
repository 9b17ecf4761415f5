using static WebNN.Reference.Tests.Cases.LiteralCase;

namespace WebNN.Reference.Tests.Cases;

/// <summary>Matrix products, normalizations, quantization and recurrent networks.</summary>
internal static class NetworkCases
{
    private const float OneHalf = 0.5f;
    private static readonly MLNormalizationOptions threeQuarters = new() { Epsilon = 0.75f };

    public static readonly LiteralCase[] All =
    [
        Of("gemm", b => b.Gemm(b.Of([2, 2], 1f, 2, 3, 4), b.Of([2, 1], 10f, 100), b.Row(1f), new() { Alpha = 2, Beta = 3 }), 423f, 863),
        Of("gemm transposed", b => b.Gemm(b.Of([2, 1], 1f, 2), b.Of([3, 2], 1f, 2, 3, 4, 5, 6), null, new() { ATranspose = true, BTranspose = true }), 5f, 11, 17),
        Of("matmul", b => b.Matmul(b.Of([2, 2], 1f, 2, 3, 4), b.Of([2, 2], 5f, 6, 7, 8)), 19f, 22, 43, 50),
        Of("matmul broadcasts batches", b => b.Matmul(b.Of([2, 1, 1, 2], 1f, 2, 3, 4), b.Of([2, 2, 1], 1f, 10, 100, 1000)), 21f, 2100, 43, 4300),
        Of("matmul rounds once", b => b.Matmul(b.Of([1, 3], 16777216f, 1, -16777216), b.Of([3, 1], 1f, 1, 1)), 1f),
        Of("batchNormalization", b => b.BatchNormalization(b.Of([1, 2], 5f, 2), b.Row(1f, 4), b.Row(0.25f, 3.25f), b.Row(2f, 4), b.Row(0.5f, 1), threeQuarters), 8.5f, -3),
        Of("batchNormalization of another axis", b => b.BatchNormalization(b.Of([2, 1], 5f, 2), b.Row(1f, 4), b.Row(0.25f, 3.25f), null, null, new() { Epsilon = 0.75f, Axis = 0 }), 4f, -1),
        Of("instanceNormalization", b => b.InstanceNormalization(b.Of([1, 2, 1, 2], 1f, 2, 5, 8), b.Row(2f, 4), b.Row(1f, 0), threeQuarters),
            0f, 2, (float)(-6 / 1.7320508075688772), (float)(6 / 1.7320508075688772)),
        Of("instanceNormalization nhwc", b => b.InstanceNormalization(b.Of([1, 1, 2, 2], 1f, 10, 2, 11), null, null, new()
        {
            Epsilon = 0.75f, Layout = MLInputOperandLayout.Nhwc,
        }), -OneHalf, -OneHalf, OneHalf, OneHalf),
        Of("layerNormalization", b => b.LayerNormalization(b.Of([2, 2], 1f, 2, 10, 11), b.Row(2f, 4), b.Row(0f, 1), threeQuarters), -1f, 3, -1, 3),
        Of("layerNormalization of axes in their order", b => b.LayerNormalization(
            b.Of([1, 2, 2], 1f, 1, 2, 2), b.Of([2, 2], 1f, 2, 3, 4), null, new() { Axes = [2, 1], Epsilon = 0.75f }), -OneHalf, -1.5f, 1, 2),
        Of("layerNormalization of no axis", b => b.LayerNormalization(b.Row(1f, 2), null, b.Of([], 7f), new() { Axes = [] }), 7f, 7),
        Of("quantizeLinear", b => b.QuantizeLinear(b.Row(1f, 1.5f, 2.5f, -1000, 1000), b.Row(1f), b.Row<sbyte>(3)), (sbyte)4, (sbyte)5, (sbyte)5, (sbyte)-128, (sbyte)127),
        Of("quantizeLinear by blocks", b => b.QuantizeLinear(b.Row(1f, 2, 10, 20), b.Row(1f, 10), b.Row<byte>(0, 5)), (byte)1, (byte)2, (byte)6, (byte)7),
        Of("quantizeLinear to 32 bits", b => b.QuantizeLinear(b.Row(3e9f, -1, 16777216), b.Row(1f), b.Row(1u)), 3000000001u, 0u, 16777217u),
        Of("dequantizeLinear", b => b.DequantizeLinear(b.Row<byte>(0, 3, 255), b.Row(0.5f), b.Row<byte>(3)), -1.5f, 0, 126),
        Of("dequantizeLinear by blocks", b => b.DequantizeLinear(b.Of<sbyte>([2, 2], 1, 2, 3, 4), b.Of([1, 2], 0.5f, 10), b.Of<sbyte>([1, 2], 0, 1)), 0.5f, 10, 1.5f, 30),
        Of("dequantizeLinear of 33 bits", b => b.DequantizeLinear(b.Row(int.MinValue), b.Row(1f), b.Row(int.MaxValue)), -4294967296f),
        .. Recurrent,
    ];

    /// <summary>With relu for every gate, so that all numbers are whole.</summary>
    private static LiteralCase[] Recurrent =>
    [
        // z = 2x + h, r = x + h, n = x + r h; h' = z h + (1 - z) n. Steps x = 1 and 0 from h = 0: z 2, r 1, n 1, h -1; then z 0, r 0, n 0, h 0.
        Several("gru", b => b.Gru(b.Of([2, 1, 1], 1f, 0), b.Of([1, 3, 1], 2f, 1, 1), b.Of([1, 3, 1], 1f, 1, 1), 2, 1, new()
        {
            Activations = Relu(2), ReturnSequence = true,
        }), 0f, -1, 0),

        // The same from the other end: x = 0 gives z 0, r 0, n 0, h 0; then x = 1 gives h -1, which stands where its input does.
        Several("gru backward", b => b.Gru(b.Of([2, 1, 1], 1f, 0), b.Of([1, 3, 1], 2f, 1, 1), b.Of([1, 3, 1], 1f, 1, 1), 2, 1, new()
        {
            Activations = Relu(2), ReturnSequence = true, Direction = MLRecurrentNetworkDirection.Backward,
        }), -1f, -1, 0),

        // Gates r, z, n: r = 1, z = 2, h = 3: r = 1 + 3 = 4, z = 2 + 3 = 5, n = 3 + (4 * 3) = 15; h' = 5 * 3 - 4 * 15.
        Of("gruCell", b => b.GruCell(b.Of([1, 1], 1f), b.Of([3, 1], 1f, 2, 3), b.Of([3, 1], 1f, 1, 1), b.Of([1, 1], 3f), 1, new()
        {
            Activations = Relu(2), Layout = MLGruWeightLayout.Rzn, ResetAfter = false,
        }), -45f),

        // With biases: reset after, n = 3 + 4 * (3 + 1) = 19; h' = 5 * 3 - 4 * 19.
        Of("gruCell reset after", b => b.GruCell(b.Of([1, 1], 1f), b.Of([3, 1], 1f, 2, 3), b.Of([3, 1], 1f, 1, 1), b.Of([1, 1], 3f), 1, new()
        {
            Activations = Relu(2), Layout = MLGruWeightLayout.Rzn, RecurrentBias = b.Row(0f, 0, 1),
        }), -61f),

        // i 1, o 2, f 3, g 4 times x = 1; h = 0, c = 0: c' = 1 * 4, h' = 2 * 4. Then h = 8, c = 4, x = 0: i = o = f = g = 8: c' = 32 + 64, h' = 768.
        Several("lstm", b => b.Lstm(b.Of([2, 1, 1], 1f, 0), b.Of([1, 4, 1], 1f, 2, 3, 4), b.Of([1, 4, 1], 1f, 1, 1, 1), 2, 1, new()
        {
            Activations = Relu(3), ReturnSequence = true,
        }), 768f, 96, 8, 768),

        // Both directions: hidden [2,1,1], then cell, then the sequence [2,2,1,1]. Backward: x = 0 gives 0; x = 1 gives c 4, h 8.
        Several("lstm both", b => b.Lstm(b.Of([2, 1, 1], 1f, 0), b.Of([2, 4, 1], 1f, 2, 3, 4, 1, 2, 3, 4), b.Of([2, 4, 1], 1f, 1, 1, 1, 1, 1, 1, 1), 2, 1, new()
        {
            Activations = Relu(3), ReturnSequence = true, Direction = MLRecurrentNetworkDirection.Both,
        }), 768f, 8, 96, 4, 8, 8, 768, 0),

        // Gates i, f, g, o; peepholes i 1, o 2, f 3 of c = 2, then of c'. i = 1 + 2, f = 2 + 6, g = 3: c' = 8 * 2 + 3 * 3 = 25, o = 4 + 2 * 25 = 54, h' = 54 * 25.
        Several("lstmCell", b => b.LstmCell(b.Of([1, 1], 1f), b.Of([4, 1], 1f, 2, 3, 4), b.Of([4, 1], 0f, 0, 0, 0), b.Of([1, 1], 0f), b.Of([1, 1], 2f), 1, new()
        {
            Activations = Relu(3), Layout = MLLstmWeightLayout.Ifgo, PeepholeWeight = b.Row(1f, 2, 3),
        }), 1350f, 25),

        // The default activations on zeros: sigmoid(0) * tanh(c'), c' = 0.5 * 2.
        Several("lstmCell by default", b => b.LstmCell(b.Of([1, 1], 0f), b.Of([4, 1], 1f, 1, 1, 1), b.Of([4, 1], 1f, 1, 1, 1), b.Of([1, 1], 0f), b.Of([1, 1], 2f), 1),
            (float)(0.5 * 0.7615941559557649), 1),
    ];

    private static System.Collections.Immutable.ImmutableArray<MLRecurrentNetworkActivation> Relu(int count) =>
        [.. Enumerable.Repeat(MLRecurrentNetworkActivation.Relu, count)];
}
