using WebNN.TfLite.Plugin.Options;

namespace WebNN.TfLite.Plugin.Reporting;

/// <summary>Lines for people: to standard error or a file, as the option <c>log</c> says. Never fails.</summary>
internal sealed class PluginLog(LogTarget target)
{
    private static readonly Lock writing = new();

    /// <summary>True where somebody reads what is not a failure.</summary>
    public bool Verbose => target.Verbose;

    /// <summary>A line as every reader sees it.</summary>
    public static string Line(string message) => "WebNN delegate: " + message.ReplaceLineEndings(" ");

    public void Write(string message)
    {
        if (target.Verbose)
        {
            Write(target.Path, Line(message) + "\n", append: true);
        }
    }

    /// <summary>Writes a text to a file, or to standard error where there is no path or no such file can be written.</summary>
    public static void Write(string? path, string text, bool append)
    {
        lock (writing)
        {
            try
            {
                if (path is null)
                {
                    Console.Error.Write(text);
                }
                else if (append)
                {
                    File.AppendAllText(path, text);
                }
                else
                {
                    File.WriteAllText(path, text);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                if (path is not null)
                {
                    Write(null, Line($"{path} cannot be written: {e.Message}") + "\n", append);
                }
            }
        }
    }
}
