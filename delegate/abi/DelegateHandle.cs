using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Abi;

/// <summary>
/// The TfLiteDelegate struct of a <see cref="DelegateBorder"/>, which it owns. Every interpreter adds a reference: disposed before its
/// interpreters, it is released with the last of them.
/// </summary>
public sealed unsafe class DelegateHandle : TfLiteDelegateHandle
{
    private readonly DelegateBorder border;
    private GCHandle self;

    public DelegateHandle(DelegateBorder border)
    {
        ArgumentNullException.ThrowIfNull(border);
        this.border = border;
        self = GCHandle.Alloc(border);
        var target = (TfLiteDelegate*)NativeMemory.AllocZeroed((nuint)sizeof(TfLiteDelegate));
        DelegateCallbacks.Fill(target, self);
        SetHandle((nint)target);
    }

    protected override bool ReleaseHandle()
    {
        border.Dispose();
        self.Free();
        NativeMemory.Free((void*)handle);
        return true;
    }
}
