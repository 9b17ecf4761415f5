using System.Text.RegularExpressions;

namespace WebNN.Repository.Tests;

public sealed partial class HygieneTests
{
    [Fact]
    public void Lock_files_name_no_host() => Assert.Empty(
        RepositoryFiles.All("package-lock.json").Where(path => RepositoryFiles.Read(path).Contains("\"resolved\"", StringComparison.Ordinal)));

    [Fact]
    public void Package_versions_are_pinned_once_centrally() => Assert.Empty(
        RepositoryFiles.All("*.csproj").Where(path => VersionedReference().IsMatch(RepositoryFiles.Read(path))));

    [Fact]
    public void Sources_hold_no_unfinished_marks() => Assert.Empty(
        RepositoryFiles.OurSources()
            .Where(path => UnfinishedMark().IsMatch(RepositoryFiles.Read(path))));

    [Fact]
    public void Every_relative_link_in_a_document_leads_somewhere() => Assert.Empty(
        RepositoryFiles.All("*.md").SelectMany(path => Link().Matches(RepositoryFiles.Read(path))
            .Select(match => match.Groups["target"].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(RepositoryFiles.Root, Path.GetDirectoryName(path)!, target)))
            .Select(target => $"{path}: {target}")));

    [GeneratedRegex("""<PackageReference[^>]*\sVersion=""")]
    private static partial Regex VersionedReference();

    // A letter in brackets, so that the pattern does not find itself.
    [GeneratedRegex(@"NotImplemented[E]xception|\bTO[D]O\b|\bFIX[M]E\b|\bHA[C]K\b|Assert\.True\([t]rue\)")]
    private static partial Regex UnfinishedMark();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
