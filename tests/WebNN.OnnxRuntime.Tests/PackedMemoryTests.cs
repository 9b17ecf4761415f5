using System.Runtime.InteropServices;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Kernels;

namespace WebNN.OnnxRuntime.Tests;

public sealed class PackedMemoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(3_000_001)]
    public void Packed_filters_begin_with_a_cache_line_and_what_kernels_foresee_behind_them_is_there(int bytes)
    {
        var memory = PackedMemory.Allocate(bytes);
        Assert.Equal(bytes, memory.Length);
        Assert.True(MemoryMarshal.TryGetArray<byte>(memory, out var array));
        Assert.Equal(0, Marshal.UnsafeAddrOfPinnedArrayElement(array.Array!, array.Offset) % 64);
        var behind = array.Array.AsSpan(array.Offset + bytes);
        Assert.True(behind.Length >= WindowKernels.ForeseenBytes, $"{behind.Length} bytes are left behind {bytes}");
        Assert.Equal(-1, behind.IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Zeros_are_zeros() => Assert.Equal(-1, PackedMemory.AllocateZeros(100_000).Span.IndexOfAnyExcept((byte)0));
}
