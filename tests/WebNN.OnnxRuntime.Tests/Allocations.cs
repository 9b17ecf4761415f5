namespace WebNN.OnnxRuntime.Tests;

/// <summary>What calls cost in managed memory.</summary>
internal static class Allocations
{
    /// <summary>After the first, a hundred calls allocate nothing on this thread.</summary>
    public static void AssertNone(Action call)
    {
        call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            call();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
