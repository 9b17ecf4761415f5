using System.Diagnostics;

namespace WebNN.Cli.Measuring;

/// <summary>How long something takes.</summary>
internal static class Timing
{
    /// <summary>Runs <paramref name="action"/> once; in milliseconds.</summary>
    public static double Of(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();

        // A TimeSpan has steps of 100 ns, which the smallest models take.
        return (Stopwatch.GetTimestamp() - start) * 1000.0 / Stopwatch.Frequency;
    }
}
