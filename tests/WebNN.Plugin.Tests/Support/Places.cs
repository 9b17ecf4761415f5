using WebNN.Interop.Natives;

namespace WebNN.Plugin.Tests.Support;

/// <summary>Folders of the repository, and what lies beside it.</summary>
internal static class Places
{
    public static string Rid => NativeLibraryLocator.RuntimeIdentifier;

    public static string Root { get; } = Above("WebNNDelegate.sln") ?? throw new InvalidOperationException("no WebNNDelegate.sln above the tests");

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A model of ../shared/models; skips the test where it is absent.</summary>
    public static string Model(string name) => Shared("models", name);

    /// <summary>A model of ../shared/reports; skips the test where it is absent.</summary>
    public static string Report(string name) => Shared("reports", name);

    /// <summary>A fetched native file; skips the test where it is absent.</summary>
    public static string Native(params string[] parts)
    {
        var path = At(["natives", .. parts]);
        Assert.SkipUnless(Path.Exists(path), $"natives/{string.Join('/', parts)} is absent: run './build.sh setup'");
        return path;
    }

    /// <summary>Whether a file is missing, or older than what it is published from: the sources in some folders of the repository.</summary>
    public static bool IsStale(string published, params string[] folders) => !File.Exists(published) || File.GetLastWriteTimeUtc(published) < folders
        .SelectMany(folder => Directory.EnumerateFiles(At(folder), "*.cs*", SearchOption.AllDirectories))
        .Append(At("Directory.Build.props"))
        .Max(File.GetLastWriteTimeUtc);

    private static string Shared(string kind, string name)
    {
        var relative = Path.Combine("shared", kind, name + ".tflite");
        var folder = Above(relative);
        Assert.SkipWhen(folder is null, $"{relative} is not beside the repository");
        return Path.Combine(folder, relative);
    }

    private static string? Above(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, relative)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
