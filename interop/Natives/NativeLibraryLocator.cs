using System.Runtime.InteropServices;

namespace WebNN.Interop.Natives;

/// <summary>
/// Finds native libraries: an explicit path, an environment variable, <c>runtimes/&lt;rid&gt;/native</c> beside the application, the
/// nearest <c>natives/bin/&lt;rid&gt;</c> in a folder above it. Works without reflection, so in a NativeAOT library too.
/// </summary>
public static class NativeLibraryLocator
{
    /// <summary>The platform's name in folders: <c>linux-x64</c>, <c>win-arm64</c>.</summary>
    public static string RuntimeIdentifier { get; } = (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")
        + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    /// <summary>Finds a library without loading it. A path that the user gave, either way, is never replaced by another.</summary>
    /// <param name="explicitPath">The user's own choice; null or empty for none.</param>
    /// <param name="baseDirectory">The folder to search from; null for the application's. A plug-in passes its own folder.</param>
    /// <exception cref="NativeLibraryException">The library is in none of the places, or not where the user said.</exception>
    public static NativeLibraryLocation Locate(NativeLibraryInfo library, string? explicitPath = null, string? baseDirectory = null)
    {
        ArgumentNullException.ThrowIfNull(library);
        if (!string.IsNullOrEmpty(explicitPath))
        {
            return Given(library, explicitPath, NativeLibrarySource.ExplicitPath, "the path given");
        }

        if (Environment.GetEnvironmentVariable(library.EnvironmentVariable) is { Length: > 0 } variable)
        {
            return Given(library, variable, NativeLibrarySource.EnvironmentVariable, $"the environment variable {library.EnvironmentVariable}");
        }

        var tried = new List<string>();
        foreach (var (folder, source) in Folders(library, baseDirectory))
        {
            foreach (var file in library.FileNames)
            {
                var path = Path.Combine(folder, file);
                if (File.Exists(path))
                {
                    return new(path, source);
                }
            }

            tried.Add(folder);
        }

        throw new NativeLibraryException(Absent(library, tried));
    }

    /// <summary>Loads a library that <see cref="Locate"/> found.</summary>
    /// <exception cref="NativeLibraryException">It is cut short, or the system's loader refused it.</exception>
    public static nint Load(NativeLibraryInfo library, NativeLibraryLocation location)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(location);
        if (NativeLibraryFile.Problem(location.Path) is { } problem)
        {
            throw new NativeLibraryException($"{library.Name}: {location} does not load: {problem}");
        }

        try
        {
            return NativeLibrary.Load(location.Path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new NativeLibraryException($"{library.Name}: {location} does not load: {e.Message}", e);
        }
    }

    /// <summary>An exported function of a loaded library.</summary>
    /// <exception cref="NativeLibraryException">The library has no such export: it is another library, or too old.</exception>
    public static nint Export(NativeLibraryInfo library, NativeLibraryLocation location, nint handle, string name)
    {
        ArgumentNullException.ThrowIfNull(library);
        return NativeLibrary.TryGetExport(handle, name, out var address)
            ? address
            : throw new NativeLibraryException($"{library.Name}: {location} does not export {name}; it is another library, or too old");
    }

    private static NativeLibraryLocation Given(NativeLibraryInfo library, string path, NativeLibrarySource source, string what)
    {
        if (File.Exists(path))
        {
            return new(Path.GetFullPath(path), source);
        }

        // A folder is accepted too: it is what people have at hand.
        foreach (var file in library.FileNames)
        {
            var inside = Path.Combine(path, file);
            if (File.Exists(inside))
            {
                return new(Path.GetFullPath(inside), source);
            }
        }

        throw new NativeLibraryException($"{library.Name}: {what} names '{path}', where there is no {string.Join(" or ", library.FileNames)}");
    }

    private static IEnumerable<(string Folder, NativeLibrarySource Source)> Folders(NativeLibraryInfo library, string? baseDirectory)
    {
        var root = Path.GetFullPath(string.IsNullOrEmpty(baseDirectory) ? AppContext.BaseDirectory : baseDirectory);
        yield return (Path.Combine(root, "runtimes", RuntimeIdentifier, "native", library.Folder), NativeLibrarySource.Application);
        yield return (Path.Combine(root, library.Folder), NativeLibrarySource.Application);
        for (var folder = new DirectoryInfo(root); folder is not null; folder = folder.Parent)
        {
            var fetched = Path.Combine(folder.FullName, "natives", "bin", RuntimeIdentifier);
            if (Directory.Exists(fetched))
            {
                yield return (Path.Combine(fetched, library.Folder), NativeLibrarySource.FetchedFolder);
                yield break;
            }
        }
    }

    private static string Absent(NativeLibraryInfo library, List<string> tried) =>
        $"{library.Name} was not found: no {string.Join(" or ", library.FileNames)} in {string.Join(", ", tried)}, nor natives/bin/{RuntimeIdentifier} in a folder above. "
        + $"Give its path, set {library.EnvironmentVariable} to it, or run './build.sh setup' in the source tree.";
}
