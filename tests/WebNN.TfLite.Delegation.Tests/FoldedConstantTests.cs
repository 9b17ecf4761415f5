using System.Runtime.CompilerServices;

namespace WebNN.TfLite.Delegation.Tests;

public sealed class FoldedConstantTests
{
    [Fact]
    public void Nothing_is_computed_before_somebody_reads()
    {
        var times = 0;
        var memory = new FoldedConstant(3, () => Count(ref times)).Memory;

        Assert.Equal(3, memory.Length);
        Assert.Equal(0, times);
        Assert.Equal([1, 2, 3], memory.Span.ToArray());
        Assert.Equal(1, times);
    }

    [Fact]
    public void What_is_pinned_stays_where_it_is_and_is_computed_anew_once_nobody_holds_it()
    {
        var times = 0;
        var memory = new FoldedConstant(3, () => Count(ref times)).Memory;

        ReadPinned(memory);
        Assert.Equal(1, times);
        Collect();
        Assert.Equal([1, 2, 3], memory.Span.ToArray());
        Assert.Equal(2, times);
    }

    private static byte[] Count(ref int times)
    {
        times++;
        return [1, 2, 3];
    }

    /// <summary>By itself, so that nothing of it is left on the stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReadPinned(Memory<byte> memory)
    {
        using var pinned = memory.Pin();
        Collect();
        Assert.Equal([1, 2, 3], memory.Span.ToArray());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
}
