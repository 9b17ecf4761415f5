using System.Globalization;

namespace WebNN.Cli.Processes;

/// <summary>
/// Standard error of a model's process: lines that tell its progress, the native libraries' chatter, which nobody asked for, and all else,
/// which is passed on.
/// </summary>
internal sealed class ProcessErrors(Action<string, double> progress)
{
    private const string ProgressMark = "\u001eprogress ";

    /// <summary>TensorFlow Lite's lines about what went well.</summary>
    private const string Chatter = "INFO: ";

    private readonly Lock gate = new();
    private string? last;

    /// <summary>The last line that was passed on; null for none.</summary>
    public string? Last
    {
        get
        {
            lock (gate)
            {
                return last;
            }
        }
    }

    /// <summary>Writes a line that <see cref="Take"/> on the other side reads as progress.</summary>
    public static void WriteProgress(string what, double share) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ProgressMark}{share:F3} {what}"));

    public void Take(string? line)
    {
        if (string.IsNullOrWhiteSpace(line) || line.StartsWith(Chatter, StringComparison.Ordinal))
        {
            return;
        }

        lock (gate)
        {
            if (line.StartsWith(ProgressMark, StringComparison.Ordinal) && line.Split(' ', 3) is [_, var share, var what])
            {
                progress(what, double.Parse(share, CultureInfo.InvariantCulture));
                return;
            }

            last = line;
            Console.Error.WriteLine(line);
        }
    }
}
