namespace WebNN.Build;

/// <summary>Something the user can mend: printed without a stack trace.</summary>
internal sealed class BuildException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>Where things are: the folder with WebNNDelegate.sln, found upwards from the build program.</summary>
internal sealed class Repository
{
    public Repository(string start)
    {
        var folder = new DirectoryInfo(start);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "WebNNDelegate.sln")))
        {
            folder = folder.Parent;
        }

        Root = folder?.FullName ?? throw new BuildException($"no WebNNDelegate.sln above {start}");
    }

    public string Root { get; }

    public string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);
}
