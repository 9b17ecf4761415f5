using WebNN.Cli.Rendering;
using WebNN.Cli.Results;

namespace WebNN.Cli.Tests.Rendering;

public sealed class FormatTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(0.0, "0")]
    [InlineData(1.5, "1.5")]
    [InlineData(0.0123456, "0.0123")]
    [InlineData(0.00001234, "1.23e-5")]
    [InlineData(1040.0, "1040")]
    [InlineData(12345678.0, "1.23e+7")]
    public void Numbers_have_three_digits_that_matter(double? value, string expected) => Assert.Equal(expected, Format.Number(value));

    [Theory]
    [InlineData(new[] { 0, 1, 2, 5, 7, 8 }, "0-2, 5, 7-8")]
    [InlineData(new int[0], "")]
    public void Neighbours_become_ranges(int[] numbers, string expected) => Assert.Equal(expected, Format.Ranges(numbers));

    [Fact]
    public void A_long_name_keeps_both_ends() => Assert.Equal("abc…uvwxyz", Format.Shorten("abcdefghijklmnopqrstuvwxyz", 10));

    [Fact]
    public void One_result_is_an_object_and_several_are_an_array()
    {
        var failed = new FailedResult("a", "b");

        Assert.StartsWith("{", ResultJson.Of([failed], alwaysArray: false), StringComparison.Ordinal);
        Assert.StartsWith("[", ResultJson.Of([failed, failed], alwaysArray: false), StringComparison.Ordinal);
        Assert.StartsWith("[", ResultJson.Of([failed], alwaysArray: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_null_in_JSON()
    {
        var json = ResultJson.Of([new StartResult(1, 2, double.NaN)], alwaysArray: false);

        Assert.Contains("\"peakMemoryMiB\": null", json, StringComparison.Ordinal);
    }
}
