using System.Diagnostics;
using System.Text.Json.Nodes;

namespace WebNN.Cli.Tests;

/// <summary>What the tool answered.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    private const string Prefix = "webnn-delegate: ";

    public JsonNode Json => JsonNode.Parse(Output) ?? throw new InvalidOperationException($"no JSON: {Output}{Errors}");

    /// <summary>Lines of standard error that the tool wrote as problems.</summary>
    public string[] Problems =>
    [
        .. Errors.Split('\n')
            .Where(line => line.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(line => line[Prefix.Length..].TrimEnd()),
    ];
}

/// <summary>Runs the built tool as users do: as a process.</summary>
internal static class Tool
{
    private static readonly TimeSpan limit = TimeSpan.FromMinutes(3);

    public static ToolResult Run(params string[] arguments) => RunWith([], arguments);

    /// <summary>The same with other variables in its environment.</summary>
    public static ToolResult RunWith((string Name, string? Value)[] environment, params string[] arguments)
    {
        using var process = StartWith(environment, arguments);
        return Finish(process, limit);
    }

    /// <summary>For a test that does something while the tool runs; <see cref="Finish"/> has to follow.</summary>
    public static Process Start(params string[] arguments) => StartWith([], arguments);

    private static Process StartWith((string Name, string? Value)[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo { FileName = "dotnet", RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "webnn-delegate.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static ToolResult Finish(Process process, TimeSpan limit)
    {
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"webnn-delegate {string.Join(' ', process.StartInfo.ArgumentList.Skip(1))} did not end");
        }

        return new(process.ExitCode, output.Result, errors.Result);
    }
}

/// <summary>Skips where a test needs what a bare machine lacks.</summary>
internal static class Needs
{
    /// <summary>TensorFlow Lite and ONNX Runtime, fetched by the setup verb.</summary>
    public static void Natives() => Assert.SkipUnless(
        Find("natives/bin") is not null, "the native libraries are absent: ./build.sh setup fetches them");

    /// <summary>A folder beside the repository with real models and images.</summary>
    public static string Shared(string path)
    {
        Natives();
        var found = Find(Path.Combine("../shared", path));
        Assert.SkipWhen(found is null, $"../shared/{path} is absent");
        return found!;
    }

    private static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, path);
            var isRepository = File.Exists(Path.Combine(folder.FullName, "WebNNDelegate.sln"));
            if (isRepository)
            {
                return Path.Exists(candidate) ? candidate : null;
            }
        }

        return null;
    }
}
