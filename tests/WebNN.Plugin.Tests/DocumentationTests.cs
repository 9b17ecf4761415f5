using WebNN.Plugin.Tests.Support;
using WebNN.TfLite.Plugin.Options;

namespace WebNN.Plugin.Tests;

/// <summary>What is written for users says what the code says.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void The_documented_options_are_those_of_the_table()
    {
        var expected = OptionTable.Rows.Select(row => $"| `{row.Key}` | {row.Meaning} | {row.Allowed} | {(row.Default.Length == 0 ? "" : $"`{row.Default}`")} |");
        var lines = File.ReadAllLines(Places.At("docs", "plugin.md"));
        var start = Array.IndexOf(lines, "| key | meaning | values | default |");
        Assert.Equal(expected, lines.Skip(start + 2).TakeWhile(line => line.StartsWith('|')));
    }

    [Theory]
    [InlineData("index.js")]
    [InlineData("index.d.ts")]
    [InlineData("README.md")]
    public void The_npm_package_knows_every_option_under_its_JavaScript_name(string file)
    {
        var text = File.ReadAllText(Places.At("hosts", "node", "webnn-tflite-delegate", file));
        Assert.Empty(OptionTable.Rows.Select(row => JavaScriptName(row.Key)).Where(name => !text.Contains(name, StringComparison.Ordinal)));
    }

    private static string JavaScriptName(string key) =>
        string.Concat(key.Split('_').Select((part, i) => i == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}
