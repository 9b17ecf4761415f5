using System.Runtime.InteropServices;

namespace WebNN.Interop.TfLite;

/// <summary>TfLiteNode as of TFLite 2.9; older runtimes end before <see cref="MightHaveSideEffect"/> (2.6), so it is never read here.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteNode
{
    public TfLiteIntArray* Inputs;
    public TfLiteIntArray* Outputs;
    public TfLiteIntArray* Intermediates;
    public TfLiteIntArray* Temporaries;
    public void* UserData;

    /// <summary>The builtin's parameters; a <see cref="TfLiteDelegateParams"/> for a delegate kernel.</summary>
    public void* BuiltinData;
    public void* CustomInitialData;
    public int CustomInitialDataSize;
    public TfLiteDelegate* Delegate;
    public byte MightHaveSideEffect;
}

/// <summary>
/// TfLiteRegistration in its newest layout, then zeros. <c>ReplaceNodeSubsetsWithDelegateKernels</c> takes it by value: a runtime newer than
/// this page reads past the fields it was compiled with, and must find nulls there. On the 64-bit ABIs the longer struct is harmless to an
/// older runtime: it is passed by hidden pointer, or is the only stack argument.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteRegistration
{
    private const int ReservedBytes = 128;

    public delegate* unmanaged[Cdecl]<TfLiteContext*, byte*, nuint, void*> Init;
    public delegate* unmanaged[Cdecl]<TfLiteContext*, void*, void> Free;
    public delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteNode*, TfLiteStatus> Prepare;
    public delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteNode*, TfLiteStatus> Invoke;
    public delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteNode*, byte*> ProfilingString;
    public int BuiltinCode;
    public byte* CustomName;
    public int Version;

    /// <summary>TFLite 2.10.</summary>
    public void* RegistrationExternal;

    /// <summary>TFLite 2.13.</summary>
    public void* AsyncKernel;

    /// <summary>TFLite 2.14.</summary>
    public ulong InplaceOperator;

#pragma warning disable CS0169, IDE0051 // Never read: it is there to be zero.
    private fixed byte reserved[ReservedBytes];
#pragma warning restore CS0169, IDE0051
}
