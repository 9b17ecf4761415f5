namespace WebNN.Build;

/// <summary>
/// Lets what this program starts see a lesser processor (tests/processors/mask_cpuid.c): the whole stack then chooses its kernels for that one.
/// </summary>
internal static class MaskedProcessor
{
    /// <summary>Read by the library that is preloaded, and here where the verb has no option for it.</summary>
    public const string Variable = "WEBNN_TEST_PROCESSOR";

    private const string Native = "native";
    private const string Preload = "LD_PRELOAD";
    private const int Skipped = 77;

    private static readonly string[] names = ["avx512", "avx2", "baseline"];

    /// <summary>Masks the processor for everything that is started from now on.</summary>
    /// <param name="name">native, avx512 (without VNNI), avx2 or baseline; null for what the environment says.</param>
    /// <returns>Why that is not possible here; null where it is.</returns>
    public static string? Apply(Repository repository, string? name)
    {
        name ??= Environment.GetEnvironmentVariable(Variable) ?? Native;
        Environment.SetEnvironmentVariable(Variable, name == Native ? null : name);
        if (name == Native)
        {
            return null;
        }

        if (!names.Contains(name))
        {
            throw new BuildException($"processor '{name}'; expected {Native}, {string.Join(", ", names)}", 2);
        }

        if (Natives.Rid != "linux-x64")
        {
            return "CPUID is masked on Linux x64 alone";
        }

        var before = (Environment.GetEnvironmentVariable(Preload) ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        Environment.SetEnvironmentVariable(Preload, string.Join(':', before.Prepend(Compile(repository)).Distinct()));
        var exitCode = Shell.Run(repository.Root, "true", []);
        return exitCode switch
        {
            0 => null,
            Skipped => $"this machine cannot stand for '{name}': see the line above",
            _ => throw new BuildException($"a program with the processor masked as '{name}' ended with {exitCode}"),
        };
    }

    private static string Compile(Repository repository)
    {
        var library = repository.At("artifacts", "processors", "mask_cpuid.so");
        if (library.AsSpan().IndexOfAny(' ', ':') >= 0)
        {
            throw new BuildException($"the loader preloads no file with a space or colon in its path: {library}");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        Shell.Require(
            repository.Root, "gcc", "-std=gnu11", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-Wl,-z,initfirst",
            repository.At("tests", "processors", "mask_cpuid.c"), "-o", library, "-ldl");
        return library;
    }
}
