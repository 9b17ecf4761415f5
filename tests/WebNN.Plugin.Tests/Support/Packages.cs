namespace WebNN.Plugin.Tests.Support;

/// <summary>The packages of ./build.sh pack, made once per test run, from what is here now.</summary>
internal static class Packages
{
    private static readonly Lazy<string> folder = new(Pack);

    public static string Version { get; } = System.Xml.Linq.XDocument.Load(Places.At("Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>The folder with them; skips the test where npm, gcc or the natives are absent.</summary>
    public static string Require()
    {
        PluginLibrary.Require();
        Tool.RequireOnPath("npm");
        Places.Native("bin", Places.Rid, "libonnxruntime.so");
        return folder.Value;
    }

    /// <summary>
    /// A NuGet.Config that knows this folder and, for ONNX Runtime, what set-up restored, so that nothing is downloaded and no package of
    /// the same name elsewhere can stand in.
    /// </summary>
    public static void Configure(string project)
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Assert.False(Directory.Exists(Path.Combine(cache, "webnndelegate")), $"a package WebNNDelegate is installed in {cache} and would hide the one to be tested");
        File.WriteAllText(Path.Combine(project, "NuGet.Config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="{Require()}" />
              </packageSources>
              <fallbackPackageFolders><add key="restored" value="{cache}" /></fallbackPackageFolders>
              <config><add key="globalPackagesFolder" value="{Path.Combine(project, "packages")}" /></config>
            </configuration>
            """);
    }

    private static string Pack()
    {
        BuildProgram.Run("pack");
        return Places.At("artifacts", "packages");
    }
}
