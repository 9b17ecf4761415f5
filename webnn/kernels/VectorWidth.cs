namespace WebNN.Kernels;

/// <summary>The vectors that a kernel is made for: how its filter is packed, and how its work is cut, depend on it.</summary>
internal enum VectorWidth
{
    /// <summary>8 floats, with 16 registers: AVX2 and FMA.</summary>
    Bits256 = 256,

    /// <summary>16 floats, with 32 registers: AVX-512.</summary>
    Bits512 = 512,
}
