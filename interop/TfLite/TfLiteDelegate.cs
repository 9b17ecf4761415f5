using System.Runtime.InteropServices;

namespace WebNN.Interop.TfLite;

/// <summary>TfLiteDelegateFlags.</summary>
[Flags]
public enum TfLiteDelegateFlags : long
{
    /// <summary>Static shapes only: TFLite undoes and redoes the delegation when an input is resized.</summary>
    None = 0,

    /// <summary>Tensors may change size; kernels are prepared anew then, and size their own outputs.</summary>
    AllowDynamicTensors = 1,

    /// <summary>With it TFLite prepares the nodes behind a kernel too, as long as it finds no dynamic tensor among them.</summary>
    RequirePropagatedShapes = 2,
}

/// <summary>
/// TfLiteDelegate in its newest layout (TFLite 2.11), then zeros: the runtime reads it through a pointer for as long as an interpreter uses
/// it, and a newer one may read further than this page knows.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteDelegate
{
    private const int ReservedBytes = 200;

    /// <summary>The delegate's own.</summary>
    public void* Data;
    public delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteDelegate*, TfLiteStatus> Prepare;
    public delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteDelegate*, int, TfLiteTensor*, TfLiteStatus> CopyFromBufferHandle;
    public delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteDelegate*, int, TfLiteTensor*, TfLiteStatus> CopyToBufferHandle;
    public delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteDelegate*, int*, void> FreeBufferHandle;
    public TfLiteDelegateFlags Flags;
    public void* OpaqueDelegateBuilder;

#pragma warning disable CS0169, IDE0051 // Never read: it is there to be zero.
    private fixed byte reserved[ReservedBytes];
#pragma warning restore CS0169, IDE0051
}

/// <summary>What a delegate kernel stands for; the runtime's own memory.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteDelegateParams
{
    public TfLiteDelegate* Delegate;
    public TfLiteIntArray* NodesToReplace;
    public TfLiteIntArray* InputTensors;
    public TfLiteIntArray* OutputTensors;
}
