using System.Xml.Linq;

namespace WebNN.Build;

/// <summary>
/// On which processor a run was, and which of the paths through the code that depend on it were taken: tests write <c>processor: …</c> and
/// <c>path: …</c>; those that cannot run are skipped with a reason.
/// </summary>
internal static class ProcessorPaths
{
    private const string ClassMark = "processor: ";
    private const string PathMark = "path: ";

    /// <param name="passed">Results of tests, with their output.</param>
    public static IEnumerable<string> Describe(IEnumerable<XElement> passed)
    {
        string[] lines =
        [
            .. passed.Descendants().Where(element => element.Name.LocalName == "Message").SelectMany(message => message.Value.Split('\n'))
                .Select(line => line.Trim()).Distinct().Order(StringComparer.Ordinal),
        ];
        var mask = Environment.GetEnvironmentVariable(MaskedProcessor.Variable) is { } name ? [$"masked as {name}"] : Array.Empty<string>();
        yield return ClassMark + string.Join(", ", [ModelName(), .. Marked(lines, ClassMark), .. mask]);
        foreach (var path in Marked(lines, PathMark))
        {
            yield return $"exercised: {path}";
        }
    }

    private static IEnumerable<string> Marked(string[] lines, string mark) =>
        lines.Where(line => line.StartsWith(mark, StringComparison.Ordinal)).Select(line => line[mark.Length..]);

    private static string ModelName()
    {
        const string cpuInfo = "/proc/cpuinfo";
        var line = File.Exists(cpuInfo) ? File.ReadLines(cpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? Natives.Rid;
    }
}
