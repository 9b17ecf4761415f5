using System.Runtime.InteropServices;

namespace WebNN.Kernels.MachineCode;

/// <summary>Pages of machine code, never writable and executable at the same time. They stay for the process.</summary>
internal static unsafe partial class ExecutableMemory
{
    private const int UnixRead = 1;
    private const int UnixWrite = 2;
    private const int UnixExecute = 4;

    // A function that returns.
    private static readonly Lazy<bool> allowed = new(() => TryPlace([0xC3]) is not null);

    /// <summary>Whether the system executes what a program wrote.</summary>
    public static bool IsAllowed => allowed.Value;

    /// <summary>Memory with this code; null where the system refuses to execute what a program wrote.</summary>
    public static void* TryPlace(ReadOnlySpan<byte> code) =>
        OperatingSystem.IsWindows() ? PlaceOnWindows(code) : OperatingSystem.IsLinux() || OperatingSystem.IsFreeBSD() ? PlaceOnUnix(code) : null;

    private static void* PlaceOnUnix(ReadOnlySpan<byte> code)
    {
        const int isPrivate = 2;
        var isAnonymous = OperatingSystem.IsLinux() ? 0x20 : 0x1000;
        var length = (nuint)code.Length;
        var memory = Map(null, length, UnixRead | UnixWrite, isPrivate | isAnonymous, -1, 0);
        if (memory == (void*)-1)
        {
            return null;
        }

        code.CopyTo(new(memory, code.Length));
        if (Protect(memory, length, UnixRead | UnixExecute) == 0)
        {
            return memory;
        }

        _ = Unmap(memory, length);
        return null;
    }

    private static void* PlaceOnWindows(ReadOnlySpan<byte> code)
    {
        const uint commitAndReserve = 0x3000, release = 0x8000, readWrite = 0x04, executeRead = 0x20;
        var length = (nuint)code.Length;
        var memory = VirtualAlloc(null, length, commitAndReserve, readWrite);
        if (memory is null)
        {
            return null;
        }

        code.CopyTo(new(memory, code.Length));
        if (VirtualProtect(memory, length, executeRead, out _) != 0)
        {
            return memory;
        }

        _ = VirtualFree(memory, 0, release);
        return null;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(void* address, nuint length);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial void* VirtualAlloc(void* address, nuint length, uint kind, uint protection);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int VirtualProtect(void* address, nuint length, uint protection, out uint before);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int VirtualFree(void* address, nuint length, uint kind);
}
