using Spectre.Console;
using WebNN.Cli.Results;

namespace WebNN.Cli.Rendering;

/// <summary>Where a verb's results go: text for people, JSON for programs, and never both on standard output.</summary>
internal sealed class Output
{
    /// <summary>Where the width is not known (a file, a pipe): wide enough for every table.</summary>
    private const int RedirectedWidth = 100;

    private readonly string? json;

    /// <param name="json">A file, <c>-</c> for standard output (people's text then goes to standard error), or null.</param>
    public Output(string? json)
    {
        this.json = json;
        Errors = Create(Console.Error, Console.IsErrorRedirected);
        Human = json == "-" ? Errors : Create(Console.Out, Console.IsOutputRedirected);
    }

    public IAnsiConsole Human { get; }

    /// <summary>Standard error: problems and progress.</summary>
    public IAnsiConsole Errors { get; }

    /// <summary>Whether somebody watches standard error.</summary>
    public static bool IsWatched => !Console.IsErrorRedirected;

    /// <summary>One line, never wrapped, so that scripts can match it.</summary>
    public static void Error(string message) => Console.Error.WriteLine($"webnn-delegate: {message.ReplaceLineEndings(" ")}");

    /// <summary>Asked before any work: a place that cannot be written to must not cost it.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void RequireJsonCanBeWritten()
    {
        if (json is not (null or "-"))
        {
            JsonFile.RequireWritable(json);
        }
    }

    /// <param name="isLast">False for what more will follow: a file then has it already, standard output waits for the whole.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void WriteJson<T>(IReadOnlyList<T> results, bool alwaysArray = false, bool isLast = true)
        where T : notnull
    {
        if (json is null || (!isLast && (json == "-" || !JsonFile.CanBeReplaced(json))))
        {
            return;
        }

        var text = ResultJson.Of(results, alwaysArray);
        if (json == "-")
        {
            Console.Out.WriteLine(text);
            return;
        }

        JsonFile.Write(json, text + "\n");
    }

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
