using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace WebNN.Cli.Tests.Verbs;

/// <summary>Each model has a process of its own: what happens to one is not the others' problem.</summary>
public sealed class SeveralModelsTests : IDisposable
{
    private const int SignalKill = 9;
    private const int SignalInterrupt = 2;
    private const int SignalTerminate = 15;
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(3);

    private readonly string folder = Directory.CreateTempSubdirectory("webnn-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_model_whose_process_dies_is_reported_and_the_others_go_on()
    {
        RequireLinux();
        var (slow, quick) = (FileOf("a.tflite"), FileOf("b.tflite"));
        using var tool = Tool.Start("bench", slow, quick, "--seconds", "4", "--no-memory", "--json", "-");

        Signal(FirstChild(tool, _ => true), SignalKill);

        var result = Tool.Finish(tool, patience);
        Assert.Equal(2, result.ExitCode);
        var models = result.Json.AsArray();
        Assert.StartsWith(
            $"{slow}: the process of this model was ended by SIGKILL (out of memory, or somebody ended it), exit code 137",
            (string?)models[0]!["error"],
            StringComparison.Ordinal);
        Assert.Equal(quick, (string?)models[1]!["model"]);
        Assert.NotEmpty(models[1]!["arms"]!.AsArray());
        Assert.Contains("SIGKILL", Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_takes_too_long_is_given_up()
    {
        Needs.Natives();

        var result = Tool.Run("bench", FileOf("a.tflite"), "--seconds", "600", "--timeout", "3", "--json", "-");

        Assert.Equal(2, result.ExitCode);
        Assert.EndsWith("given up after 3 seconds (--timeout)", (string?)result.Json["error"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignalInterrupt, "-")]
    [InlineData(SignalTerminate, "-")]
    [InlineData(SignalTerminate, "result.json")]
    public void An_interrupted_bench_keeps_the_models_that_are_finished(int signal, string json)
    {
        RequireLinux();
        Assert.SkipWhen(IsIgnored(signal), $"signal {signal} is ignored, as a shell's jobs in the background ignore SIGINT, and what they start does, too");
        var file = json == "-" ? json : Path.Combine(folder, json);
        var (first, second) = (FileOf("a.tflite"), FileOf("b.tflite"));
        using var tool = Tool.Start("bench", first, second, "--runs", "10000000", "--no-memory", "--timeout", "8", "--json", file);
        FirstChild(tool, arguments => arguments.Contains(second));   // the first has been given up, which is a result, too

        Signal(tool.Id, signal);

        var result = Tool.Finish(tool, patience);
        Assert.Equal(128 + signal, result.ExitCode);
        Assert.Contains("interrupted: 1 of 2 models are finished", string.Join('\n', result.Problems), StringComparison.Ordinal);
        var models = json == "-" ? result.Json.AsArray() : JsonNode.Parse(File.ReadAllText(file))!.AsArray();
        Assert.Equal(first, (string?)Assert.Single(models)!["model"]);
    }

    [Fact]
    public void A_killed_bench_has_written_what_was_finished()
    {
        RequireLinux();
        var json = Path.Combine(folder, "result.json");
        var (first, second) = (FileOf("a.tflite"), FileOf("b.tflite"));
        using var tool = Tool.Start("bench", first, second, "--seconds", "1", "--no-memory", "--json", json);
        FirstChild(tool, arguments => arguments.Contains(second));

        tool.Kill(entireProcessTree: true);
        Tool.Finish(tool, patience);

        Assert.Equal(first, (string?)Assert.Single(JsonNode.Parse(File.ReadAllText(json))!.AsArray())!["model"]);
    }

    [Fact]
    public void Chatter_of_native_libraries_is_not_shown()
    {
        Needs.Natives();

        var result = Tool.Run("inspect", FileOf("a.tflite"), "--exclude", "SOFTMAX");

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("INFO:", result.Errors, StringComparison.Ordinal);
    }

    private static void RequireLinux()
    {
        Needs.Natives();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals and children are looked up the Linux way");
    }

    /// <summary>The first child of the tool whose arguments fit; waits for it.</summary>
    private static int FirstChild(Process tool, Func<string[], bool> fits)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < patience && !tool.HasExited)
        {
            foreach (var child in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)))
            {
                if (IsChild(tool.Id, child!) && Arguments(child!) is var arguments && arguments.Contains("--alone") && fits(arguments))
                {
                    return int.Parse(child!, CultureInfo.InvariantCulture);
                }
            }

            Thread.Sleep(20);
        }

        throw new TimeoutException("the tool started no such process");
    }

    private static bool IsChild(int parent, string process)
    {
        var status = TryRead($"/proc/{process}/stat");
        var fields = status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 && fields[1] == parent.ToString(CultureInfo.InvariantCulture);
    }

    private static string[] Arguments(string process) => TryRead($"/proc/{process}/cmdline").Split('\0');

    /// <summary>A process may be gone between being listed and being read.</summary>
    private static string TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Whether this process, and so what it starts, was started to ignore a signal.</summary>
    private static bool IsIgnored(int signal)
    {
        const string field = "SigIgn:";
        var ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal))[field.Length..];
        return (ulong.Parse(ignored.Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) == 1;
    }

    private static void Signal(int process, int signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private string FileOf(string name)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, SmallModels.Float());
        return path;
    }
}
