using System.Security.Cryptography;

namespace WebNN.Build;

/// <summary>
/// Fetches ONNX Runtime's library and C headers from the NuGet package that natives/packages.lock.json pins by version and hash. What was
/// fetched is stamped with the lock file's hash and the library's own, so that neither a new lock file nor a broken file goes unnoticed.
/// </summary>
internal static class OnnxRuntimePackage
{
    private static readonly string[] rids = ["linux-x64", "linux-arm64", "osx-arm64", "win-x64", "win-arm64"];

    /// <summary>Whether the package has the platform's library.</summary>
    public static bool Supports(string rid) => rids.Contains(rid);

    public static string Version(Repository repository) => repository.PackageVersion("Microsoft.ML.OnnxRuntime");

    /// <summary>Fetches for one platform, or for all; does nothing where everything wanted is there.</summary>
    /// <returns>Whether anything was fetched.</returns>
    public static bool Fetch(Repository repository, string rid, bool all)
    {
        var wanted = rids.Where(candidate => all || candidate == rid).ToArray();
        if (wanted.All(platform => IsFresh(repository, platform)) && File.Exists(repository.At("natives", "include", "onnxruntime_c_api.h")))
        {
            return false;
        }

        Console.Error.WriteLine("setup: fetching ONNX Runtime (NuGet)");
        string[] arguments = ["msbuild", repository.At("natives", "natives.csproj"), "-restore", "-t:FetchOnnxRuntime", $"-p:Rid={(all ? "" : rid)}", "-nologo", "-v:q", "-clp:ErrorsOnly"];
        if (Shell.Run(repository.Root, "dotnet", arguments, quiet: true) != 0)
        {
            throw new BuildException("natives/natives.csproj did not restore; is the NuGet source in reach, and does natives/packages.lock.json fit Directory.Packages.props?");
        }

        foreach (var platform in wanted)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(StampFile(repository, platform))!);
            File.WriteAllText(StampFile(repository, platform), Stamp(repository, platform));
        }

        return true;
    }

    private static bool IsFresh(Repository repository, string rid)
    {
        var stamp = StampFile(repository, rid);
        return File.Exists(stamp) && File.Exists(Library(repository, rid)) && File.ReadAllText(stamp) == Stamp(repository, rid);
    }

    private static string Stamp(Repository repository, string rid) => $"{Hash(repository.At("natives", "packages.lock.json"))} {Hash(Library(repository, rid))}";

    private static string StampFile(Repository repository, string rid) => repository.At("artifacts", "obj", "natives", rid + ".stamp");

    private static string Library(Repository repository, string rid) => repository.At("natives", "bin", rid, FileName(rid));

    private static string FileName(string rid) => rid.Split('-')[0] switch
    {
        "win" => "onnxruntime.dll",
        "osx" => "libonnxruntime.dylib",
        _ => "libonnxruntime.so",
    };

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
