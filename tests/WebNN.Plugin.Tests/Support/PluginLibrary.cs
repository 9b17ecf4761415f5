using System.Runtime.InteropServices;

namespace WebNN.Plugin.Tests.Support;

/// <summary>The published plug-in; published once per test run, where it is missing or older than its sources.</summary>
internal static class PluginLibrary
{
    private static readonly Lazy<string> path = new(Publish);

    public static string FileName { get; } = OperatingSystem.IsWindows() ? "webnn_delegate.dll" : OperatingSystem.IsMacOS() ? "libwebnn_delegate.dylib" : "libwebnn_delegate.so";

    /// <summary>Whether libraries of float kernels belong to it on this platform.</summary>
    public static bool HasKernels { get; } = RuntimeInformation.OSArchitecture == Architecture.X64 && !OperatingSystem.IsMacOS();

    /// <summary>Its file; skips the test where the C toolchain that NativeAOT links with is absent.</summary>
    public static string Require()
    {
        if (!OperatingSystem.IsWindows())
        {
            Tool.RequireOnPath("gcc");
        }

        return path.Value;
    }

    private static string Publish()
    {
        var folder = Places.At("artifacts", "plugin", Places.Rid);
        var library = Path.Combine(folder, FileName);
        if (Places.IsStale(library, "interop", "webnn", "delegate"))
        {
            BuildProgram.Publish(Places.At("delegate", "plugin"), folder);
            if (HasKernels)
            {
                foreach (var processor in new[] { "avx512", "avx2" })
                {
                    BuildProgram.Publish(Places.At("webnn", "kernels-library"), folder, $"-p:KernelProcessor={processor}");
                }
            }

            File.SetLastWriteTimeUtc(library, DateTime.UtcNow);
        }

        return library;
    }
}
