using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebNN.Repository.Tests;

public sealed class SourceShapeTests
{
    private const int LongestFile = 400;
    private const int LongestMethod = 40;

    [Fact]
    public void No_file_is_longer_than_400_lines() => Assert.Empty(
        RepositoryFiles.OurSources()
            .Select(path => (path, lines: RepositoryFiles.Read(path).Count(character => character == '\n')))
            .Where(file => file.lines > LongestFile)
            .Select(file => $"{file.path}: {file.lines} lines"));

    [Fact]
    public void No_method_is_longer_than_40_lines() => Assert.Empty(RepositoryFiles.OurSources().SelectMany(LongMethods));

    private static IEnumerable<string> LongMethods(string path)
    {
        var tree = CSharpSyntaxTree.ParseText(RepositoryFiles.Read(path), CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview));
        return tree.GetRoot().DescendantNodes()
            .Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax)
            .Select(node => (node, lines: Lines(tree, node)))
            .Where(method => method.lines > LongestMethod)
            .Select(method => $"{path}: {Name(method.node)}, {method.lines} lines");
    }

    private static int Lines(Microsoft.CodeAnalysis.SyntaxTree tree, Microsoft.CodeAnalysis.SyntaxNode node)
    {
        var span = tree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string Name(Microsoft.CodeAnalysis.SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        _ => node.Kind().ToString(),
    };
}
