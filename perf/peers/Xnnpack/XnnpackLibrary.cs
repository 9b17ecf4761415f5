using System.Reflection;
using System.Runtime.InteropServices;
using WebNN.Cli;
using WebNN.Cli.Running;

namespace WebNN.Peers.Xnnpack;

/// <summary>A library that exports XNNPACK's operators, such as libtorch_cpu.so.</summary>
internal static class XnnpackLibrary
{
    /// <summary>Names the library's file.</summary>
    public const string Variable = "WEBNN_XNNPACK";

    private static string? loaded;

    /// <summary>Loads it, once for the process.</summary>
    /// <returns>What it is, for people.</returns>
    /// <exception cref="InputException">There is none, it exports no such functions, or XNNPACK does not run here.</exception>
    public static string Load(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            throw new InputException($"there is no library of XNNPACK's operators: --xnnpack or {Variable} names one, and docs/performance.md says where one is found");
        }

        if (!File.Exists(path))
        {
            throw new InputException($"{path}: no such file");
        }

        if (loaded is null)
        {
            NativeLibrary.SetDllImportResolver(typeof(XnnpackLibrary).Assembly, Resolve);
        }

        loaded ??= Path.GetFullPath(path);
        try
        {
            Require(XnnpackNative.Initialize(0), "xnn_initialize");
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new InputException($"{path} does not export XNNPACK's operators: {e.Message}");
        }

        return $"XNNPACK's operators of {Path.GetFileName(path)} ({BuildId.Of(path)})";
    }

    /// <exception cref="InputException">A function of XNNPACK's did not succeed.</exception>
    public static void Require(XnnpackStatus status, string what)
    {
        if (status != XnnpackStatus.Success)
        {
            throw new InputException($"{what}: XNNPACK says {status}");
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) => name == XnnpackNative.Library ? NativeLibrary.Load(loaded!) : 0;
}
