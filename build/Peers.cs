namespace WebNN.Build;

/// <summary>Measures models beside everything else that runs them (perf/peers).</summary>
internal static class Peers
{
    private const string Name = "webnn-peers";
    private const string XnnpackVariable = "WEBNN_XNNPACK";

    public static int Run(Repository repository, string[] arguments)
    {
        if (arguments is ["fetch"])
        {
            return Fetch(repository);
        }

        Natives.Setup(repository, []);
        var scripts = repository.At("perf", "peers", "node");
        if (!Shell.Has("npm"))
        {
            Console.Error.WriteLine("peers: npm was not found, so that those in Node.js are left out");
        }
        else if (!IsInstalled(scripts))
        {
            Shell.Require(scripts, "npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error");
        }

        Build(repository);
        var plugin = Library(repository.At("artifacts", "plugin", Natives.Rid), "*webnn_delegate.*");
        var addon = Library(repository.At("artifacts", "node", Natives.Rid), "webnn_node.node");
        TellIfOlder(repository, plugin, "./build.sh publish");
        TellIfOlder(repository, addon, "./build.sh publish --node", "hosts/node/native");
        NameLibraries(repository, addon);
        string[] verb = arguments is ["chart" or "measure" or "operations" or "layers" or "node" or "--help" or "-h", ..] ? arguments : ["measure", .. arguments];
        string[] options = verb[0] switch
        {
            "measure" when plugin is not null => ["--node-peers", scripts, "--plugin", plugin],
            "measure" or "operations" or "node" => ["--node-peers", scripts],
            _ => [],
        };
        return Run(repository, Environment.CurrentDirectory, [.. verb, .. options]);
    }

    /// <summary>What was published is measured as it is: it may be of other sources.</summary>
    private static void TellIfOlder(Repository repository, string? library, string command, params string[] folders)
    {
        if (library is not null && File.GetLastWriteTimeUtc(library) < repository.NewestSource(["flatbuffers", "interop", "webnn", "delegate", .. folders]))
        {
            Console.Error.WriteLine($"peers: {Path.GetFileName(library)} is older than its sources; '{command}' makes it anew");
        }
    }

    /// <summary>Tells the peers, by the environment, what was published and fetched.</summary>
    private static void NameLibraries(Repository repository, string? addon)
    {
        if (addon is not null)
        {
            Environment.SetEnvironmentVariable("WEBNN_NODE_ADDON", addon);
        }

        // The addon is not beside the fetched libraries, where programs of .NET look.
        if (Environment.GetEnvironmentVariable("WEBNN_ONNXRUNTIME") is null)
        {
            Environment.SetEnvironmentVariable("WEBNN_ONNXRUNTIME", Library(repository.At("natives", "bin", Natives.Rid), "*onnxruntime.*"));
        }

        if (Environment.GetEnvironmentVariable(XnnpackVariable) is null)
        {
            Environment.SetEnvironmentVariable(XnnpackVariable, Library(XnnpackFolder(repository), "*torch_cpu.*"));
        }
    }

    /// <summary>Fetches a library that exports XNNPACK's operators, which nothing else needs.</summary>
    private static int Fetch(Repository repository)
    {
        if (Natives.Rid != "linux-x64")
        {
            throw new BuildException($"the library of XNNPACK's operators is fetched for linux-x64 alone; {XnnpackVariable} names another for {Natives.Rid}");
        }

        Shell.Require(
            repository.Root, "dotnet", "msbuild", "perf/peers/library/library.csproj", "-restore", "-t:FetchXnnpack", $"-p:Folder={XnnpackFolder(repository)}", "-nologo",
            "-v:q", "-clp:ErrorsOnly");
        return 0;
    }

    private static string XnnpackFolder(Repository repository) => repository.At("artifacts", "xnnpack");

    /// <summary>Writes the tables and pictures of the page of figures anew.</summary>
    public static int WriteFigures(Repository repository)
    {
        Build(repository);
        return Run(repository, repository.Root, ["figures", "docs/performance.md", "--results", "perf/results"]);
    }

    private static void Build(Repository repository) =>
        Shell.Require(repository.Root, "dotnet", "build", "perf/peers", "-c", "Release", "-p:RunAnalyzers=false", "-v", "quiet", "--nologo", "-clp:ErrorsOnly");

    private static int Run(Repository repository, string folder, string[] arguments) =>
        Shell.Run(folder, "dotnet", ["exec", repository.At("artifacts", "bin", "WebNN.Peers", "release", Name + ".dll"), .. arguments]);

    /// <summary>npm writes its own list last of all.</summary>
    private static bool IsInstalled(string folder) =>
        File.GetLastWriteTimeUtc(Path.Combine(folder, "node_modules", ".package-lock.json")) > File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"));

    private static string? Library(string folder, string pattern) => Directory.Exists(folder)
        ? Directory.GetFiles(folder, pattern).FirstOrDefault(file => Path.GetExtension(file) is ".so" or ".dylib" or ".dll" or ".node")
        : null;
}
