using System.Runtime.InteropServices;

namespace WebNN.Interop.TfLite;

/// <summary>TfLiteAllocationType. A newer runtime may send values that are not listed.</summary>
public enum TfLiteAllocationType
{
    None = 0,

    /// <summary>Read-only, over the model's bytes: a constant.</summary>
    MmapRo = 1,
    ArenaRw = 2,
    ArenaRwPersistent = 3,

    /// <summary>Allocated during invoke: its shape is not known before.</summary>
    Dynamic = 4,

    /// <summary>Written during prepare, constant from then on.</summary>
    PersistentRo = 5,
    Custom = 6,
    VariantObject = 7,
    NonCpu = 8,
}

/// <summary>TfLiteQuantizationType. A newer runtime may send values that are not listed.</summary>
public enum TfLiteQuantizationType
{
    None = 0,
    Affine = 1,
    Blockwise = 2,
    MultiAxis = 3,
}

/// <summary>TfLiteQuantizationParams: the legacy, per-tensor form. A scale of 0: none.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TfLiteQuantizationParams
{
    public float Scale;
    public int ZeroPoint;
}

[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteQuantization
{
    public TfLiteQuantizationType Type;

    /// <summary>A <see cref="TfLiteAffineQuantization"/> where <see cref="Type"/> is Affine.</summary>
    public void* Params;
}

[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteAffineQuantization
{
    public TfLiteFloatArray* Scale;
    public TfLiteIntArray* ZeroPoint;
    public int QuantizedDimension;
}

[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteDimensionMetadata
{
    /// <summary>0: dense, 1: compressed sparse rows.</summary>
    public int Format;
    public int DenseSize;
    public TfLiteIntArray* ArraySegments;
    public TfLiteIntArray* ArrayIndices;
}

[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteSparsity
{
    public TfLiteIntArray* TraversalOrder;
    public TfLiteIntArray* BlockMap;
    public TfLiteDimensionMetadata* DimMetadata;
    public int DimMetadataSize;
}

/// <summary>TfLiteTensor, unchanged since TFLite 2.2.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteTensor
{
    public TfLiteType Type;
    public void* Data;
    public TfLiteIntArray* Dims;
    public TfLiteQuantizationParams Params;
    public TfLiteAllocationType AllocationType;
    public nuint Bytes;
    public void* Allocation;
    public byte* Name;
    public TfLiteDelegate* Delegate;
    public int BufferHandle;
    public byte DataIsStale;
    public byte IsVariable;
    public TfLiteQuantization Quantization;
    public TfLiteSparsity* Sparsity;
    public TfLiteIntArray* DimsSignature;
}
