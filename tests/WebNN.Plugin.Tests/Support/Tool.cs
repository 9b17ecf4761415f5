using System.Diagnostics;

namespace WebNN.Plugin.Tests.Support;

/// <summary>What a program printed, and how it ended.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    public string All => $"ended with {ExitCode}\n{Output}\n{Errors}";

    /// <summary>The rest of the first line of the output that starts with a word.</summary>
    public string Value(string word) =>
        Output.Split('\n').FirstOrDefault(line => line.StartsWith(word + " ", StringComparison.Ordinal))?[(word.Length + 1)..] ?? throw new InvalidOperationException($"no '{word}' in: {All}");
}

/// <summary>Other programs.</summary>
internal static class Tool
{
    /// <summary>Fails the test where the program ends with anything but 0.</summary>
    public static ToolResult Require(string program, IEnumerable<string> arguments, string? folder = null, params (string Name, string? Value)[] environment)
    {
        var result = Run(program, arguments, folder, environment);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)} {result.All}");
        return result;
    }

    public static ToolResult Run(string program, IEnumerable<string> arguments, string? folder = null, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.Result);
    }

    /// <summary>Skips the test where a program is not on the PATH.</summary>
    public static void RequireOnPath(string program) => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))),
        $"{program} is not on the PATH");
}
