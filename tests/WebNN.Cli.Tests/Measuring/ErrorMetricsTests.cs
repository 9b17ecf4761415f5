using WebNN.Cli.Measuring;

namespace WebNN.Cli.Tests.Measuring;

public sealed class ErrorMetricsTests
{
    [Fact]
    public void Float_errors_are_absolute_relative_mean_and_by_the_largest_output()
    {
        var metrics = Float();

        metrics.Add([1, -4, 0, 2], [1.5, -4, 0.25, 2]);

        Assert.Equal(0.5, metrics.MaxAbs);
        Assert.Equal(0.5, metrics.MaxRelative);
        Assert.Equal(0.1875, metrics.MeanAbs);
        Assert.Equal(0.125, metrics.MaxAbsByLargest);
        Assert.Null(metrics.MaxSteps);
        Assert.Equal(4, metrics.Elements);
    }

    [Theory]
    [InlineData(1f, 1.0000001f, 1)]
    [InlineData(-1f, -1.0000002f, 2)]
    [InlineData(0f, -0f, 0)]
    [InlineData(float.Epsilon, -float.Epsilon, 2)]
    [InlineData(1f, 2f, 8388608)]
    public void Ulps_count_the_floats_between(float a, float b, long expected) => Assert.Equal(expected, ErrorMetrics.UlpDistance(a, b));

    [Fact]
    public void Quantized_errors_are_whole_steps_and_real_values_through_the_scale()
    {
        var metrics = new ErrorMetrics(scale: 0.5, zeroPoint: 3, step: 1, measuresUlps: false);

        metrics.Add([3, 5, 7], [4, 5, 5]);

        Assert.Equal(2, metrics.MaxSteps);
        Assert.Equal(1, metrics.MaxAbs);
        Assert.Equal(1, metrics.MoreThanOneStep);
        Assert.Equal(0.5, metrics.MaxRelative);   // 7 stands for 2, 5 for 1; 3 stands for 0 and does not count
        Assert.Null(metrics.MaxUlp);
    }

    [Fact]
    public void Draws_keep_the_worst_cosine_and_the_worst_share_of_the_largest()
    {
        var metrics = Float();

        metrics.Add([1000, 0], [1000, 1]);
        metrics.Add([1, 0], [0, 1]);

        Assert.Equal(0, metrics.Cosine);
        Assert.Equal(1, metrics.MaxAbsByLargest);
    }

    [Fact]
    public void The_winner_may_be_any_of_several_equal_winners()
    {
        var tie = Float();
        tie.Add([5, 5, 1], [4, 5, 1]);
        var other = Float();
        other.Add([5, 4, 1], [4, 5, 1]);

        Assert.True(tie.Top1Equal);
        Assert.False(other.Top1Equal);
    }

    [Fact]
    public void NaN_against_NaN_is_equal_and_against_a_number_is_outside_every_tolerance()
    {
        var same = Float();
        same.Add([double.NaN, 1], [double.NaN, 1]);
        var different = Float();
        different.Add([double.NaN, 1], [0, 1]);

        Assert.True(Tolerance.Float.Allows(same));
        Assert.Equal(0, same.MaxAbs);
        Assert.False(new Tolerance(ToleranceKind.Absolute, double.MaxValue).Allows(different));
        Assert.Equal(1, different.NotComparable);
    }

    [Theory]
    [InlineData(double.PositiveInfinity, float.MaxValue, true)]
    [InlineData(float.MinValue, double.NegativeInfinity, true)]
    [InlineData(double.PositiveInfinity, float.MinValue, false)]
    [InlineData(double.PositiveInfinity, 3e38, false)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, false)]
    [InlineData(double.NaN, float.MaxValue, false)]
    public void An_infinity_is_as_good_as_the_largest_finite_float_of_its_sign(double reference, double actual, bool within)
    {
        var (metrics, beside) = (Float(), Float());

        metrics.Add([reference, 1], [actual, 1]);
        beside.Add([reference, 1], [actual, 2]);

        Assert.Equal(within, Tolerance.Float.Allows(metrics));
        Assert.False(Tolerance.Float.Allows(beside), "the other element is twice its reference");
    }

    [Theory]
    [InlineData(1, 1e-5)]
    [InlineData(7000, 1e-5)]
    [InlineData(147456, 4.5776367e-5)]
    public void Long_sums_have_an_allowance_that_grows_with_the_root_of_their_length(long summands, double limit) =>
        Assert.Equal(limit, Tolerance.OfSums(summands).Limit, 1e-12);

    [Theory]
    [InlineData(1e-5, true)]
    [InlineData(1.01e-5, false)]
    public void The_float_tolerance_is_a_hundred_thousandth_of_the_largest_output(double error, bool within)
    {
        var metrics = Float();

        metrics.Add([1, 0.5], [1, 0.5 + error]);

        Assert.Equal(within, Tolerance.Float.Allows(metrics));
    }

    [Theory]
    [InlineData(1, 1000, 1, true)]     // everywhere one step
    [InlineData(3, 1, 1000, true)]     // one in a thousand three steps
    [InlineData(4, 1, 1000, false)]
    [InlineData(2, 2, 1000, false)]    // two in a thousand more than one step
    public void The_quantized_tolerance_is_a_step_almost_everywhere_and_three_at_worst(int steps, int howMany, int elements, bool within)
    {
        var metrics = new ErrorMetrics(1, 0, 1, measuresUlps: false);
        var actual = new double[Math.Max(elements, howMany)];
        actual.AsSpan(0, howMany).Fill(steps);

        metrics.Add(new double[actual.Length], actual);

        Assert.Equal(within, Tolerance.Quantized.Allows(metrics));
    }

    [Theory]
    [InlineData("1e-4", "max abs error <= 1e-4 of the largest |output|")]
    [InlineData("abs:0.02", "max abs error <= 0.02")]
    [InlineData("steps:2", "99.9% within 1 step, worst <= 2 steps")]
    [InlineData("rel:0.5", "max abs error <= 5e-1 of the largest |output|")]
    public void A_tolerance_is_read_from_text(string text, string expected) => Assert.Equal(expected, Tolerance.Parse(text)?.ToString());

    [Theory]
    [InlineData("lots")]
    [InlineData("-1")]
    [InlineData("ulp:3")]
    public void Anything_else_is_no_tolerance(string text) => Assert.Null(Tolerance.Parse(text));

    private static ErrorMetrics Float() => new(scale: 1, zeroPoint: 0, step: 0, measuresUlps: true);
}
