using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace WebNN.Build;

/// <summary>One native library: the platform it is for, its name under natives/bin/RID, where npm puts it, and what its bytes must hash to.</summary>
internal sealed record NativeLibrary(string Rid, string File, string Source, string Sha256);

/// <summary>A folder of C headers that the layout tests compile against.</summary>
internal sealed record NativeHeaders(string Folder, string Source);

internal sealed record NativeManifest(NativeLibrary[] Libraries, NativeHeaders[] Headers);

/// <summary>
/// Lays the native libraries out under natives/bin: ONNX Runtime from its NuGet package, TensorFlow Lite from the npm packages that
/// natives/package-lock.json pins, each library checked by SHA-256.
/// </summary>
internal static class Natives
{
    private static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web);

    public static int Setup(Repository repository, string[] arguments)
    {
        var all = arguments is ["--all"];
        if (arguments.Length > 0 && !all)
        {
            throw new BuildException($"setup takes --all or nothing; got '{string.Join(' ', arguments)}'", 2);
        }

        if (!all && !OnnxRuntimePackage.Supports(Rid))
        {
            throw new BuildException($"no native libraries are published for {Rid}; bring your own: WEBNN_ONNXRUNTIME and WEBNN_TFLITE name them (README)");
        }

        if (FetchTfLite(repository.At("natives"), all) | OnnxRuntimePackage.Fetch(repository, Rid, all))
        {
            Console.Error.WriteLine($"setup: the native libraries for {(all ? "every platform" : Rid)} are checked and in natives/bin");
        }

        return 0;
    }

    /// <returns>Whether anything was fetched.</returns>
    private static bool FetchTfLite(string folder, bool all)
    {
        var manifest = JsonSerializer.Deserialize<NativeManifest>(File.ReadAllText(Path.Combine(folder, "manifest.json")), options)
            ?? throw new BuildException("natives/manifest.json is empty");
        var wanted = manifest.Libraries.Where(library => all || library.Rid == Rid).ToArray();
        if (wanted.All(library => IsGood(Target(folder, library), library.Sha256)) && manifest.Headers.All(headers => Directory.Exists(Path.Combine(folder, headers.Folder, "tensorflow"))))
        {
            return false;
        }

        Fetch(folder);
        foreach (var library in wanted)
        {
            Install(folder, library);
        }

        foreach (var headers in manifest.Headers)
        {
            CopyFolder(Path.Combine(folder, "node_modules", headers.Source), Path.Combine(folder, headers.Folder));
        }

        return true;
    }

    private static void Fetch(string folder)
    {
        Console.Error.WriteLine("setup: fetching TensorFlow Lite (npm ci)");
        if (Shell.Run(folder, "npm", ["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"], quiet: true) != 0)
        {
            throw new BuildException("npm ci failed in natives/; is the npm registry in reach?");
        }
    }

    /// <summary>The platform in .NET's notation: linux-x64.</summary>
    public static string Rid
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    private static string Target(string folder, NativeLibrary library) => Path.Combine(folder, "bin", library.Rid, library.File);

    private static void Install(string folder, NativeLibrary library)
    {
        var source = Path.Combine(folder, "node_modules", library.Source);
        if (!File.Exists(source))
        {
            throw new BuildException($"{library.Source} is not in the fetched package");
        }

        if (!IsGood(source, library.Sha256))
        {
            throw new BuildException($"{library.Source} does not have the SHA-256 that natives/manifest.json gives ({library.Sha256}); it was not installed");
        }

        var target = Target(folder, library);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target, overwrite: true);
    }

    private static bool IsGood(string path, string sha256)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream)) == sha256;
    }

    private static void CopyFolder(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
