namespace WebNN.Interop.OnnxRuntime;

// The opaque types of onnxruntime_c_api.h: only ever behind a pointer.

public struct OrtStatus;

public struct OrtEnv;

public struct OrtSessionOptions;

public struct OrtSession;

public struct OrtRunOptions;

public struct OrtMemoryInfo;

public struct OrtValue;

public struct OrtTensorTypeAndShapeInfo;

public struct OrtTypeInfo;

public struct OrtValueInfo;

public struct OrtOpAttr;

public struct OrtNode;

public struct OrtGraph;

public struct OrtModel;

public struct OrtEpDevice;

public struct OrtHardwareDevice;

public struct OrtCustomOpDomain;

public struct OrtKernelInfo;

public struct OrtKernelContext;

public struct OrtShapeInferContext;

/// <summary>ONNXTensorElementDataType: the types of onnx.proto, by value.</summary>
public enum OrtElementType
{
    Undefined = 0,
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    String = 8,
    Bool = 9,
    Float16 = 10,
    Double = 11,
    UInt32 = 12,
    UInt64 = 13,
}

/// <summary>OrtErrorCode, by value.</summary>
public enum OrtErrorCode
{
    Ok = 0,
    Fail = 1,
    InvalidArgument = 2,
    NoSuchFile = 3,
    NoModel = 4,
    EngineError = 5,
    RuntimeException = 6,
    InvalidProtobuf = 7,
    ModelLoaded = 8,
    NotImplemented = 9,
    InvalidGraph = 10,
    ExecutionProviderFail = 11,
}

/// <summary>OrtLoggingLevel, by value.</summary>
public enum OrtLoggingLevel
{
    Verbose = 0,
    Info = 1,
    Warning = 2,
    Error = 3,
    Fatal = 4,
}

/// <summary>GraphOptimizationLevel, by value.</summary>
public enum OrtOptimizationLevel
{
    None = 0,
    Basic = 1,
    Extended = 2,

    /// <summary>Adds the layout optimizations, without which convolutions run 2.6 times slower.</summary>
    All = 99,
}

/// <summary>OrtOpAttrType, by value.</summary>
public enum OrtAttributeType
{
    Int = 1,
    Ints = 2,
    Float = 3,
    Floats = 4,
    String = 5,
    Strings = 6,
}

/// <summary>OrtAllocatorType, by value.</summary>
public enum OrtAllocatorType
{
    Device = 0,
    Arena = 1,
}

/// <summary>OrtMemType, by value.</summary>
public enum OrtMemoryType
{
    CpuInput = -2,
    CpuOutput = -1,
    Default = 0,
}

/// <summary>OrtHardwareDeviceType, by value.</summary>
public enum OrtHardwareDeviceType
{
    Cpu = 0,
    Gpu = 1,
    Npu = 2,
}
