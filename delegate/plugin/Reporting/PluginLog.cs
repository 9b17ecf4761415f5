using System.Runtime.InteropServices;
using System.Text;
using WebNN.TfLite.Plugin.Options;

namespace WebNN.TfLite.Plugin.Reporting;

/// <summary>Lines for people: to standard error or a file, as the option <c>log</c> says. Never fails.</summary>
internal sealed partial class PluginLog(LogTarget target)
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
                    WriteToStandardError(text);
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

    /// <summary>
    /// Not through Console: on Unix that would take over the host's SIGINT, SIGQUIT and SIGCONT and start a thread. Nor through a FileStream,
    /// which leaves the place in a file to the next who writes.
    /// </summary>
    private static void WriteToStandardError(string text)
    {
        const int StandardError = 2;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (OperatingSystem.IsWindows())
        {
            using var stream = Console.OpenStandardError();
            stream.Write(bytes);
            return;
        }

        for (var done = 0; done < bytes.Length;)
        {
            var written = write(StandardError, ref bytes[done], bytes.Length - done);
            if (written <= 0)
            {
                throw new IOException($"standard error: {Marshal.GetLastPInvokeErrorMessage()}");
            }

            done += (int)written;
        }
    }

#pragma warning disable CA5392 // The system's own function.
    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, ref byte bytes, nint length);
#pragma warning restore CA5392
}
