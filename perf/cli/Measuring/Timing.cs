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
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
