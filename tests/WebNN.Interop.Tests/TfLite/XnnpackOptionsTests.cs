using System.Diagnostics;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.Interop.Tests.TfLite;

/// <summary>XNNPACK's options in the layouts of several TFLites, as a library in C sees them.</summary>
public sealed unsafe class XnnpackOptionsTests : IDisposable
{
    private const int Registers8 = 1;
    private const int Registers16 = 2;
    private const int Memory = 3;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("webnn-fake-xnnpack");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(Registers8, "2.9.0", 0, TfLiteXnnpackDelegateFlags.Qs8, 1)]
    [InlineData(Registers16, "2.9.3", 0, TfLiteXnnpackDelegateFlags.Qs8, 1)]
    [InlineData(Registers16, "2.9.3", 0, TfLiteXnnpackDelegateFlags.Qs8 | TfLiteXnnpackDelegateFlags.Qu8, 3)]
    [InlineData(Registers8, "2.9.0", 3, TfLiteXnnpackDelegateFlags.None, 0)]
    [InlineData(Registers8, "2.8.0", 3, TfLiteXnnpackDelegateFlags.None, 3)]
    [InlineData(Registers16, "2.11.0", 3, TfLiteXnnpackDelegateFlags.Qs8, 3)]
    [InlineData(Memory, "2.19.0", 3, TfLiteXnnpackDelegateFlags.Qs8, 3)]
    [InlineData(Memory, "2.19.0", 3, TfLiteXnnpackDelegateFlags.None, 3)]
    public void A_library_gets_its_own_defaults_and_its_flags_only_where_they_are_known(
        int layout, string version, int defaults, TfLiteXnnpackDelegateFlags asked, uint expected)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "only x64 tells where a function returned its struct");
        var library = Compile(layout, version, defaults);

        using var handle = new XnnpackDelegateHandle(library, 5, asked);

        Assert.False(handle.IsInvalid);
        Assert.Equal(5, Ask(library, "given_threads"));
        Assert.Equal(expected, (uint)Ask(library, "given_flags"));
        Assert.Equal(1, Ask(library, "rest_is_default"));
    }

    private static int Ask(TfLiteLibrary library, string name) =>
        ((delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(NativeLibrary.Load(library.Location.Path), name))();

    private TfLiteLibrary Compile(int layout, string version, int defaults)
    {
        var source = Source();
        var path = Path.Combine(folder.FullName, "libfake_xnnpack.so");
        string[] arguments = ["-shared", "-fPIC", "-O1", $"-DLAYOUT={layout}", $"-DFLAGS={defaults}", $"-DVERSION=\"{version}\"", source, "-o", path];
        using var compiler = Process.Start(new ProcessStartInfo("gcc", arguments))!;
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
        return TfLiteLibrary.Load(path);
    }

    private static string Source()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "compiles a library for Linux");
        var hasCompiler = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "gcc")));
        Assert.SkipUnless(hasCompiler, "gcc is not on the PATH");
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            var path = Path.Combine(above.FullName, "tests", "hosts", "fake_xnnpack.c");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("tests/hosts/fake_xnnpack.c");
    }
}
