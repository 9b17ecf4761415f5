namespace WebNN.Build;

/// <summary>Builds and cleans the solution.</summary>
internal static class Solution
{
    public static int Build(Repository repository)
    {
        Natives.Setup(repository, []);
        Shell.Require(repository.Root, "dotnet", "build", "WebNNDelegate.sln", "-c", "Release", "-v", "quiet", "--nologo", "-clp:ErrorsOnly");
        return 0;
    }

    public static int Clean(Repository repository)
    {
        var own = Path.GetFullPath(AppContext.BaseDirectory);
        foreach (var folder in new[] { "demo", "natives/bin", "natives/include", "natives/node_modules", "artifacts/bin", "artifacts/obj", "artifacts/publish", "artifacts/package", "artifacts/packages", "artifacts/plugin", "artifacts/tool", "artifacts/hosts", "artifacts/node", "artifacts/npm", "artifacts/test-results" })
        {
            foreach (var path in Parts(repository.At(folder)).Where(path => !own.StartsWith(Path.GetFullPath(path), StringComparison.Ordinal)))
            {
                Directory.Delete(path, recursive: true);
            }
        }

        return 0;
    }

    // The build program runs out of artifacts/bin and cannot remove itself, so folders that hold it are taken apart.
    private static string[] Parts(string folder) =>
        !Directory.Exists(folder) ? [] : Path.GetFileName(folder) is "bin" or "obj" ? Directory.GetDirectories(folder) : [folder];
}
