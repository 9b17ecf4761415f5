using static WebNN.Tests.Validation.Rule;

namespace WebNN.Tests.Validation;

/// <summary>concat and split.</summary>
internal static class JoiningRules
{
    public static readonly Rule[] All =
    [
        Of("concat", "inputs", "there are inputs", (b, v) => b.Concat([.. Enumerable.Range(0, v).Select(_ => b.F32(2, 3))], 0, Label), 0, 1, "inputs are empty (expected at least 1, found 0)"),
        Of("concat", "inputs", "inputs are of one type", (b, v) => b.Concat([b.F32(2, 3), Input(b, new(v, 2, 3))], 0, Label), MLOperandDataType.Float16, MLOperandDataType.Float32,
            "inputs[1] needs the type of inputs[0] (expected f32, found f16[2,3])"),
        Of("concat", "inputs", "inputs are of one rank", (b, v) => b.Concat([b.F32(2, 3), b.F32(v)], 0, Label), [3], new[] { 1, 3 }, "inputs[1] has the wrong rank (expected 2, found f32[3])"),
        Of("concat", "inputs", "inputs have the same dimensions but along the axis", (b, v) => b.Concat([b.F32(2, 3), b.F32(v)], 0, Label), [2, 4], new[] { 4, 3 },
            "inputs[1] has the wrong shape (expected [2,3], found f32[2,4])") with { Lines = ["concat(%0, %1) axis=0 f32[6,3]"] },
        Of("concat", "inputs", "the joined dimension is valid", (b, v) => b.Concat([b.U8(int.MaxValue), b.U8(v)], 0, Label), 1, 0, "the joined dimension is out of range (expected 1 to 2147483647, found 2147483648)")
            with { Kept = b => b.Concat([b.U8(int.MaxValue - 1), b.U8(1)], 0, Label) },
        Of("concat", "inputs", "the inputs are 8192 at most (our limit)", (b, v) => b.Concat([.. Enumerable.Repeat(b.F32(1), v)], 0, Label), 8193, 8192,
            "inputs are too many (expected at most 8192, found 8193)"),
        Of("concat", "inputs", "every input is this builder's", (b, v) => b.Concat([b.F32(2, 3), (v ? new MLGraphBuilder(b.Context) : b).F32(2, 3)], 0, Label), true, false,
            "operand 1 belongs to another MLGraphBuilder"),
        Of("concat", "inputs", "the result is a tensor", (b, v) => b.Concat([b.U8(1 << 30, 1), b.U8(1 << 30, 1)], v, Label), 1, 0, "u8[1073741824,2] is too large (expected at most 2147483647 bytes)")
            with { Kept = b => b.Concat([b.U8(1 << 30, 1), b.U8(1, 1)], 0, Label) },
        Of("concat", "axis", "axis is unsigned", (b, v) => b.Concat([b.F32(2, 3)], v, Label), -1, 0, "axis is out of range (expected 0 to 1, found -1)"),
        Of("concat", "axis", "axis is below the rank", (b, v) => b.Concat([b.F32(2, 3)], v, Label), 2, 1, "axis is out of range (expected 0 to 1, found 2)"),
        Of("split", "splits", "their number is not 0", (b, v) => b.Split(b.F32(6), v, 0, Label)[0], 0, 1, "parts are out of range (expected 1 to 8192, found 0)"),
        Of("split", "splits", "their number divides the dimension", (b, v) => b.Split(b.F32(6), v, 0, Label)[0], 4, 3, "parts do not divide the dimension (expected a divisor of 6, found 4)"),
        Of("split", "splits", "no part is 0", (b, v) => b.Split(b.F32(6), v, 0, Label)[0], [6, 0], new[] { 5, 1 }, "sizes is too small (expected at least 1, found 0)"),
        Of("split", "splits", "the parts add up to the dimension", (b, v) => b.Split(b.F32(6), v, 0, Label)[0], [2, 3], new[] { 2, 4 }, "sizes do not add up to the dimension (expected 6, found [2,3])")
            with { Lines = ["split(%0) axis=0 sizes=[2,4] f32[2], f32[4]"] },
        Of("split", "splits", "the parts add up without overflow", (b, v) => b.Split(b.F32(6), v, 0, Label)[0], [int.MaxValue, int.MaxValue, 8], new[] { 6 },
            "sizes do not add up to the dimension (expected 6, found [2147483647,2147483647,8])"),
        Of("split", "splits", "their number is unsigned", (b, v) => b.Split(b.F32(6), v, 0, Label)[0], -1, 6, "parts are out of range (expected 1 to 8192, found -1)"),
        Of("split", "splits", "their number is 8192 at most (our limit)", (b, v) => b.Split(b.F32(v), v, 0, Label)[0], 8193, 8192, "parts are out of range (expected 1 to 8192, found 8193)"),
        Of("split", "splits", "the parts are 8192 at most (our limit)", (b, v) => b.Split(b.F32(v), Enumerable.Repeat(1, v).ToArray(), 0, Label)[0], 8193, 8192,
            "sizes are too many (expected at most 8192, found 8193)"),
        Of("split", "splits", "there are parts", (b, v) => b.Split(b.F32(6), v, 0, Label)[0], [], new[] { 6 }, "sizes do not add up to the dimension (expected 6, found [])"),
        Of("split", "splits", "no part is negative", (b, v) => b.Split(b.F32(6), v, 0, Label)[0], [7, -1], new[] { 5, 1 }, "sizes is too small (expected at least 1, found -1)"),
        Of("split", "axis", "axis is unsigned", (b, v) => b.Split(b.F32(3, 3), [1, 2], v, Label)[0], -1, 0, "axis is out of range (expected 0 to 1, found -1)"),
        Of("split", "axis", "axis is below the rank, for a number of parts", (b, v) => b.Split(b.F32(2, 3), 1, v, Label)[0], 2, 1, "axis is out of range (expected 0 to 1, found 2)"),
        Of("split", "axis", "axis is below the rank, for sizes", (b, v) => b.Split(b.F32(3, 3), [1, 2], v, Label)[0], 2, 1, "axis is out of range (expected 0 to 1, found 2)"),
    ];
}
