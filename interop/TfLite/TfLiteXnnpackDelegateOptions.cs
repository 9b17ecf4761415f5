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
/// TfLiteXNNPackDelegateOptions of TFLite 2.9, then room for what newer ones have. The struct is not append-only: they have other fields where
/// <see cref="Flags"/> is (<see cref="XnnpackOptions"/>).
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteXnnpackDelegateOptions
{
    private const int ReservedBytes = 248;

    public int NumThreads;
    public TfLiteXnnpackDelegateFlags Flags;

#pragma warning disable CS0169, IDE0051 // Never read here: the library fills and reads it.
    private fixed byte reserved[ReservedBytes];
#pragma warning restore CS0169, IDE0051
}
