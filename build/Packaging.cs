using System.Reflection.PortableExecutable;

namespace WebNN.Build;

/// <summary>What users install: the plug-in as a native library, and the packages.</summary>
internal static class Packaging
{
    private const string DelegatePackage = "webnn-tflite-delegate";
    private const string NodePackage = "webnn-node";

    /// <summary>Node.js takes what ends so for an addon.</summary>
    private const string Addon = "webnn_node.node";

    public static int Publish(Repository repository, string[] arguments)
    {
        var isForNode = arguments is ["--node", ..];
        var rid = (isForNode ? arguments[1..] : arguments) is [var given] ? given : Natives.Rid;
        if (!OperatingSystem.IsWindows() && !Shell.Has("gcc") && !Shell.Has("clang"))
        {
            throw new BuildException("NativeAOT links with a C compiler. Install one (Debian: apt-get install gcc; macOS: xcode-select --install).");
        }

        Natives.Setup(repository, []);
        var folder = repository.At("artifacts", isForNode ? "node" : "plugin", rid);
        if (isForNode)
        {
            PublishAddon(repository, rid, folder);
        }
        else
        {
            PublishLibrary(repository, "delegate/plugin/WebNN.TfLite.Plugin.csproj", rid, folder);
        }

        if (rid.EndsWith("-x64", StringComparison.Ordinal) && !rid.StartsWith("osx", StringComparison.Ordinal))
        {
            foreach (var processor in new[] { "avx512", "avx2" })
            {
                PublishLibrary(repository, "webnn/kernels-library/WebNN.Kernels.Library.csproj", rid, folder, $"-p:KernelProcessor={processor}");
            }
        }

        Console.WriteLine($"publish: {folder}");
        return 0;
    }

    /// <summary>The tool with all that it needs, the .NET runtime included, in one folder: what an image of a container is made of.</summary>
    public static int PublishTool(Repository repository, string[] arguments)
    {
        var rid = arguments is [var given] ? given : Natives.Rid;
        Natives.Setup(repository, rid == Natives.Rid ? [] : ["--all"]);
        var folder = repository.At("artifacts", "tool", rid);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Shell.Require(
            repository.Root, "dotnet", "publish", "perf/cli/webnn-delegate.csproj", "-c", "Release", "-r", rid, "--self-contained", "-v", "quiet", "--nologo", "-clp:ErrorsOnly", "-o", folder);
        RequireMachineCode(folder);
        Console.WriteLine($"tool: {folder}");
        return 0;
    }

    /// <summary>An assembly without machine code is as good as the others, but that its first use takes .NET's compiler: nothing else would tell.</summary>
    private static void RequireMachineCode(string folder)
    {
        foreach (var assembly in Directory.GetFiles(folder, "WebNN.*.dll").Append(Path.Combine(folder, "webnn-delegate.dll")))
        {
            using var file = new PEReader(File.OpenRead(assembly));
            if (file.PEHeaders.CorHeader?.ManagedNativeHeaderDirectory.Size is not > 0)
            {
                throw new BuildException($"{assembly} was published without machine code");
            }
        }
    }

    private static void PublishAddon(Repository repository, string rid, string folder)
    {
        PublishLibrary(repository, "hosts/node/native/WebNN.Node.csproj", rid, folder);
        var library = Directory.GetFiles(folder, "webnn_node.*").Single(file => Path.GetExtension(file) is ".so" or ".dylib" or ".dll");
        File.Move(library, Path.Combine(folder, Addon), overwrite: true);
    }

    private static void PublishLibrary(Repository repository, string project, string rid, string folder, params string[] properties) => Shell.Require(
        repository.Root, "dotnet",
        ["publish", project, "-c", "Release", "-r", rid, "-v", "quiet", "--nologo", "-clp:ErrorsOnly", "-o", folder, .. properties]);

    /// <summary>The NuGet packages, the tool and the npm packages, for this platform.</summary>
    public static int Pack(Repository repository)
    {
        Publish(repository, []);
        Publish(repository, ["--node"]);
        var packages = repository.At("artifacts", "packages");
        if (Directory.Exists(packages))
        {
            Directory.Delete(packages, recursive: true);
        }

        Shell.Require(repository.Root, "dotnet", "pack", "perf/cli/webnn-delegate.csproj", "-c", "Release", "-v", "quiet", "--nologo", "-clp:ErrorsOnly", "-o", packages);
        foreach (var project in new[] { "delegate/api/WebNN.TfLite.csproj", "hosts/wasi-nn/WebNN.Wasi.csproj" })
        {
            Shell.Require(repository.Root, "dotnet", "build", project, "-c", "Release", "-v", "quiet", "--nologo", "-clp:ErrorsOnly");
        }

        foreach (var name in new[] { "WebNNDelegate", "WebNNDelegate.Natives", "WebNNDelegate.Plugin", "WebNNDelegate.Wasi" })
        {
            Shell.Require(
                repository.Root, "dotnet", "pack", $"packages/{name}/package.nuspec", "-v", "quiet", "--version", Version(repository), "-o", packages,
                "-p", $"rid={Natives.Rid}", "-p", $"root={repository.Root}", "-p", $"onnxruntime={OnnxRuntimePackage.Version(repository)}",
                "-p", $"wasmtime={repository.PackageVersion("Wasmtime")}");
        }

        PackNode(repository, packages, DelegatePackage, "plugin", "");
        PackNode(repository, packages, NodePackage, "node", "", "lib", "samples", "shims");
        Console.WriteLine($"pack: {packages}");
        return 0;
    }

    /// <summary>Puts an npm package's files, the libraries and the notices into one folder and packs that.</summary>
    /// <param name="libraries">The folder of artifacts/ with the libraries.</param>
    /// <param name="folders">Those of the package's folders that it ships.</param>
    private static void PackNode(Repository repository, string packages, string name, string libraries, params string[] folders)
    {
        var stage = repository.At("artifacts", "npm", name);
        if (Directory.Exists(stage))
        {
            Directory.Delete(stage, recursive: true);
        }

        foreach (var folder in folders)
        {
            Copy(repository.At("hosts", "node", name, folder), Path.Combine(stage, folder), "*");
        }

        Copy(repository.Root, stage, "LICENSE");
        Copy(repository.Root, stage, "THIRD-PARTY-NOTICES.md");
        Copy(repository.At("packages", "licences"), Path.Combine(stage, "licences"), "dotnet-runtime.txt");
        Copy(repository.At("artifacts", libraries, Natives.Rid), Path.Combine(stage, "natives", NodePlatform), "*webnn_*.*");
        Shell.Require(stage, "npm", "pack", "--loglevel=error", "--pack-destination", packages);
    }

    /// <summary>The platform as Node.js names it: linux-x64, win32-x64, darwin-arm64.</summary>
    private static string NodePlatform =>
        Natives.Rid.Replace("win-", "win32-", StringComparison.Ordinal).Replace("osx-", "darwin-", StringComparison.Ordinal);

    private static string Version(Repository repository) =>
        System.Xml.Linq.XDocument.Load(repository.At("Directory.Build.props")).Descendants("Version").Single().Value;

    private static void Copy(string source, string target, string pattern)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(source, pattern))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }
    }
}
