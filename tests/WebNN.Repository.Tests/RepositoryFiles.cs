namespace WebNN.Repository.Tests;

/// <summary>The repository's own files, as text: what the guards of this project read.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] foreign = ["artifacts", "node_modules", "bin", "obj", ".git", "generated", "demo", "include"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> All(string pattern = "*") =>
        Walk(new DirectoryInfo(Root), pattern).Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static IEnumerable<string> OurSources() => All("*.cs").Where(path => !path.Contains("/Generated/", StringComparison.Ordinal));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder, string pattern) =>
        folder.EnumerateFiles(pattern).Concat(folder.EnumerateDirectories()
            .Where(child => !foreign.Contains(child.Name) && child.LinkTarget is null)
            .SelectMany(child => Walk(child, pattern)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "WebNNDelegate.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not run inside the repository");
        }

        return folder.FullName;
    }
}
