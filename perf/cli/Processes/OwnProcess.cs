using System.Diagnostics;

namespace WebNN.Cli.Processes;

/// <summary>Starts this tool once more.</summary>
internal static class OwnProcess
{
    /// <summary>Both outputs are the caller's to read.</summary>
    public static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo
        {
            FileName = Environment.ProcessPath!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // `dotnet webnn-delegate.dll` needs the library's path again; the tool's own executable does not.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
