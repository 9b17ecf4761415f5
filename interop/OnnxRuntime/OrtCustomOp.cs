namespace WebNN.Interop.OnnxRuntime;

/// <summary>An operator that is not ONNX Runtime's own (onnxruntime_c_api.h, struct OrtCustomOp, as of API version 18).</summary>
public unsafe struct OrtCustomOp
{
    /// <summary>The API version whose fields are there.</summary>
    public uint Version { get; init; }

    public delegate* unmanaged<OrtCustomOp*, void**, OrtKernelInfo*, void*> CreateKernel { get; init; }
    public delegate* unmanaged<OrtCustomOp*, byte*> GetName { get; init; }

    /// <summary>The answer null means the CPU.</summary>
    public delegate* unmanaged<OrtCustomOp*, byte*> GetExecutionProviderType { get; init; }

    public delegate* unmanaged<OrtCustomOp*, nuint, OrtElementType> GetInputType { get; init; }
    public delegate* unmanaged<OrtCustomOp*, nuint> GetInputTypeCount { get; init; }
    public delegate* unmanaged<OrtCustomOp*, nuint, OrtElementType> GetOutputType { get; init; }
    public delegate* unmanaged<OrtCustomOp*, nuint> GetOutputTypeCount { get; init; }
    public delegate* unmanaged<void*, OrtKernelContext*, void> KernelCompute { get; init; }
    public delegate* unmanaged<void*, void> KernelDestroy { get; init; }
    public delegate* unmanaged<OrtCustomOp*, nuint, OrtCustomOpCharacteristic> GetInputCharacteristic { get; init; }
    public delegate* unmanaged<OrtCustomOp*, nuint, OrtCustomOpCharacteristic> GetOutputCharacteristic { get; init; }
    public delegate* unmanaged<OrtCustomOp*, nuint, OrtMemoryType> GetInputMemoryType { get; init; }
    public delegate* unmanaged<OrtCustomOp*, int> GetVariadicInputMinArity { get; init; }
    public delegate* unmanaged<OrtCustomOp*, int> GetVariadicInputHomogeneity { get; init; }
    public delegate* unmanaged<OrtCustomOp*, int> GetVariadicOutputMinArity { get; init; }
    public delegate* unmanaged<OrtCustomOp*, int> GetVariadicOutputHomogeneity { get; init; }

    /// <summary>Called instead of <see cref="CreateKernel"/> where it is not null: the same, with a status.</summary>
    public delegate* unmanaged<OrtCustomOp*, void**, OrtKernelInfo*, void**, OrtStatus*> CreateKernelV2 { get; init; }

    /// <summary>Called instead of <see cref="KernelCompute"/> where it is not null: the same, with a status.</summary>
    public delegate* unmanaged<void*, OrtKernelContext*, OrtStatus*> KernelComputeV2 { get; init; }

    public delegate* unmanaged<OrtCustomOp*, OrtShapeInferContext*, OrtStatus*> InferOutputShape { get; init; }
    public delegate* unmanaged<OrtCustomOp*, int> GetStartVersion { get; init; }
    public delegate* unmanaged<OrtCustomOp*, int> GetEndVersion { get; init; }

    /// <summary>Null, as the three that follow: no output lies in the memory of an input.</summary>
    public delegate* unmanaged<int**, int**, nuint> GetMayInplace { get; init; }

    public delegate* unmanaged<int*, int*, void> ReleaseMayInplace { get; init; }
    public delegate* unmanaged<int**, int**, nuint> GetAliasMap { get; init; }
    public delegate* unmanaged<int*, int*, void> ReleaseAliasMap { get; init; }
}

/// <summary>OrtCustomOpInputOutputCharacteristic, by value.</summary>
public enum OrtCustomOpCharacteristic
{
    Required = 0,
    Optional = 1,
    Variadic = 2,
}
