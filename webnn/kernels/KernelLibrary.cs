using System.Runtime.InteropServices;

namespace WebNN.Kernels;

/// <summary>
/// The kernels in a library of their own (webnn/kernels-library), compiled for processors with vectors of 512 bits: for programs that were
/// compiled ahead of time for every processor, in which these vectors are but arrays. Once loaded it stays.
/// </summary>
internal static unsafe class KernelLibrary
{
    public const string VersionFunction = "webnn_kernels_version";
    public const string CreateFunction = "webnn_kernels_create";
    public const string PrepareFunction = "webnn_kernels_prepare";
    public const string RunFunction = "webnn_kernels_run";
    public const string DestroyFunction = "webnn_kernels_destroy";

    private static readonly Lock Gate = new();
    private static nint library;

    public static string FileName { get; } = OperatingSystem.IsWindows() ? "webnn_kernels_avx512.dll" : "libwebnn_kernels_avx512.so";

    /// <summary>The product's: filters are packed on one side and read on the other.</summary>
    public static int Version { get; } = typeof(KernelLibrary).Assembly.GetName().Version is { } version
        ? (version.Major << 20) | (version.Minor << 10) | version.Build
        : 0;

    public static bool IsLoaded => library != 0;

    internal static delegate* unmanaged<KernelDescription*, void*> Create { get; private set; }

    internal static delegate* unmanaged<void*, WindowBuffers*, void> Prepare { get; private set; }

    internal static delegate* unmanaged<void*, WindowBuffers*, int, void> Run { get; private set; }

    internal static delegate* unmanaged<void*, void> Destroy { get; private set; }

    /// <summary>Loads the library from a folder, where it is there, of this version, and for this process.</summary>
    /// <remarks>On a processor without such vectors, loading it would end the process.</remarks>
    public static void TryLoad(string folder)
    {
        lock (Gate)
        {
            var path = Path.Combine(folder, FileName);
            if (!IsLoaded
                && File.Exists(path)
                && Processor.Features.HasFlag(ProcessorFeatures.Avx512)
                && HasRoom()
                && NativeLibrary.TryLoad(path, out var loaded))
            {
                Bind(loaded);
            }
        }
    }

    private static void Bind(nint loaded)
    {
        nint create = 0, prepare = 0, run = 0, destroy = 0;
        var isComplete = NativeLibrary.TryGetExport(loaded, VersionFunction, out var version)
            && NativeLibrary.TryGetExport(loaded, CreateFunction, out create)
            && NativeLibrary.TryGetExport(loaded, PrepareFunction, out prepare)
            && NativeLibrary.TryGetExport(loaded, RunFunction, out run)
            && NativeLibrary.TryGetExport(loaded, DestroyFunction, out destroy);
        if (!isComplete || ((delegate* unmanaged<int>)version)() != Version)
        {
            return;
        }

        Create = (delegate* unmanaged<KernelDescription*, void*>)create;
        Prepare = (delegate* unmanaged<void*, WindowBuffers*, void>)prepare;
        Run = (delegate* unmanaged<void*, WindowBuffers*, int, void>)run;
        Destroy = (delegate* unmanaged<void*, void>)destroy;
        library = loaded;
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
