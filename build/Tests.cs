using System.Xml.Linq;

namespace WebNN.Build;

/// <summary>
/// Runs every test project, then prints the processor and the paths that depend on it, failures, skips with their reasons, and one closing line.
/// </summary>
internal static class Tests
{
    /// <summary>The exit code of a test program that ran to its end, with failures.</summary>
    private const int TestsFailed = 1;

    private const int LinesOfCause = 12;

    private const string ProcessorOption = "--processor";

    private static readonly XNamespace trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public static int Run(Repository repository, string[] arguments)
    {
        string? processor = null;
        if (arguments is [ProcessorOption, var name, .. var others])
        {
            (processor, arguments) = (name, others);
        }

        Solution.Build(repository);
        if (MaskedProcessor.Apply(repository, processor) is { } reason)
        {
            Console.WriteLine($"0 passed, 0 failed, all skipped: {reason}");
            return 0;
        }

        var results = repository.At("artifacts", "test-results");
        if (Directory.Exists(results))
        {
            Directory.Delete(results, recursive: true);
        }

        Directory.CreateDirectory(results);
        var exitCode = 0;
        foreach (var project in Directory.GetFiles(repository.At("tests"), "*.Tests.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            exitCode |= RunProgram(repository, Path.GetFileNameWithoutExtension(project), results, arguments);
        }

        return Report(results, exitCode);
    }

    /// <summary>A test project is a program that runs its own tests: started by itself it needs half the time that `dotnet test` takes.</summary>
    private static int RunProgram(Repository repository, string name, string results, string[] arguments)
    {
        Console.WriteLine($"test: {name}");
        string[] filter = arguments is [var text] ? ["-method", $"*{text}*"] : [];
        var exitCode = Shell.Run(
            repository.Root,
            "dotnet",
            [
                "exec", repository.At("artifacts", "bin", name, "release", name + ".dll"),
                "-noLogo", "-noColor", "-noAutoReporters", "-reporter", "quiet", "-result-trx", Path.Combine(results, name + ".trx"), .. filter,
            ],
            dropped: line => line.StartsWith("INFO: Created TensorFlow Lite XNNPACK delegate", StringComparison.Ordinal));
        if (exitCode is not (0 or TestsFailed))
        {
            Console.WriteLine($"FAILED {name}: the test program ended with {exitCode}");
        }

        return exitCode;
    }

    private static int Report(string results, int exitCode)
    {
        var outcomes = Directory.Exists(results)
            ? Directory.GetFiles(results, "*.trx").Order(StringComparer.Ordinal).SelectMany(file => XDocument.Load(file).Descendants(trx + "UnitTestResult")).ToArray()
            : [];
        var passed = outcomes.Count(result => Outcome(result) == "Passed");
        var failed = outcomes.Where(result => Outcome(result) == "Failed").ToArray();
        var skipped = outcomes.Where(result => Outcome(result) == "NotExecuted").ToArray();
        foreach (var line in ProcessorPaths.Describe(outcomes.Where(result => Outcome(result) == "Passed")))
        {
            Console.WriteLine(line);
        }

        foreach (var reason in skipped.GroupBy(Reason).OrderByDescending(group => group.Count()))
        {
            Console.WriteLine($"skipped {reason.Count()}: {reason.Key} (first: {reason.First().Attribute("testName")?.Value})");
        }

        foreach (var line in failed.GroupBy(Message).SelectMany(Describe))
        {
            Console.WriteLine(line);
        }

        Console.WriteLine($"{passed} passed, {failed.Length} failed, {skipped.Length} skipped");
        return failed.Length > 0 || passed == 0 ? 1 : exitCode;
    }

    /// <summary>Failures of one cause (a step that several tests need), and the cause once: its beginning and its end, which are what a log's last lines have room for.</summary>
    private static IEnumerable<string> Describe(IGrouping<string, XElement> failures)
    {
        var lines = failures.Key.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var shown = lines.Length <= LinesOfCause ? lines : [.. lines[..(LinesOfCause / 2)], "...", .. lines[^(LinesOfCause / 2)..]];
        return failures.Select(failure => $"FAILED {failure.Attribute("testName")?.Value}").Concat(shown.Select(line => $"    {line}"));
    }

    private static string Outcome(XElement result) => result.Attribute("outcome")?.Value ?? "";

    private static string Reason(XElement result) =>
        (Message(result) is { Length: > 0 } message ? message : result.Descendants(trx + "StdOut").FirstOrDefault()?.Value ?? "no reason given").Trim();

    private static string Message(XElement result) => result.Descendants(trx + "Message").FirstOrDefault()?.Value ?? "";
}
