namespace WebNN.Build;

/// <summary>Runs the built command-line tool.</summary>
internal static class Cli
{
    private const string Name = "webnn-delegate";

    public static int Run(Repository repository, string[] arguments)
    {
        var tool = repository.At("artifacts", "bin", Name, "release", Name + ".dll");
        if (!IsFresh(repository, tool))
        {
            Natives.Setup(repository, []);
            if (Shell.Run(repository.Root, "dotnet", ["build", $"perf/cli/{Name}.csproj", "-c", "Release", "-v", "quiet", "--nologo", "-clp:ErrorsOnly"], quiet: true) != 0)
            {
                throw new BuildException("the command-line tool did not build");
            }
        }

        if (MaskedProcessor.Apply(repository, null) is { } reason)
        {
            throw new BuildException(reason);
        }

        // The user's folder: relative model paths are meant from there.
        return Shell.Run(Environment.CurrentDirectory, "dotnet", ["exec", tool, .. arguments]);
    }

    private static bool IsFresh(Repository repository, string tool)
    {
        if (!File.Exists(tool))
        {
            return false;
        }

        var built = File.GetLastWriteTimeUtc(tool);
        string[] sources = ["flatbuffers", "interop", "webnn", "delegate", "models", "perf/cli"];
        return sources.Select(folder => repository.At(folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs*", SearchOption.AllDirectories))
            .All(file => File.GetLastWriteTimeUtc(file) <= built);
    }
}
