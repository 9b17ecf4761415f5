namespace WebNN.Interop.OnnxRuntime;

/// <summary>
/// The function table that <c>OrtGetApiBase()->GetApi(22)</c> returns: an array of function pointers whose order is fixed for good
/// (onnxruntime_c_api.h, static_asserts in onnxruntime_c_api.cc). Only the slots in use are named; a test calls each of them.
/// </summary>
public readonly unsafe struct OrtApi(void** table)
{
    /// <summary>The API version whose slots are named here.</summary>
    public const uint ApiVersion = 22;

    public delegate* unmanaged<OrtErrorCode, byte*, OrtStatus*> CreateStatus => (delegate* unmanaged<OrtErrorCode, byte*, OrtStatus*>)table[0];

    public delegate* unmanaged<OrtStatus*, OrtErrorCode> GetErrorCode => (delegate* unmanaged<OrtStatus*, OrtErrorCode>)table[1];

    public delegate* unmanaged<OrtStatus*, byte*> GetErrorMessage => (delegate* unmanaged<OrtStatus*, byte*>)table[2];

    public delegate* unmanaged<OrtLoggingLevel, byte*, OrtEnv**, OrtStatus*> CreateEnv =>
        (delegate* unmanaged<OrtLoggingLevel, byte*, OrtEnv**, OrtStatus*>)table[3];

    public delegate* unmanaged<OrtEnv*, void*, nuint, OrtSessionOptions*, OrtSession**, OrtStatus*> CreateSessionFromArray =>
        (delegate* unmanaged<OrtEnv*, void*, nuint, OrtSessionOptions*, OrtSession**, OrtStatus*>)table[8];

    /// <summary>session, run options, input names, inputs, their count, output names, their count, outputs.</summary>
    public delegate* unmanaged<OrtSession*, OrtRunOptions*, byte**, OrtValue**, nuint, byte**, nuint, OrtValue**, OrtStatus*> Run =>
        (delegate* unmanaged<OrtSession*, OrtRunOptions*, byte**, OrtValue**, nuint, byte**, nuint, OrtValue**, OrtStatus*>)table[9];

    public delegate* unmanaged<OrtSessionOptions**, OrtStatus*> CreateSessionOptions => (delegate* unmanaged<OrtSessionOptions**, OrtStatus*>)table[10];

    /// <summary>The path is UTF-8, or UTF-16 on Windows.</summary>
    public delegate* unmanaged<OrtSessionOptions*, void*, OrtStatus*> SetOptimizedModelFilePath =>
        (delegate* unmanaged<OrtSessionOptions*, void*, OrtStatus*>)table[11];

    /// <summary>The file's prefix is UTF-8, or UTF-16 on Windows.</summary>
    public delegate* unmanaged<OrtSessionOptions*, void*, OrtStatus*> EnableProfiling => (delegate* unmanaged<OrtSessionOptions*, void*, OrtStatus*>)table[14];

    public delegate* unmanaged<OrtSessionOptions*, OrtStatus*> EnableMemPattern => (delegate* unmanaged<OrtSessionOptions*, OrtStatus*>)table[16];

    public delegate* unmanaged<OrtSessionOptions*, OrtStatus*> DisableMemPattern => (delegate* unmanaged<OrtSessionOptions*, OrtStatus*>)table[17];

    public delegate* unmanaged<OrtSessionOptions*, OrtStatus*> EnableCpuMemArena => (delegate* unmanaged<OrtSessionOptions*, OrtStatus*>)table[18];

    public delegate* unmanaged<OrtSessionOptions*, OrtStatus*> DisableCpuMemArena => (delegate* unmanaged<OrtSessionOptions*, OrtStatus*>)table[19];

    public delegate* unmanaged<OrtSessionOptions*, OrtOptimizationLevel, OrtStatus*> SetSessionGraphOptimizationLevel =>
        (delegate* unmanaged<OrtSessionOptions*, OrtOptimizationLevel, OrtStatus*>)table[23];

    public delegate* unmanaged<OrtSessionOptions*, int, OrtStatus*> SetIntraOpNumThreads => (delegate* unmanaged<OrtSessionOptions*, int, OrtStatus*>)table[24];

    public delegate* unmanaged<OrtSessionOptions*, int, OrtStatus*> SetInterOpNumThreads => (delegate* unmanaged<OrtSessionOptions*, int, OrtStatus*>)table[25];

    public delegate* unmanaged<byte*, OrtCustomOpDomain**, OrtStatus*> CreateCustomOpDomain => (delegate* unmanaged<byte*, OrtCustomOpDomain**, OrtStatus*>)table[26];

    /// <summary>Neither the domain nor the session options take the operator over: it has to outlive them.</summary>
    public delegate* unmanaged<OrtCustomOpDomain*, OrtCustomOp*, OrtStatus*> CustomOpDomainAdd =>
        (delegate* unmanaged<OrtCustomOpDomain*, OrtCustomOp*, OrtStatus*>)table[27];

    /// <summary>The domain has to outlive the sessions.</summary>
    public delegate* unmanaged<OrtSessionOptions*, OrtCustomOpDomain*, OrtStatus*> AddCustomOpDomain =>
        (delegate* unmanaged<OrtSessionOptions*, OrtCustomOpDomain*, OrtStatus*>)table[28];

    public delegate* unmanaged<OrtSession*, nuint*, OrtStatus*> SessionGetInputCount => (delegate* unmanaged<OrtSession*, nuint*, OrtStatus*>)table[30];

    public delegate* unmanaged<OrtSession*, nuint*, OrtStatus*> SessionGetOutputCount => (delegate* unmanaged<OrtSession*, nuint*, OrtStatus*>)table[31];

    /// <summary>memory info, data, bytes, shape, rank, type, value.</summary>
    public delegate* unmanaged<OrtMemoryInfo*, void*, nuint, long*, nuint, OrtElementType, OrtValue**, OrtStatus*> CreateTensorWithDataAsOrtValue =>
        (delegate* unmanaged<OrtMemoryInfo*, void*, nuint, long*, nuint, OrtElementType, OrtValue**, OrtStatus*>)table[49];

    public delegate* unmanaged<OrtValue*, void**, OrtStatus*> GetTensorMutableData => (delegate* unmanaged<OrtValue*, void**, OrtStatus*>)table[51];

    public delegate* unmanaged<OrtTensorTypeAndShapeInfo**, OrtStatus*> CreateTensorTypeAndShapeInfo =>
        (delegate* unmanaged<OrtTensorTypeAndShapeInfo**, OrtStatus*>)table[57];

    public delegate* unmanaged<OrtTensorTypeAndShapeInfo*, OrtElementType, OrtStatus*> SetTensorElementType =>
        (delegate* unmanaged<OrtTensorTypeAndShapeInfo*, OrtElementType, OrtStatus*>)table[58];

    public delegate* unmanaged<OrtTensorTypeAndShapeInfo*, long*, nuint, OrtStatus*> SetDimensions =>
        (delegate* unmanaged<OrtTensorTypeAndShapeInfo*, long*, nuint, OrtStatus*>)table[59];

    public delegate* unmanaged<OrtAllocatorType, OrtMemoryType, OrtMemoryInfo**, OrtStatus*> CreateCpuMemoryInfo =>
        (delegate* unmanaged<OrtAllocatorType, OrtMemoryType, OrtMemoryInfo**, OrtStatus*>)table[69];

    /// <summary>context, index, value; the value is null where an optional input is absent.</summary>
    public delegate* unmanaged<OrtKernelContext*, nuint, OrtValue**, OrtStatus*> KernelContextGetInput =>
        (delegate* unmanaged<OrtKernelContext*, nuint, OrtValue**, OrtStatus*>)table[90];

    /// <summary>context, index, shape, rank, value.</summary>
    public delegate* unmanaged<OrtKernelContext*, nuint, long*, nuint, OrtValue**, OrtStatus*> KernelContextGetOutput =>
        (delegate* unmanaged<OrtKernelContext*, nuint, long*, nuint, OrtValue**, OrtStatus*>)table[91];

    public delegate* unmanaged<OrtEnv*, void> ReleaseEnv => (delegate* unmanaged<OrtEnv*, void>)table[92];

    public delegate* unmanaged<OrtStatus*, void> ReleaseStatus => (delegate* unmanaged<OrtStatus*, void>)table[93];

    public delegate* unmanaged<OrtMemoryInfo*, void> ReleaseMemoryInfo => (delegate* unmanaged<OrtMemoryInfo*, void>)table[94];

    public delegate* unmanaged<OrtSession*, void> ReleaseSession => (delegate* unmanaged<OrtSession*, void>)table[95];

    public delegate* unmanaged<OrtValue*, void> ReleaseValue => (delegate* unmanaged<OrtValue*, void>)table[96];

    public delegate* unmanaged<OrtTypeInfo*, void> ReleaseTypeInfo => (delegate* unmanaged<OrtTypeInfo*, void>)table[98];

    public delegate* unmanaged<OrtTensorTypeAndShapeInfo*, void> ReleaseTensorTypeAndShapeInfo =>
        (delegate* unmanaged<OrtTensorTypeAndShapeInfo*, void>)table[99];

    public delegate* unmanaged<OrtSessionOptions*, void> ReleaseSessionOptions => (delegate* unmanaged<OrtSessionOptions*, void>)table[100];

    public delegate* unmanaged<byte***, int*, OrtStatus*> GetAvailableProviders => (delegate* unmanaged<byte***, int*, OrtStatus*>)table[125];

    public delegate* unmanaged<byte**, int, OrtStatus*> ReleaseAvailableProviders => (delegate* unmanaged<byte**, int, OrtStatus*>)table[126];

    public delegate* unmanaged<OrtSessionOptions*, byte*, byte*, OrtStatus*> AddSessionConfigEntry =>
        (delegate* unmanaged<OrtSessionOptions*, byte*, byte*, OrtStatus*>)table[130];

    /// <summary>info, name, elements, their count: in the room for them, out what there are.</summary>
    public delegate* unmanaged<OrtKernelInfo*, byte*, float*, nuint*, OrtStatus*> KernelInfoGetFloats =>
        (delegate* unmanaged<OrtKernelInfo*, byte*, float*, nuint*, OrtStatus*>)table[162];

    /// <summary>info, name, elements, their count: in the room for them, out what there are.</summary>
    public delegate* unmanaged<OrtKernelInfo*, byte*, long*, nuint*, OrtStatus*> KernelInfoGetIntegers =>
        (delegate* unmanaged<OrtKernelInfo*, byte*, long*, nuint*, OrtStatus*>)table[163];

    /// <summary>name, data, length (elements, or bytes of a string), type, attribute.</summary>
    public delegate* unmanaged<byte*, void*, int, OrtAttributeType, OrtOpAttr**, OrtStatus*> CreateOpAttr =>
        (delegate* unmanaged<byte*, void*, int, OrtAttributeType, OrtOpAttr**, OrtStatus*>)table[211];

    public delegate* unmanaged<OrtOpAttr*, void> ReleaseOpAttr => (delegate* unmanaged<OrtOpAttr*, void>)table[212];

    public delegate* unmanaged<OrtSessionOptions*, byte*, byte**, byte**, nuint, OrtStatus*> SessionOptionsAppendExecutionProvider =>
        (delegate* unmanaged<OrtSessionOptions*, byte*, byte**, byte**, nuint, OrtStatus*>)table[216];

    public delegate* unmanaged<byte*> GetBuildInfoString => (delegate* unmanaged<byte*>)table[254];

    public delegate* unmanaged<OrtShapeInferContext*, byte*, OrtOpAttr**, OrtStatus*> ShapeInferContextGetAttribute =>
        (delegate* unmanaged<OrtShapeInferContext*, byte*, OrtOpAttr**, OrtStatus*>)table[269];

    public delegate* unmanaged<OrtShapeInferContext*, nuint, OrtTensorTypeAndShapeInfo*, OrtStatus*> ShapeInferContextSetOutput =>
        (delegate* unmanaged<OrtShapeInferContext*, nuint, OrtTensorTypeAndShapeInfo*, OrtStatus*>)table[270];

    /// <summary>attribute, type, data, room in bytes, bytes there are.</summary>
    public delegate* unmanaged<OrtOpAttr*, OrtAttributeType, void*, nuint, nuint*, OrtStatus*> ReadOpAttr =>
        (delegate* unmanaged<OrtOpAttr*, OrtAttributeType, void*, nuint, nuint*, OrtStatus*>)table[272];

    /// <summary>context, function of the user data and an index, how many indices, batches (0: one per index), user data. Returns when all have run.</summary>
    public delegate* unmanaged<OrtKernelContext*, delegate* unmanaged<void*, nuint, void>, nuint, nuint, void*, OrtStatus*> KernelContextParallelFor =>
        (delegate* unmanaged<OrtKernelContext*, delegate* unmanaged<void*, nuint, void>, nuint, nuint, void*, OrtStatus*>)table[274];

    public delegate* unmanaged<OrtValueInfo*, void> ReleaseValueInfo => (delegate* unmanaged<OrtValueInfo*, void>)table[285];

    public delegate* unmanaged<OrtNode*, void> ReleaseNode => (delegate* unmanaged<OrtNode*, void>)table[286];

    public delegate* unmanaged<OrtGraph*, void> ReleaseGraph => (delegate* unmanaged<OrtGraph*, void>)table[287];

    public delegate* unmanaged<OrtModel*, void> ReleaseModel => (delegate* unmanaged<OrtModel*, void>)table[288];

    /// <summary>Null where the library was built without it.</summary>
    public delegate* unmanaged<void**> GetModelEditorApi => (delegate* unmanaged<void**>)table[291];

    /// <summary>The allocator that frees the data, data, bytes, shape, rank, type, value.</summary>
    public delegate* unmanaged<OrtAllocator*, void*, nuint, long*, nuint, OrtElementType, OrtValue**, OrtStatus*> CreateTensorWithDataAndDeleterAsOrtValue =>
        (delegate* unmanaged<OrtAllocator*, void*, nuint, long*, nuint, OrtElementType, OrtValue**, OrtStatus*>)table[292];

    public delegate* unmanaged<OrtEnv*, OrtEpDevice***, nuint*, OrtStatus*> GetEpDevices => (delegate* unmanaged<OrtEnv*, OrtEpDevice***, nuint*, OrtStatus*>)table[303];

    public delegate* unmanaged<OrtHardwareDevice*, OrtHardwareDeviceType> HardwareDeviceType =>
        (delegate* unmanaged<OrtHardwareDevice*, OrtHardwareDeviceType>)table[307];

    public delegate* unmanaged<OrtHardwareDevice*, byte*> HardwareDeviceVendor => (delegate* unmanaged<OrtHardwareDevice*, byte*>)table[309];

    public delegate* unmanaged<OrtEpDevice*, byte*> EpDeviceName => (delegate* unmanaged<OrtEpDevice*, byte*>)table[312];

    public delegate* unmanaged<OrtEpDevice*, OrtHardwareDevice*> EpDeviceHardware => (delegate* unmanaged<OrtEpDevice*, OrtHardwareDevice*>)table[316];
}
