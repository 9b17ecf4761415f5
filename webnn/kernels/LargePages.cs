using System.Runtime.InteropServices;

namespace WebNN.Kernels;

/// <summary>
/// Pages of 2 MiB, which Linux gives to those who ask: filters of many megabytes are then packed with fewer faults, and read with fewer
/// misses of the translation buffers.
/// </summary>
internal static unsafe partial class LargePages
{
    private const nuint Size = 2 << 20;

    /// <summary>Asks for them inside memory that was allocated, but not written yet. Where the system has none, nothing changes.</summary>
    public static void Request(void* memory, nuint bytes)
    {
        const int hugePages = 14;
        var first = ((nuint)memory + Size - 1) & ~(Size - 1);
        var end = ((nuint)memory + bytes) & ~(Size - 1);
        if (OperatingSystem.IsLinux() && first < end)
        {
            _ = Advise((void*)first, end - first, hugePages);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint length, int advice);
}
