namespace WebNN.Cli.Measuring;

/// <summary>What many measurements of the same thing say.</summary>
internal static class Statistics
{
    /// <summary>The value below which the share <paramref name="share"/> of the values lies, interpolated between neighbours.</summary>
    public static double Percentile(ReadOnlySpan<double> values, double share)
    {
        if (values.IsEmpty)
        {
            return double.NaN;
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }

    public static double Median(ReadOnlySpan<double> values) => Percentile(values, 0.5);
}

/// <summary>How long one thing takes in units of another, from pairs that were measured next to each other.</summary>
internal readonly record struct RatioStatistics(double Median, double Low, double High)
{
    /// <summary>The median of the pairs' ratios, 10th and 90th percentile: what drifts in both drops out of each pair.</summary>
    public static RatioStatistics OfPairs(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators)
    {
        var ratios = new double[Math.Min(numerators.Length, denominators.Length)];
        for (var i = 0; i < ratios.Length; i++)
        {
            ratios[i] = numerators[i] / denominators[i];
        }

        return new(Statistics.Median(ratios), Statistics.Percentile(ratios, 0.1), Statistics.Percentile(ratios, 0.9));
    }
}
