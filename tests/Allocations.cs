namespace WebNN.Tests;

/// <summary>What calls cost in managed memory.</summary>
internal static class Allocations
{
    /// <summary>How often a thread may be late to what is made once for each: which of several takes what share of a call is their own business.</summary>
    private const int MostRounds = 10;

    /// <summary>Once warm, so many calls allocate nothing on this thread.</summary>
    public static void AssertNone(Action call, int calls = 100)
    {
        call();
        Assert.Equal(0, Least(() =>
        {
            for (var i = 0; i < calls; i++)
            {
                call();
            }
        }));
    }

    /// <summary>The bytes that a call allocates on this thread when it has nothing left to make for later ones.</summary>
    public static long Least(Action call)
    {
        var least = long.MaxValue;
        for (var round = 0; round < MostRounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
