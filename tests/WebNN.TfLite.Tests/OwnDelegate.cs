using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Abi;

namespace WebNN.TfLite.Tests;

/// <summary>A delegate whose inside a test can see.</summary>
internal sealed class OwnDelegate(DelegateBorder border, TfLiteDelegateFlags flags = TfLiteDelegateFlags.AllowDynamicTensors) : ITfLiteDelegate
{
    private readonly DelegateHandle handle = new(border);

    public string Name => "own";

    bool ITfLiteDelegate.PerInterpreter => false;

    public void Dispose() => handle.Dispose();

    TfLiteDelegateHandle ITfLiteDelegate.Open(TfLiteLibrary library, bool isBeforeXnnpack)
    {
        Marshal.WriteInt64(handle.DangerousGetHandle(), (int)Marshal.OffsetOf<TfLiteDelegate>(nameof(TfLiteDelegate.Flags)), (long)flags);
        return handle;
    }
}
