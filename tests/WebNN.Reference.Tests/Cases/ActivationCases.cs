using static WebNN.Reference.Tests.Cases.LiteralCase;

namespace WebNN.Reference.Tests.Cases;

internal static class ActivationCases
{
    private const float Inf = float.PositiveInfinity;

    public static readonly LiteralCase[] All =
    [
        Of("clamp", b => b.Clamp(b.Row(-3f, 0.5f, 9, float.NaN), new() { MinValue = -1, MaxValue = 6 }), -1f, 0.5f, 6, float.NaN),
        Of("clamp one side", b => b.Clamp(b.Row(-Inf, 7, Inf), new() { MinValue = 0 }), 0f, 7, Inf),
        Of("clamp int64", b => b.Clamp(b.Row(4294967296, -1L), new() { MinValue = 0, MaxValue = 1e300 }), 4294967296, 0),
        Of("elu", b => b.Elu(b.Row(1f, 0, -1, -Inf), 2), 1f, 0, (float)(-2 * 0.6321205588285577), -2),
        Of("elu close to 0", b => b.Elu(b.Row(-1e-10f), 1), -1e-10f),
        Of("gelu", b => b.Gelu(b.Row(0f, 1, -1)), 0f, (float)0.8413447460685429, (float)-0.15865525393145707),
        Of("hardSigmoid", b => b.HardSigmoid(b.Row(0f, 5, -5, 1), 0.25f, 0.5f), 0.5f, 1, 0, 0.75f),
        Of("hardSwish", b => b.HardSwish(b.Row(-4f, -3, 0, 3, 4, 1.5f)), -0f, -0f, 0, 3, 4, 1.125f),
        Of("leakyRelu", b => b.LeakyRelu(b.Row(2f, -2, -Inf), 0.25f), 2f, -0.5f, -Inf),
        Of("linear", b => b.Linear(b.Row(2f, -2), 3, 0.5f), 6.5f, -5.5f),
        Of("prelu", b => b.Prelu(b.Of([2, 2], 1f, -1, 2, -2), b.Row(0.5f, 0.25f)), 1f, -0.25f, 2, -0.5f),
        Of("prelu int32", b => b.Prelu(b.Row(3, -3), b.Row(5, 5)), 3, -15),
        Of("relu", b => b.Relu(b.Row(-1f, 2, float.NaN)), 0f, 2, float.NaN),
        Of("relu int8", b => b.Relu(b.Row<sbyte>(-128, 127)), (sbyte)0, (sbyte)127),
        Of("sigmoid", b => b.Sigmoid(b.Row(0f, 1, -1, -Inf)), 0.5f, (float)0.7310585786300049, (float)0.2689414213699951, 0),
        Of("softmax", b => b.Softmax(b.Of([2, 2], 0f, 0, 1, 0), 1), 0.5f, 0.5f, (float)0.7310585786300049, (float)0.2689414213699951),
        Of("softmax of another axis", b => b.Softmax(b.Of([2, 2], 5f, 0, 5, -1), 0), 0.5f, (float)0.7310585786300049, 0.5f, (float)0.2689414213699951),
        Of("softmax of large elements", b => b.Softmax(b.Row(1000f, 1000), 0), 0.5f, 0.5f),
        Of("softplus", b => b.Softplus(b.Row(0f, 1, 1000, -100)), (float)0.6931471805599453, (float)1.3132616875182228, 1000, (float)3.720075976020836e-44),
        Of("softsign", b => b.Softsign(b.Row(1f, -3, 0)), 0.5f, -0.75f, 0),
        Of("tanh", b => b.Tanh(b.Row(0f, 1, -Inf)), 0f, (float)0.7615941559557649, -1),
    ];
}
