namespace WebNN.Kernels;

/// <summary>What of an x64 processor decides between kernels.</summary>
[Flags]
public enum ProcessorFeatures
{
    /// <summary>Nothing beyond what every x64 processor has; also any processor of another architecture.</summary>
    None = 0,

    /// <summary>Vectors of 256 bits, and products added to a sum in one step.</summary>
    Avx2 = 1 << 0,

    /// <summary>Vectors of 512 bits (all of x86-64-v4), also where they slow the clock down and .NET by itself would not use them.</summary>
    Avx512 = 1 << 1,

    /// <summary>Products of bytes that are added up in 32 bits: AVX512_VNNI or AVX_VNNI.</summary>
    Vnni = 1 << 2,

    /// <summary>All of them.</summary>
    All = Avx2 | Avx512 | Vnni,
}
