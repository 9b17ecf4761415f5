using System.Text.RegularExpressions;

namespace WebNN.Repository.Tests;

/// <summary>What docs/adding-an-operation.md says that an operation has is there, for every operation of the specification.</summary>
public sealed partial class AddingAnOperationTests
{
    private const string Page = "docs/adding-an-operation.md";

    /// <summary>Members of MLGraphBuilder that are no operations.</summary>
    private static readonly string[] others = ["input", "constant"];

    private static readonly string[] operations =
        [.. Operation().Matches(Builder().Match(RepositoryFiles.Read("hosts/node/webnn-node/idl/webnn.idl")).Value).Select(match => match.Groups["name"].Value).Distinct().Except(others)];

    /// <summary>The first column of the page's tables.</summary>
    public static TheoryData<string> Places => [.. Row().Matches(RepositoryFiles.Read(Page)).Select(match => match.Groups["file"].Value)];

    [Fact]
    public void The_specification_has_95_operations_and_the_page_eleven_places() => Assert.Equal((95, 11), (operations.Length, Places.Count));

    [Theory]
    [MemberData(nameof(Places))]
    public void Every_operation_has_what_the_page_says(string place)
    {
        var file = new Regex($"^{Placeholder().Replace(Regex.Escape(place), "[^/]+")}$");
        string[] sources = [.. RepositoryFiles.All().Where(path => file.IsMatch(path)).Select(RepositoryFiles.Read)];
        Assert.NotEmpty(sources);
        Assert.Empty(operations.Where(operation => !sources.Any(source => Names(source, operation))));
    }

    /// <summary>As a word in quotes, as the builder's method that is called, or as a method of the IDL.</summary>
    private static bool Names(string source, string operation) => Regex.IsMatch(
        source, $"""
        "[^"\n]*\b{operation}\b[^"\n]*"|\.{char.ToUpperInvariant(operation[0])}{operation[1..]}\b|MLOperand>? {operation}\(
        """.Trim());

    [GeneratedRegex(@"interface MLGraphBuilder \{.*?\n\};", RegexOptions.Singleline)]
    private static partial Regex Builder();

    [GeneratedRegex(@"MLOperand>? (?<name>\w+)\(")]
    private static partial Regex Operation();

    [GeneratedRegex(@"^\| `(?<file>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("<[A-Za-z]+>")]
    private static partial Regex Placeholder();
}
