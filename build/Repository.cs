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

    /// <summary>The version of a NuGet package that everything here uses.</summary>
    public string PackageVersion(string name) => System.Xml.Linq.XDocument.Load(At("Directory.Packages.props")).Descendants("PackageVersion")
        .Single(package => package.Attribute("Include")?.Value == name).Attribute("Version")!.Value;

    public string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>When a project or a source in folders was last written; those that are not there do not count.</summary>
    public DateTime NewestSource(params string[] folders) => folders.Select(folder => At(folder)).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs*", SearchOption.AllDirectories))
        .Max(File.GetLastWriteTimeUtc);
}
