using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Plugin;

/// <summary>The last resort of create: hosts take null for a reason to end, so they get a delegate that does nothing.</summary>
internal static unsafe class InertDelegate
{
    public static TfLiteDelegate* Create(delegate* unmanaged[Cdecl]<byte*, void> reportError, string problem)
    {
        // Never freed: there may not be a second one, and a host might still hold it.
        var target = (TfLiteDelegate*)NativeMemory.AllocZeroed((nuint)sizeof(TfLiteDelegate));
        target->Prepare = &Prepare;
        PluginDelegate.Report(reportError, problem);
        return target;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static TfLiteStatus Prepare(TfLiteContext* context, TfLiteDelegate* self) => TfLiteStatus.Ok;
}
