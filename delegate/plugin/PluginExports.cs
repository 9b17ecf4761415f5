using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WebNN.TfLite.Plugin;

/// <summary>What the library exports. Nothing that goes wrong behind these functions reaches the host as anything but text.</summary>
internal static unsafe class PluginExports
{
    private static ReadOnlySpan<byte> Version => "0.1.0\0"u8;

    /// <summary>The library's version, a text that lives as long as the process.</summary>
    [UnmanagedCallersOnly(EntryPoint = "webnn_delegate_version", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* DelegateVersion() => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Version));
}
