using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WebNN.Processors;

/// <summary>
/// Programs that see less of the processor than there is (mask_cpuid.c), and with them ONNX Runtime and XNNPACK, whose own choice no option of
/// ours reaches.
/// </summary>
internal static class MaskedProcessor
{
    private const int Skipped = 77;

    private static readonly Lazy<string> library = new(Compile);

    /// <summary>The environment of a program that sees a lesser processor; skips the test where it cannot be made to.</summary>
    /// <param name="processor">avx512 (without VNNI), avx2 or baseline.</param>
    public static (string Name, string? Value)[] As(string processor)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "CPUID is masked on Linux x64 alone");
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "gcc"))), "gcc is not on the PATH");
        (string, string?)[] environment = [("LD_PRELOAD", library.Value), ("WEBNN_TEST_PROCESSOR", processor)];
        var (exitCode, errors) = Run("true", [], environment);
        Assert.SkipWhen(exitCode == Skipped, $"path not exercised: {processor}: {errors.Trim()}");
        Assert.True(exitCode == 0, errors);
        return environment;
    }

    /// <summary>A loader looks for what it preloads wherever the program was started: the path is absolute, and without spaces.</summary>
    private static string Compile()
    {
        var source = Source();
        var path = Path.Combine(Path.GetTempPath(), $"mask_cpuid-{Environment.ProcessId}.so");
        var (exitCode, errors) = Run("gcc", ["-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-Wl,-z,initfirst", source, "-o", path, "-ldl"], []);
        Assert.True(exitCode == 0, errors);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
        return path;
    }

    private static string Source()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "tests", "processors", "mask_cpuid.c");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new InvalidOperationException("no tests/processors/mask_cpuid.c above the tests");
    }

    private static (int ExitCode, string Errors) Run(string program, string[] arguments, (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }
}
