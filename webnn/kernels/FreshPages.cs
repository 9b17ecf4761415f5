using System.Runtime.InteropServices;

namespace WebNN.Kernels;

/// <summary>Pages that were allocated, but never written: Linux gives many of them at once, without a fault for each.</summary>
internal static unsafe partial class FreshPages
{
    /// <summary>Below, the few faults do not matter.</summary>
    private const nuint Many = 1 << 20;

    /// <summary>Gets the whole pages of some memory. Where the system cannot, they come as they are written.</summary>
    public static void Populate(void* memory, nuint bytes)
    {
        const int populateWrite = 23;
        if (!OperatingSystem.IsLinux() || bytes < Many)
        {
            return;
        }

        var page = (nuint)Environment.SystemPageSize;
        nuint first = ((nuint)memory + page - 1) / page * page, end = ((nuint)memory + bytes) / page * page;
        _ = Advise((void*)first, end - first, populateWrite);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint length, int advice);
}
