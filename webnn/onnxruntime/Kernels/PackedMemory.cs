using System.Runtime.InteropServices;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>Memory for packed filters.</summary>
internal static class PackedMemory
{
    /// <summary>A packed filter begins with one: no load of the kernels then crosses two.</summary>
    private const int CacheLine = 64;

    /// <summary>Zeros that begin with a cache line, and stay where they are.</summary>
    public static Memory<byte> Allocate(int bytes)
    {
        var memory = GC.AllocateArray<byte>(checked(bytes + CacheLine), pinned: true);
        var start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) & (CacheLine - 1));
        return memory.AsMemory(start, bytes);
    }
}
