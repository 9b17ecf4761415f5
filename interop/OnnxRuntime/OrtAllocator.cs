namespace WebNN.Interop.OnnxRuntime;

/// <summary>Memory that ONNX Runtime asks for and gives back (onnxruntime_c_api.h, struct OrtAllocator, as of API version 22).</summary>
public unsafe struct OrtAllocator
{
    /// <summary>The API version whose fields are there.</summary>
    public uint Version { get; init; }

    public delegate* unmanaged<OrtAllocator*, nuint, void*> Alloc { get; init; }
    public delegate* unmanaged<OrtAllocator*, void*, void> Free { get; init; }
    public delegate* unmanaged<OrtAllocator*, OrtMemoryInfo*> Info { get; init; }

    /// <summary>Null, for it is optional.</summary>
    public delegate* unmanaged<OrtAllocator*, nuint, void*> Reserve { get; init; }
}
