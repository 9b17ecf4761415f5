using System.Runtime.InteropServices;
using WebNN.Models;
using WebNN.Plugin.Tests.Support;
using WebNN.TfLite.Tests;

namespace WebNN.Node.Tests;

/// <summary>
/// A project with the pinned clients and versions of Node.js (tests/hosts/webnn-node), kept between runs, and our package, always new:
/// its files, the addon that was published, and the float kernels.
/// </summary>
internal static class NodeProject
{
    private static readonly Lazy<string> folder = new(Make);
    private static string? problem;

    private static string NodePlatform => $"{(OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>The project's folder; skips the test where npm, gcc or the registry is out of reach.</summary>
    public static string Require()
    {
        Tool.RequireOnPath("node");
        Tool.RequireOnPath("npm");
        Tool.RequireOnPath("gcc");
        var project = folder.Value;
        Assert.SkipWhen(problem is not null, problem ?? "");
        return project;
    }

    /// <summary>A version of Node.js: the one on the PATH for "system", else that of the lock file; skips the test where it is absent.</summary>
    public static string Node(string version)
    {
        if (version == "system")
        {
            return "node";
        }

        var program = Path.Combine(Require(), "node_modules", "node" + version, "bin", "node");
        Assert.SkipUnless(File.Exists(program), $"npm has no Node.js {version} for this platform");
        return program;
    }

    private static string Make()
    {
        var project = Places.At("artifacts", "hosts", "webnn-node");
        var sources = Places.At("tests", "hosts", "webnn-node");
        CopyFolder(sources, project);
        var (wanted, installed) = (Path.Combine(sources, "package-lock.json"), Path.Combine(project, "installed"));
        if (!File.Exists(installed) || File.ReadAllText(installed) != File.ReadAllText(wanted))
        {
            // ONNX Runtime's package would fetch CUDA libraries from elsewhere; no script of the others is needed.
            var run = Tool.Run("npm", ["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"], project, ("ONNXRUNTIME_NODE_INSTALL", "skip"));
            if (run.ExitCode != 0)
            {
                problem = $"npm ci failed in tests/hosts/webnn-node, is the registry in reach? {run.Errors.Split('\n')[0]}";
                return project;
            }

            File.Copy(wanted, installed, overwrite: true);
        }

        CopyPackage(Path.Combine(project, "node_modules", "webnn-node"));
        WriteModels(Directory.CreateDirectory(Path.Combine(project, "models")).FullName);
        return project;
    }

    /// <summary>What JavaScript has no writer for.</summary>
    private static void WriteModels(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "mobilenet_v2_fp32.tflite"), ModelZoo.Create("mobilenet_v2", quantized: false));
        File.WriteAllBytes(Path.Combine(folder, "add_relu.tflite"), TestModels.AddRelu());
        File.WriteAllBytes(Path.Combine(folder, "dynamic_reshape.tflite"), TestModels.DynamicReshape());
        File.WriteAllBytes(Path.Combine(folder, "growing.tflite"), DynamicModels.GrowingBehindDynamic());
        File.WriteAllBytes(Path.Combine(folder, "strings.tflite"), DynamicModels.Strings());
    }

    private static void CopyPackage(string target)
    {
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        CopyFolder(Places.At("hosts", "node", "webnn-node"), target);
        var natives = Directory.CreateDirectory(Path.Combine(target, "natives", NodePlatform)).FullName;
        foreach (var file in Directory.GetFiles(Addon.Publish()))
        {
            File.Copy(file, Path.Combine(natives, Path.GetFileName(file)));
        }
    }

    private static void CopyFolder(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(file => !file.Contains("node_modules", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}

/// <summary>The published addon; published again where it is missing or older than its sources.</summary>
internal static class Addon
{
    /// <returns>The folder with it and its kernels.</returns>
    public static string Publish()
    {
        var folder = Places.At("artifacts", "node", Places.Rid);
        var stamp = Path.Combine(folder, "webnn_node.node");
        if (Places.IsStale(stamp, "flatbuffers", "interop", "webnn", "delegate", "hosts/node/native"))
        {
            Tool.Require("dotnet", ["run", "--project", Places.At("build"), "-c", "Release", "--no-launch-profile", "--", "publish", "--node"], Places.Root);
            File.SetLastWriteTimeUtc(stamp, DateTime.UtcNow);
        }

        return folder;
    }
}
