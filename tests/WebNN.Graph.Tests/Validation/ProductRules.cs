using static WebNN.Tests.Validation.Rule;

namespace WebNN.Tests.Validation;

/// <summary>gemm and matmul.</summary>
internal static class ProductRules
{
    public static readonly Rule[] All =
    [
        Of("gemm", "aTranspose", "a's columns are b's rows", (b, v) => Gemm(b, new() { ATranspose = v }, [2, 3], [3, 4]), true, false,
            "a's columns are not b's rows (expected 2, found 3 in f32[2,3] and f32[3,4])"),
        Of("gemm", "aTranspose", "a's columns, turned, are b's rows", (b, v) => Gemm(b, new() { ATranspose = v }, [3, 2], [3, 4]), false, true,
            "a's columns are not b's rows (expected 2, found 3 in f32[3,2] and f32[3,4])") with { Lines = ["gemm(%0, %1) aTranspose f32[2,4]"] },
        Of("gemm", "bTranspose", "a's columns are b's rows, turned", (b, v) => Gemm(b, new() { BTranspose = v }, [2, 3], [4, 3]), false, true,
            "a's columns are not b's rows (expected 3, found 4 in f32[2,3] and f32[4,3])") with { Lines = ["gemm(%0, %1) bTranspose f32[2,4]"] },
        Of("gemm", "bTranspose", "a's columns, turned, are b's rows, turned", (b, v) => Gemm(b, new() { ATranspose = true, BTranspose = v }, [3, 2], [4, 3]), false, true,
            "a's columns are not b's rows (expected 3, found 4 in f32[3,2] and f32[4,3])") with { Lines = ["gemm(%0, %1) aTranspose bTranspose f32[2,4]"] },
        Of("gemm", "bTranspose", "the result is a tensor", (b, v) => Gemm(b, new() { BTranspose = v }, [1 << 16, 1], [1, 1 << 16]), false, false, "f32[65536,65536] is too large (expected at most 2147483647 bytes)")
            with { Kept = b => Gemm(b, new(), [1 << 16, 1], [1, 1]) },
        Of("gemm", "c", "c broadcasts to the product", (b, v) => Gemm(b, new(), [2, 3], [3, 4], v), [3], new[] { 4 }, "c does not broadcast (expected to reach [2,4], found f32[3])"),
        Of("gemm", "c", "the product does not broadcast to c", (b, v) => Gemm(b, new(), [1, 3], [3, 4], v), [2, 4], new[] { 1, 1 }, "c does not broadcast (expected to reach [1,4], found f32[2,4])"),
        Any("gemm", "alpha", "alpha is cast to a's type", (b, v) => Gemm(b, new() { Alpha = v }, [1, 1], [1, 1]),
            (1e300, "gemm(%0, %1) alpha=Infinity f32[1,1]"), (0.5, "gemm(%0, %1) alpha=0.5 f32[1,1]")),
        Any("gemm", "beta", "beta is cast to a's type", (b, v) => Gemm(b, new() { Beta = v }, [1, 1], [1, 1]),
            (-1e300, "gemm(%0, %1) beta=-Infinity f32[1,1]"), (0.5, "gemm(%0, %1) beta=0.5 f32[1,1]")),
        Of("matmul", "a", "a's columns are b's rows", (b, v) => b.Matmul(b.F32(v), b.F32(3, 4), Label), [2, 4], new[] { 2, 3 },
            "a's columns are not b's rows (expected 4, found 3 in f32[2,4] and f32[3,4])") with { Lines = ["matmul(%0, %1) f32[2,4]"] },
        Of("matmul", "b", "the result is a tensor", (b, v) => b.Matmul(b.F32(1 << 16, 1), b.F32(1, v), Label), 1 << 16, 1, "f32[65536,65536] is too large (expected at most 2147483647 bytes)"),
        Of("matmul", "b", "the batches broadcast", (b, v) => b.Matmul(b.F32(5, 1, 2, 3), b.F32(v), Label), [2, 6, 3, 4], new[] { 6, 3, 4 },
            "shapes do not broadcast (expected equal dimensions or 1, found [5,1] and [2,6])") with { Lines = ["matmul(%0, %1) f32[5,6,2,4]"] },
    ];

    private static MLOperand Gemm(MLGraphBuilder b, MLGemmOptions options, int[] left, int[] right, int[]? sum = null) =>
        b.Gemm(b.F32(left), b.F32(right), sum is null ? null : b.F32(sum), options, Label);
}
