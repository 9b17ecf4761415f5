using WebNN.Cli.Processes;

namespace WebNN.Cli.Tests.Processes;

public sealed class ProcessTests
{
    [Theory]
    [InlineData(134, "terminate called", "the process of this model was ended by SIGABRT, exit code 134; it last said: terminate called")]
    [InlineData(139, null, "the process of this model was ended by SIGSEGV, exit code 139; it said nothing")]
    [InlineData(3, "  sorry ", "the process of this model ended without an answer, exit code 3; it last said: sorry")]
    [InlineData(0, " ", "the process of this model ended without an answer, exit code 0; it said nothing")]
    public void A_death_is_told_with_its_signal_and_the_last_words(int exitCode, string? words, string expected) =>
        Assert.Equal(expected, Death.Describe(exitCode, words));

    [Fact]
    public void Standard_error_is_told_apart_into_progress_chatter_and_words()
    {
        var progress = new List<string>();
        var errors = new ProcessErrors((what, share) => progress.Add($"{what} {share:0.00}"));

        errors.Take("\u001eprogress 0.250 measuring the memory");
        errors.Take("INFO: Created TensorFlow Lite XNNPACK delegate for CPU.");
        Assert.Null(errors.Last);
        errors.Take("ERROR: it will not do");
        errors.Take("INFO: Initialized.");
        errors.Take(null);

        Assert.Equal(["measuring the memory 0.25"], progress);
        Assert.Equal("ERROR: it will not do", errors.Last);
    }
}
