using System.Runtime.InteropServices;

namespace WebNN.Interop.TfLite;

/// <summary>TFLITE_XNNPACK_DELEGATE_FLAG_*: which quantized operators XNNPACK takes.</summary>
[Flags]
public enum TfLiteXnnpackDelegateFlags
{
    None = 0,

    /// <summary>int8.</summary>
    Qs8 = 1,

    /// <summary>uint8.</summary>
    Qu8 = 2,
}

/// <summary>
/// TfLiteXNNPackDelegateOptions of TFLite 2.9, then zeros. The struct is not append-only: newer runtimes have other fields where
/// <see cref="Flags"/> is, so set only <see cref="NumThreads"/> for a runtime that is not 2.9.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteXnnpackDelegateOptions
{
    private const int ReservedBytes = 248;

    public int NumThreads;
    public TfLiteXnnpackDelegateFlags Flags;

#pragma warning disable CS0169, IDE0051 // Never read: it is there to be zero.
    private fixed byte reserved[ReservedBytes];
#pragma warning restore CS0169, IDE0051
}
