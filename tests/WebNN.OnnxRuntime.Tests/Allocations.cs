namespace WebNN.OnnxRuntime.Tests;

/// <summary>What calls cost in managed memory.</summary>
internal static class Allocations
{
    /// <summary>How often a thread may be late to what is made once for each: which of several takes what share of a call is their own business.</summary>
    private const int MostRounds = 10;

    /// <summary>Once warm, a hundred calls allocate nothing on this thread.</summary>
    public static void AssertNone(Action call)
    {
        call();
        long allocated = 1;
        for (var round = 0; round < MostRounds && allocated > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                call();
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }
}
