using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WebNN.Repository.Tests;

/// <summary>What the functions that NativeAOT libraries export must not do.</summary>
public sealed class NativeExportTests
{
    [Fact]
    public void The_exported_functions_are_found() => Assert.Equal(
        ["Create", "CreateDelegate", "DelegateVersion", "Destroy", "DestroyDelegate", "Prepare", "Run", "Version"],
        Exports().Select(export => export.Method.Identifier.Text).Order(StringComparer.Ordinal));

    /// <summary>
    /// The first call of an exported function starts the runtime. With a stackalloc in that function's own body the process aborts when it
    /// returns; in a function that it calls there is no harm.
    /// </summary>
    [Fact]
    public void No_exported_function_has_stackalloc_in_its_body() => Assert.Empty(
        Exports()
            .Where(export => export.Method.DescendantNodes().Any(node => node is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax))
            .Select(export => $"{export.Path}: {export.Method.Identifier.Text}"));

    private static IEnumerable<(string Path, MethodDeclarationSyntax Method)> Exports() =>
        from path in RepositoryFiles.OurSources()
        where path.StartsWith("delegate/plugin/", StringComparison.Ordinal) || path.StartsWith("webnn/kernels-library/", StringComparison.Ordinal)
        from method in CSharpSyntaxTree.ParseText(RepositoryFiles.Read(path)).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(list => list.Attributes).Any(IsExport)
        select (path, method);

    private static bool IsExport(AttributeSyntax attribute) =>
        attribute.Name.ToString() == "UnmanagedCallersOnly"
        && attribute.ArgumentList?.Arguments.Any(argument => argument.NameEquals?.Name.Identifier.Text == "EntryPoint") == true;
}
