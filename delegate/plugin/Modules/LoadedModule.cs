using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace WebNN.TfLite.Plugin.Modules;

/// <summary>A library, or the program itself, that is loaded in this process.</summary>
internal sealed unsafe partial class LoadedModule
{
    private readonly nint handle;

    private LoadedModule(nint handle, string path)
    {
        this.handle = handle;
        Path = path;
    }

    /// <summary>Where it was loaded from; empty for everything that the program and its libraries share.</summary>
    public string Path { get; }

    /// <summary>The program and the libraries that it was linked with or made visible to all.</summary>
    public static LoadedModule Process() => new(NativeLibrary.GetMainProgramHandle(), "");

    /// <summary>The module that an address is in; null where it is in none.</summary>
    public static LoadedModule? Of(void* address) => PathOf(address) is { } path ? At(path) ?? Process() : null;

    /// <summary>Loads a library, or finds it where it is loaded already; null where there is none. It is never unloaded.</summary>
    public static LoadedModule? At(string path) => NativeLibrary.TryLoad(path, out var handle) ? new(handle, path) : null;

    /// <summary>The full path of the module that an address is in.</summary>
    public static string? PathOf(void* address)
    {
        var path = OperatingSystem.IsWindows() ? WindowsPath(address) : UnixPath(address);
        return string.IsNullOrEmpty(path) ? null : System.IO.Path.GetFullPath(path);
    }

    /// <summary>An exported function; null where the module has none of that name.</summary>
    public void* Export(string name) => NativeLibrary.TryGetExport(handle, name, out var address) ? (void*)address : null;

    private static string? UnixPath(void* address)
    {
        DlInfo info;
        return dladdr(address, &info) == 0 ? null : Utf8StringMarshaller.ConvertToManaged(info.FileName);
    }

    private static string? WindowsPath(void* address)
    {
        const uint FromAddress = 4;
        const uint UnchangedReferenceCount = 2;
        const int LongestPath = short.MaxValue;
        nint module;
        if (GetModuleHandleEx(FromAddress | UnchangedReferenceCount, address, &module) == 0)
        {
            return null;
        }

        var name = new char[LongestPath];
        fixed (char* characters = name)
        {
            return new string(characters, 0, (int)GetModuleFileName(module, characters, LongestPath));
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct DlInfo
    {
        public byte* FileName;
        public void* Base;
        public byte* SymbolName;
        public void* SymbolAddress;
    }

#pragma warning disable SYSLIB1092, CA5392 // The system's own functions.
    [LibraryImport("libc")]
    private static partial int dladdr(void* address, DlInfo* info);

    [LibraryImport("kernel32", EntryPoint = "GetModuleHandleExW")]
    private static partial int GetModuleHandleEx(uint flags, void* address, nint* module);

    [LibraryImport("kernel32", EntryPoint = "GetModuleFileNameW")]
    private static partial uint GetModuleFileName(nint module, char* name, uint length);
#pragma warning restore SYSLIB1092, CA5392
}
