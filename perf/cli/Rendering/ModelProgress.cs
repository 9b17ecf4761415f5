using System.Diagnostics;
using Spectre.Console;

namespace WebNN.Cli.Rendering;

/// <summary>Long work's progress on standard error: a moving line, or now and then a plain one for a log.</summary>
internal static class ModelProgress
{
    /// <summary>Where nobody watches a moving line, work that is done sooner is not worth one.</summary>
    private static readonly TimeSpan plainPause = TimeSpan.FromSeconds(5);

    private const int NameLength = 60;

    /// <param name="work">Reports what is going on, and which share of that is done.</param>
    public static T Show<T>(Output output, string model, Func<Action<string, double>, T> work)
    {
        var name = Format.Shorten(model, NameLength);
        if (Output.IsWatched)
        {
            return output.Errors.Status().Start(
                name.EscapeMarkup(),
                status => work((what, share) => status.Status($"{name.EscapeMarkup()}: {what.EscapeMarkup()}{Share(share)}")));
        }

        var last = Stopwatch.GetTimestamp();
        return work((what, share) =>
        {
            if (Stopwatch.GetElapsedTime(last) >= plainPause)
            {
                last = Stopwatch.GetTimestamp();
                Console.Error.WriteLine($"{name}: {what}{Share(share)}");
            }
        });
    }

    private static string Share(double share) => share is > 0 and < 1 ? $" {share:0%}" : "";
}
