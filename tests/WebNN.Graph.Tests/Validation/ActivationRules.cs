using static WebNN.Tests.Validation.Rule;

namespace WebNN.Tests.Validation;

/// <summary>clamp, elu, hardSigmoid, leakyRelu, linear, prelu, softmax: factors are cast to the input's type, bounds are in order.</summary>
internal static class ActivationRules
{
    public static readonly Rule[] All =
    [
        Of("clamp", "minValue", "minValue is not above maxValue", (b, v) => b.Clamp(b.F32(1), new() { MinValue = v, MaxValue = 2 }, Label), 3, 2,
            "the bounds are swapped (expected minValue at most maxValue, found 3 and 2)"),
        Of("clamp", "maxValue", "the bounds are compared after they were cast", (b, v) => b.Clamp(b.I8(1), new() { MinValue = 200, MaxValue = v }, Label), 126, 127,
            "the bounds are swapped (expected minValue at most maxValue, found 127 and 126)"),
        Of("clamp", "maxValue", "integers of 64 bits are compared exactly", (b, v) => b.Clamp(Input(b, new(MLOperandDataType.Int64)), new() { MinValue = long.MaxValue, MaxValue = v }, Label),
            long.MaxValue - 1, long.MaxValue, "the bounds are swapped (expected minValue at most maxValue, found 9223372036854775807 and 9223372036854775806)"),
        Any("elu", "alpha", "alpha is cast to the input's type", (b, v) => b.Elu(b.F16(1), v, Label), (1e9, "elu(%0) alpha=Infinity f16[1]"), (-1.0, "elu(%0) alpha=-1 f16[1]")),
        Any("leakyRelu", "alpha", "alpha is cast to the input's type", (b, v) => b.LeakyRelu(b.F32(1), v, Label),
            (1e300, "leakyRelu(%0) alpha=Infinity f32[1]"), (2.0, "leakyRelu(%0) alpha=2 f32[1]")),
        Any("hardSigmoid", "alpha", "alpha is cast to the input's type", (b, v) => b.HardSigmoid(b.F32(1), v, label: Label),
            (1e300, "hardSigmoid(%0) alpha=Infinity beta=0.5 f32[1]"), (double.NaN, "hardSigmoid(%0) alpha=NaN beta=0.5 f32[1]")),
        Any("hardSigmoid", "beta", "beta is cast to the input's type", (b, v) => b.HardSigmoid(b.F32(1), 1, v, Label),
            (-1e300, "hardSigmoid(%0) alpha=1 beta=-Infinity f32[1]"), (0.25, "hardSigmoid(%0) alpha=1 beta=0.25 f32[1]")),
        Any("linear", "alpha", "alpha is cast to the input's type", (b, v) => b.Linear(b.F16(1), v, label: Label),
            (1e5, "linear(%0) alpha=Infinity beta=0 f16[1]"), (2.0, "linear(%0) alpha=2 beta=0 f16[1]")),
        Any("linear", "beta", "beta is cast to the input's type", (b, v) => b.Linear(b.F32(1), 1, v, Label),
            (1e300, "linear(%0) alpha=1 beta=Infinity f32[1]"), (2.0, "linear(%0) alpha=1 beta=2 f32[1]")),
        Of("prelu", "slope", "slope and input broadcast", (b, v) => b.Prelu(b.F32(2, 3), b.F32(v), Label), [2], new[] { 3 },
            "shapes do not broadcast (expected equal dimensions or 1, found [2,3] and [2])") with { Lines = ["prelu(%0, %1) f32[2,3]"] },
        Of("prelu", "slope", "slope may be the larger", (b, v) => b.Prelu(b.F32(3), b.F32(v), Label), [2, 2], new[] { 2, 3 },
            "shapes do not broadcast (expected equal dimensions or 1, found [3] and [2,2])") with { Lines = ["prelu(%0, %1) f32[2,3]"] },
        Of("prelu", "slope", "the result is a tensor", (b, v) => b.Prelu(b.F32(1 << 16, 1), b.F32(v), Label), 1 << 16, 1, "f32[65536,65536] is too large (expected at most 2147483647 bytes)"),
        Of("softmax", "axis", "axis is below the rank", (b, v) => b.Softmax(b.F32(2, 3), v, Label), 2, 1, "axis is out of range (expected 0 to 1, found 2)"),
        Of("softmax", "axis", "axis is unsigned", (b, v) => b.Softmax(b.F32(2, 3), v, Label), -1, 0, "axis is out of range (expected 0 to 1, found -1)"),
    ];
}
