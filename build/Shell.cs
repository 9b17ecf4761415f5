using System.ComponentModel;
using System.Diagnostics;

namespace WebNN.Build;

/// <summary>Runs other programs, their output passed through.</summary>
internal static class Shell
{
    /// <summary>Runs to the end; a failure ends the build with that program's exit code.</summary>
    public static void Require(string folder, string program, params string[] arguments)
    {
        var exitCode = Run(folder, program, arguments);
        if (exitCode != 0)
        {
            throw new BuildException($"'{program} {string.Join(' ', arguments)}' ended with {exitCode}", exitCode);
        }
    }

    /// <summary>Runs to the end and returns the exit code; its standard output goes to our standard error where <paramref name="quiet"/>.</summary>
    /// <param name="dropped">Lines of its standard error that are not passed on; null for none.</param>
    public static int Run(string folder, string program, string[] arguments, bool quiet = false, Predicate<string>? dropped = null)
    {
        var start = new ProcessStartInfo(Resolve(program), arguments) { WorkingDirectory = folder, RedirectStandardOutput = quiet, RedirectStandardError = dropped is not null };
        try
        {
            using var process = Process.Start(start) ?? throw new BuildException($"{program} did not start");
            if (quiet)
            {
                process.OutputDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
                process.BeginOutputReadLine();
            }

            if (dropped is not null)
            {
                process.ErrorDataReceived += (_, line) =>
                {
                    if (line.Data is { } text && !dropped(text))
                    {
                        Console.Error.WriteLine(text);
                    }
                };
                process.BeginErrorReadLine();
            }

            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            throw new BuildException($"{program} was not found. {Remedy(program)}");
        }
    }

    /// <summary>True where a program is on the PATH.</summary>
    public static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, Resolve(program))) || File.Exists(Path.Combine(folder, program + ".exe")));

    // npm on Windows is a script, which CreateProcess does not find by its bare name.
    private static string Resolve(string program) => OperatingSystem.IsWindows() && program == "npm" ? "npm.cmd" : program;

    private static string Remedy(string program) => program switch
    {
        "npm" => "Install Node.js 18 or newer with npm (Debian: apt-get install nodejs npm; macOS: brew install node; Windows: winget install OpenJS.NodeJS).",
        "gcc" => "Install a C compiler (Debian: apt-get install gcc; macOS: xcode-select --install).",
        "dotnet" => "Install the .NET 10 SDK and put it on the PATH.",
        _ => $"Install {program} and put it on the PATH.",
    };
}
