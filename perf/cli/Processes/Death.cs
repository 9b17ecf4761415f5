using System.Globalization;
using WebNN.Cli.Rendering;

namespace WebNN.Cli.Processes;

/// <summary>Says how a process ended that should have answered.</summary>
internal static class Death
{
    /// <summary>Above this a shell's exit codes, and .NET's, are signals.</summary>
    private const int SignalBase = 128;

    private const int LongestWords = 300;

    private static readonly Dictionary<int, string> signals = new()
    {
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL (out of memory, or somebody ended it)",
        [11] = "SIGSEGV",
        [15] = "SIGTERM",
    };

    /// <param name="lastWords">The last line that it wrote to standard error; null where it wrote none.</param>
    public static string Describe(int exitCode, string? lastWords)
    {
        var how = exitCode > SignalBase && signals.TryGetValue(exitCode - SignalBase, out var signal)
            ? $"was ended by {signal}, exit code {exitCode}"
            : string.Create(CultureInfo.InvariantCulture, $"ended without an answer, exit code {exitCode}");
        return string.IsNullOrWhiteSpace(lastWords)
            ? $"the process of this model {how}; it said nothing"
            : $"the process of this model {how}; it last said: {Format.Shorten(lastWords.Trim(), LongestWords)}";
    }
}
