using WebNN.Cli.Measuring;

namespace WebNN.Cli.Tests.Measuring;

public sealed class StatisticsTests
{
    [Fact]
    public void The_median_of_an_even_number_lies_between_the_middle_two() => Assert.Equal(2.5, Statistics.Median([4, 1, 3, 2]));

    [Fact]
    public void A_percentile_is_interpolated_between_neighbours() => Assert.Equal(9.6, Statistics.Percentile([10, 2, 6, 8, 4], 0.95), 12);

    [Fact]
    public void Nothing_measured_has_no_median() => Assert.Equal(double.NaN, Statistics.Median([]));

    [Fact]
    public void Ratios_are_taken_pair_by_pair_so_that_drift_drops_out()
    {
        var ratio = RatioStatistics.OfPairs([1, 2, 4, 8], [2, 4, 8, 16]);

        Assert.Equal(new RatioStatistics(0.5, 0.5, 0.5), ratio);
    }

    [Fact]
    public void A_ratio_has_its_tenth_and_ninetieth_percentile()
    {
        var ratio = RatioStatistics.OfPairs([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);

        Assert.Equal(new RatioStatistics(6, 2, 10), ratio);
    }
}
