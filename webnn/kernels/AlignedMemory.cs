using System.Runtime.InteropServices;

namespace WebNN.Kernels;

/// <summary>Zeroed floats that begin with a cache line.</summary>
internal sealed unsafe class AlignedMemory : IDisposable
{
    private const int CacheLine = 64;

    public AlignedMemory(long floats)
    {
        var bytes = checked((nuint)floats * sizeof(float));
        Pointer = (float*)NativeMemory.AlignedAlloc(bytes, CacheLine);
        FreshPages.Populate(Pointer, bytes);
        NativeMemory.Clear(Pointer, bytes);
    }

    ~AlignedMemory() => Free();

    public float* Pointer { get; private set; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
