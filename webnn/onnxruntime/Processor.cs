using System.Runtime.Intrinsics.X86;

namespace WebNN.OnnxRuntime;

/// <summary>What decides between ONNX Runtime's integer kernels.</summary>
internal static class Processor
{
    private const int StructuredFeatures = 7;
    private const int Avx512Vnni = 1 << 11;
    private const int AvxVnni = 1 << 4;

    /// <summary>True on an x64 processor without VNNI: see <see cref="Model.UnsignedWeights"/>.</summary>
    public static bool SaturatesPairs { get; } = X86Base.IsSupported && !HasVnni();

    private static bool HasVnni() =>
        X86Base.CpuId(0, 0).Eax >= StructuredFeatures
        && ((X86Base.CpuId(StructuredFeatures, 0).Ecx & Avx512Vnni) != 0 || (X86Base.CpuId(StructuredFeatures, 1).Eax & AvxVnni) != 0);
}
