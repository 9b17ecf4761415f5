using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Plugin;

/// <summary>What the library exports. Nothing that goes wrong behind these functions reaches the host as anything but text.</summary>
internal static unsafe class PluginExports
{
    private static readonly ConcurrentDictionary<nint, PluginDelegate> delegates = [];
    private static readonly byte* version = Utf8StringMarshaller.ConvertToUnmanaged(PluginDelegate.Version);

    /// <summary>The address of an export of ours: tells which file the library is.</summary>
    public static void* OwnAddress => (delegate* unmanaged[Cdecl]<byte*>)&DelegateVersion;

    /// <summary>The library's version, a text that lives as long as the process.</summary>
    [UnmanagedCallersOnly(EntryPoint = "webnn_delegate_version", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* DelegateVersion() => version;

    /// <summary>Never null: a delegate that cannot work claims nothing and says why.</summary>
    [UnmanagedCallersOnly(EntryPoint = "tflite_plugin_create_delegate", CallConvs = [typeof(CallConvCdecl)])]
    public static TfLiteDelegate* CreateDelegate(byte** keys, byte** values, nuint count, delegate* unmanaged[Cdecl]<byte*, void> reportError)
    {
        try
        {
            var created = PluginDelegate.Create(keys, values, count, reportError);
            delegates[(nint)created.Pointer] = created;
            return created.Pointer;
        }
        catch (Exception e)
        {
            return InertDelegate.Create(reportError, e.Message);
        }
    }

    /// <summary>Null, and what was not created here or is destroyed already, is left alone.</summary>
    [UnmanagedCallersOnly(EntryPoint = "tflite_plugin_destroy_delegate", CallConvs = [typeof(CallConvCdecl)])]
    public static void DestroyDelegate(TfLiteDelegate* target)
    {
        try
        {
            if (delegates.TryRemove((nint)target, out var created))
            {
                created.Dispose();
            }
        }
        catch (Exception e)
        {
            PluginDelegate.Report(null, $"destroy: {e.Message}");
        }
    }
}
