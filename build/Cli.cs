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
            Build(repository);
        }

        if (MaskedProcessor.Apply(repository, null) is { } reason)
        {
            throw new BuildException(reason);
        }

        // The user's folder: relative model paths are meant from there.
        return Shell.Run(Environment.CurrentDirectory, "dotnet", ["exec", tool, .. arguments]);
    }

    /// <summary>Builds the tool and what it needs, nothing else and without analyzers, while the native libraries are fetched.</summary>
    private static void Build(Repository repository)
    {
        var natives = Task.Run(() => Natives.Setup(repository, []));
        string[] arguments = ["build", $"perf/cli/{Name}.csproj", "-c", "Release", "-p:RunAnalyzers=false", "-v", "quiet", "--nologo", "-clp:ErrorsOnly"];
        var exitCode = Shell.Run(repository.Root, "dotnet", arguments, quiet: true);
        natives.GetAwaiter().GetResult();
        if (exitCode != 0)
        {
            throw new BuildException("the command-line tool did not build");
        }
    }

    private static bool IsFresh(Repository repository, string tool) =>
        File.Exists(tool)
        && repository.NewestSource("flatbuffers", "interop", "webnn", "delegate", "hosts/wasi-nn", "models", "perf/cli") <= File.GetLastWriteTimeUtc(tool);
}
