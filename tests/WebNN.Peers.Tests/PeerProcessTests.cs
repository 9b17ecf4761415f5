namespace WebNN.Peers.Tests;

public sealed class PeerProcessTests
{
    [Fact]
    public void A_peer_answers_what_it_is_and_how_long_it_took()
    {
        using var process = Start("""echo '{"runtime":"a shell","prepareMs":1.5}'; while read n; do echo "noise" >&2; echo '{"ms":[1,2]}'; done""", out var unavailable);

        Assert.Null(unavailable);
        Assert.Equal(("a shell", 1.5), (process!.Runtime, process.PrepareMs));
        var slice = new double[2];
        process.Run(slice);
        Assert.Equal([1, 2], slice);
        Assert.Contains("fake did not run 3 times", Assert.Throws<Cli.InputException>(() => process.Run(new double[3])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""echo '{"unavailable":"no such operator"}'""", "no such operator")]
    [InlineData("exit 3", "the process ended without an answer")]
    public void A_peer_that_cannot_run_the_model_says_why(string script, string reason)
    {
        Assert.Null(Start(script, out var unavailable));
        Assert.Equal(reason, unavailable);
    }

    [Fact]
    public void A_program_that_is_not_there_is_a_reason()
    {
        Assert.Null(PeerProcess.Start(new("absent", "no-such-program", []), "model", 1, ".", out var unavailable));
        Assert.StartsWith("no-such-program: ", unavailable, StringComparison.Ordinal);
    }

    private static PeerProcess? Start(string script, out string? unavailable)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the peer is a script of a POSIX shell");
        return PeerProcess.Start(new("fake", "sh", ["-c", script]), "model", 1, ".", out unavailable);
    }
}
