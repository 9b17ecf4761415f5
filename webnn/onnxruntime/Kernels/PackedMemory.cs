using System.Runtime.InteropServices;
using WebNN.Kernels;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>Memory for packed filters.</summary>
internal static class PackedMemory
{
    /// <summary>A packed filter begins with one: no load of the kernels then crosses two.</summary>
    private const int CacheLine = 64;

    /// <summary>Bytes of any value that begin with a cache line, and stay where they are.</summary>
    public static unsafe Memory<byte> Allocate(int bytes)
    {
        var memory = GC.AllocateUninitializedArray<byte>(checked(bytes + CacheLine), pinned: true);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0);
        FreshPages.Populate((void*)address, (nuint)memory.Length);
        return memory.AsMemory((int)(-address & (CacheLine - 1)), bytes);
    }

    /// <summary>The same, of zeros.</summary>
    public static Memory<byte> AllocateZeros(int bytes)
    {
        var memory = Allocate(bytes);
        memory.Span.Clear();
        return memory;
    }
}
