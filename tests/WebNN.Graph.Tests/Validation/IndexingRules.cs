using static WebNN.Tests.Validation.Rule;

namespace WebNN.Tests.Validation;

/// <summary>gather, gatherElements, gatherND, scatterElements, scatterND. What the indices are is not known before the graph runs.</summary>
internal static class IndexingRules
{
    public static readonly Rule[] All =
    [
        Of("gather", "axis", "axis is unsigned", (b, v) => b.Gather(b.F32(2, 3), b.I32(4), v, Label), -1, 0, "axis is out of range (expected 0 to 1, found -1)"),
        Of("gather", "axis", "axis is below the input's rank", (b, v) => b.Gather(b.F32(2, 3), b.I32(4), v, Label), 2, 1, "axis is out of range (expected 0 to 1, found 2)")
            with { Lines = ["gather(%0, %1) axis=1 f32[2,4]"] },
        Of("gather", "axis", "the result is a tensor", (b, v) => b.Gather(b.U8(1 << 16, 1 << 14), b.I32(v), 0, Label), 1 << 17, 1 << 16,
            "u8[131072,16384] is too large (expected at most 2147483647 bytes)"),
        Of("gatherElements", "axis", "axis is unsigned", (b, v) => b.GatherElements(b.F32(2, 3), b.I32(2, 3), v, Label), -1, 0, "axis is out of range (expected 0 to 1, found -1)"),
        Of("gatherElements", "axis", "axis is below the input's rank", (b, v) => b.GatherElements(b.F32(2, 3), b.I32(2, 3), v, Label), 2, 1, "axis is out of range (expected 0 to 1, found 2)"),
        Of("gatherElements", "indices", "indices have the input's rank", (b, v) => b.GatherElements(b.F32(2, 3), b.I32(v), 1, Label), [2], new[] { 2, 1 },
            "indices has the wrong rank (expected 2, found i32[2])"),
        Of("gatherElements", "indices", "indices have the input's dimensions but along the axis", (b, v) => b.GatherElements(b.F32(2, 3), b.I32(v), 1, Label), [1, 7], new[] { 2, 7 },
            "indices has the wrong shape (expected [2,7], found i32[1,7])") with { Lines = ["gatherElements(%0, %1) axis=1 f32[2,7]"] },
        Of("gatherND", "indices", "indices are as deep as the input's rank at most", (b, v) => b.GatherND(b.F32(2, 3), b.I32(v), Label), [4, 3], new[] { 4, 2 },
            "indices are too deep (expected a last dimension of at most 2, found i32[4,3])") with { Lines = ["gatherND(%0, %1) f32[4]"] },
        Of("gatherND", "indices", "the result is a tensor", (b, v) => b.GatherND(b.U8(1, 1 << 16), b.I32(v, 1), Label), 1 << 16, 1 << 10,
            "u8[65536,65536] is too large (expected at most 2147483647 bytes)"),
        Of("scatterElements", "axis", "axis is unsigned", (b, v) => b.ScatterElements(b.F32(2, 3), b.I32(2, 3), b.F32(2, 3), v, Label), -1, 0, "axis is out of range (expected 0 to 1, found -1)"),
        Of("scatterElements", "axis", "axis is below the input's rank", (b, v) => b.ScatterElements(b.F32(2, 3), b.I32(2, 3), b.F32(2, 3), v, Label), 2, 1,
            "axis is out of range (expected 0 to 1, found 2)"),
        Of("scatterElements", "indices", "indices have the input's rank", (b, v) => b.ScatterElements(b.F32(2, 3), b.I32(v), b.F32(v), 1, Label), [2], new[] { 2, 1 },
            "indices has the wrong rank (expected 2, found i32[2])"),
        Of("scatterElements", "indices", "indices have the input's dimensions but along the axis", (b, v) => b.ScatterElements(b.F32(2, 3), b.I32(v), b.F32(v), 0, Label), [5, 2], new[] { 5, 3 },
            "indices has the wrong shape (expected [5,3], found i32[5,2])"),
        Of("scatterElements", "updates", "updates have the indices' shape", (b, v) => b.ScatterElements(b.F32(2, 3), b.I32(1, 3), b.F32(v), 0, Label), [2, 3], new[] { 1, 3 },
            "updates has the wrong shape (expected [1,3], found f32[2,3])"),
        Of("scatterND", "indices", "indices are as deep as the input's rank at most", (b, v) => b.ScatterND(b.F32(2, 3), b.I32(v), b.F32(4), Label), [4, 3], new[] { 4, 2 },
            "indices are too deep (expected a last dimension of at most 2, found i32[4,3])"),
        Of("scatterND", "updates", "updates are what the indices leave of the input", (b, v) => b.ScatterND(b.F32(2, 3), b.I32(4, 1), b.F32(v), Label), [4, 2], new[] { 4, 3 },
            "updates has the wrong shape (expected [4,3], found f32[4,2])"),
        Of("scatterND", "updates", "updates have the rank that the indices leave", (b, v) => b.ScatterND(b.F32(2, 3), b.I32(4, 1), b.F32(v), Label), [4], new[] { 4, 3 },
            "updates has the wrong shape (expected [4,3], found f32[4])"),
    ];
}
