using System.Text.RegularExpressions;

namespace WebNN.TfLite.Delegation.Tests;

/// <summary>docs/operators.md, which <c>./build.sh operators</c> writes.</summary>
public sealed partial class OperatorsPageTests
{
    [Fact]
    public void The_page_has_the_table()
    {
        var rows = Row().Matches(File.ReadAllText(Page())).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}");

        Assert.Equal(TranslatedOperators.All.Select(row => $"{row.Name} {row.MaxVersion}").Order(StringComparer.Ordinal), rows);
    }

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "WebNNDelegate.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "docs", "operators.md");
    }

    [GeneratedRegex(@"^\| ([A-Z0-9_]+) \| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
