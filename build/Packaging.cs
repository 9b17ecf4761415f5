namespace WebNN.Build;

/// <summary>What users install: the plug-in as a native library, and the packages.</summary>
internal static class Packaging
{
    public static int Publish(Repository repository, string[] arguments)
    {
        var rid = arguments is [var given] ? given : Natives.Rid;
        if (!OperatingSystem.IsWindows() && !Shell.Has("gcc") && !Shell.Has("clang"))
        {
            throw new BuildException("NativeAOT links with a C compiler. Install one (Debian: apt-get install gcc; macOS: xcode-select --install).");
        }

        Natives.Setup(repository, []);
        Shell.Require(
            repository.Root, "dotnet", "publish", "delegate/plugin/WebNN.TfLite.Plugin.csproj", "-c", "Release", "-r", rid, "-v", "quiet", "--nologo", "-clp:ErrorsOnly",
            "-o", repository.At("artifacts", "plugin", rid));
        Console.WriteLine($"publish: {repository.At("artifacts", "plugin", rid)}");
        return 0;
    }

    public static int Pack(Repository repository)
    {
        Solution.Build(repository);
        Shell.Require(repository.Root, "dotnet", "pack", "WebNNDelegate.sln", "-c", "Release", "--no-build", "-v", "quiet", "--nologo", "-clp:ErrorsOnly", "-o", repository.At("artifacts", "packages"));
        Console.WriteLine($"pack: {repository.At("artifacts", "packages")}");
        return 0;
    }
}
