using System.Diagnostics;
using System.Text.Json;

namespace WebNN.Peers.Tests;

/// <summary>The program webnn-peers, and where it is.</summary>
internal static class PeersProgram
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    public static void RequireNatives() =>
        Assert.SkipUnless(Directory.Exists(Path.Combine(Root, "natives", "bin")), "the native libraries are absent: ./build.sh setup fetches them");

    public static (int ExitCode, string Output) Run(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "webnn-peers.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(3)), "it did not end");
        return (process.ExitCode, errors.Result + output.Result);
    }

    /// <summary>What <c>measure</c> writes of one model, in the shortest time.</summary>
    public static PeersResult Measure(string model, string[] options, params (string Name, string Value)[] environment)
    {
        RequireNatives();
        var json = Path.ChangeExtension(model, "json");
        var (exitCode, output) = Run(["measure", model, "--seconds", "0.1", "--json", json, .. options], environment);
        Assert.True(exitCode == 0, output);
        return Assert.Single(JsonSerializer.Deserialize(File.ReadAllText(json), PeersJson.Default.ListPeersResult)!);
    }

    private static string FindRoot()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "WebNNDelegate.sln")))
        {
            at = at.Parent;
        }

        return at.FullName;
    }
}
