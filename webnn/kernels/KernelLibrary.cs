using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels;

/// <summary>
/// The kernels in a library of their own (webnn/kernels-library), compiled for processors with AVX-512 or with AVX2: for programs that were
/// compiled ahead of time for every processor, in which their vectors are but arrays. Once loaded it stays.
/// </summary>
internal static unsafe class KernelLibrary
{
    public const string VersionFunction = "webnn_kernels_version";
    public const string CreateFunction = "webnn_kernels_create";
    public const string PrepareFunction = "webnn_kernels_prepare";
    public const string RunFunction = "webnn_kernels_run";
    public const string DestroyFunction = "webnn_kernels_destroy";

    private static readonly Lock Gate = new();

    /// <summary>The product's: filters are packed on one side and read on the other.</summary>
    public static int Version { get; } = typeof(KernelLibrary).Assembly.GetName().Version is { } version
        ? (version.Major << 20) | (version.Minor << 10) | version.Build
        : 0;

    /// <summary>The widest vectors of the loaded library, whose kernels also come with shorter ones; null while none is loaded.</summary>
    public static VectorWidth? Width { get; private set; }

    internal static delegate* unmanaged<KernelDescription*, void*> Create { get; private set; }

    internal static delegate* unmanaged<void*, WindowBuffers*, void> Prepare { get; private set; }

    internal static delegate* unmanaged<void*, WindowBuffers*, int, void> Run { get; private set; }

    internal static delegate* unmanaged<void*, void> Destroy { get; private set; }

    /// <summary>The libraries for this processor, the best first: loading another would end the process.</summary>
    private static IEnumerable<(string FileName, VectorWidth Width)> Candidates
    {
        get
        {
            if (Processor.Features.HasFlag(ProcessorFeatures.Avx512))
            {
                yield return (FileName("avx512"), VectorWidth.Bits512);
            }

            if (Processor.Features.HasFlag(ProcessorFeatures.Avx2))
            {
                yield return (FileName("avx2"), VectorWidth.Bits256);
            }
        }
    }

    /// <summary>
    /// Loads the best library for this processor from a folder, where it is there, of this version, and for this process. Code that has such
    /// vectors itself needs none.
    /// </summary>
    /// <param name="canLoad">Whether a file is a library for this process.</param>
    public static void TryLoad(string folder, Func<string, bool> canLoad)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            return;
        }

        lock (Gate)
        {
            foreach (var (fileName, width) in Candidates)
            {
                var path = Path.Combine(folder, fileName);
                if (Width is null && File.Exists(path) && canLoad(path) && HasRoom() && NativeLibrary.TryLoad(path, out var loaded) && Bind(loaded))
                {
                    Width = width;
                }
            }
        }
    }

    private static string FileName(string processor) =>
        OperatingSystem.IsWindows() ? $"webnn_kernels_{processor}.dll" : $"libwebnn_kernels_{processor}.so";

    private static bool Bind(nint loaded)
    {
        nint create = 0, prepare = 0, run = 0, destroy = 0;
        var isComplete = NativeLibrary.TryGetExport(loaded, VersionFunction, out var version)
            && NativeLibrary.TryGetExport(loaded, CreateFunction, out create)
            && NativeLibrary.TryGetExport(loaded, PrepareFunction, out prepare)
            && NativeLibrary.TryGetExport(loaded, RunFunction, out run)
            && NativeLibrary.TryGetExport(loaded, DestroyFunction, out destroy);
        if (!isComplete || ((delegate* unmanaged<int>)version)() != Version)
        {
            return false;
        }

        Create = (delegate* unmanaged<KernelDescription*, void*>)create;
        Prepare = (delegate* unmanaged<void*, WindowBuffers*, void>)prepare;
        Run = (delegate* unmanaged<void*, WindowBuffers*, int, void>)run;
        Destroy = (delegate* unmanaged<void*, void>)destroy;
        return true;
    }

    /// <summary>
    /// Whether the address space has room for the library and its heap, which ends the process where it has not. Memory that is not touched
    /// is but addresses.
    /// </summary>
    private static bool HasRoom()
    {
        const nuint room = 256 * 1024 * 1024;
        try
        {
            NativeMemory.Free(NativeMemory.Alloc(room));
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }
}
