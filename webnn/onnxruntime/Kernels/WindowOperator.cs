using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>
/// The kernels of webnn/kernels as an operator of ONNX Runtime: inputs are the image, and for a convolution, a sum, a product or an average of bytes the
/// packed filter or constants and, optional, what is added, or multiplied. There are two operators, of floats and of bytes, of which there is an instance per library and number of threads, and they
/// live as long as the process: sessions refer to them.
/// </summary>
internal static unsafe class WindowOperator
{
    public const string Domain = "webnn";
    public const string Name = "Window";

    /// <summary>The operator of bytes.</summary>
    public const string IntegerName = "IntegerWindow";

    public const string ShapeAttribute = "shape";
    public const string OperationAttribute = "operation";
    public const string RangeAttribute = "range";
    public const string OutputAttribute = "output";
    public const string SlopesAttribute = "slopes";
    public const string TargetAttribute = "target";

    /// <summary>Dimensions of an output.</summary>
    public const int MostDimensions = 8;

    private const int Inputs = 3;

    private static readonly Lock Gate = new();
    private static readonly HashSet<OrtLibrary> Announced = [];
    private static readonly Dictionary<(OrtLibrary Library, int Threads), nint> Domains = [];
    private static readonly NativeArena Arena = new();
    private static readonly byte* OutputText = Arena.Text(OutputAttribute);

    /// <param name="target">What the kernel is made for: the filter is packed for it.</param>
    /// <param name="output">The output's dimensions: the shape's own, or others for the same elements.</param>
    /// <param name="stages">The window; for an expanded convolution also the dense one before it.</param>
    public static ImmutableArray<OnnxAttribute> Attributes(
        WindowOperation operation, KernelTarget target, ImmutableArray<int> output, params ReadOnlySpan<WindowStage> stages)
    {
        var (shapes, slopes, ranges) = (new List<long>(), new List<long>(), new List<float>());
        foreach (var (shape, range) in stages)
        {
            shapes.AddRange(shape.ToIntegers());
            slopes.Add(range.HasSlopes ? 1 : 0);
            ranges.AddRange([range.Low, range.High]);
        }

        return
        [
            OnnxAttribute.Ints(OperationAttribute, (long)operation),
            OnnxAttribute.Ints(TargetAttribute, target.ToIntegers().AsSpan()),
            OnnxAttribute.Ints(OutputAttribute, output),
            OnnxAttribute.Ints(ShapeAttribute, [.. shapes]),
            OnnxAttribute.Ints(SlopesAttribute, [.. slopes]),
            OnnxAttribute.FloatList(RangeAttribute, [.. ranges]),
        ];
    }

    /// <summary>Makes the operator known to sessions with these options.</summary>
    /// <param name="threads">Of the sessions; 0: as many as there are processors.</param>
    public static void Register(OrtLibrary library, OrtSessionOptionsHandle options, int threads)
    {
        lock (Gate)
        {
            var key = (library, threads == 0 ? Environment.ProcessorCount : threads);
            if (!Domains.TryGetValue(key, out var domain))
            {
                domain = (nint)CreateDomain(library, key.Item2);
                Domains.Add(key, domain);
                Announce(library, (OrtCustomOpDomain*)domain);
            }

            library.Check(library.Api.AddCustomOpDomain(options.Pointer, (OrtCustomOpDomain*)domain));
        }
    }

    private static OrtCustomOpDomain* CreateDomain(OrtLibrary library, int threads)
    {
        OrtCustomOpDomain* domain;
        library.Check(library.Api.CreateCustomOpDomain(Arena.Text(Domain), &domain));
        foreach (var (name, element) in ((string, OrtElementType)[])[(Name, OrtElementType.Float), (IntegerName, OrtElementType.UInt8)])
        {
            var instance = Arena.Copy<Instance>(
                [new() { Operator = Describe(), Api = library.Api, Threads = threads, Name = Arena.Text(name), Element = element }]);
            library.Check(library.Api.CustomOpDomainAdd(domain, &instance->Operator));
        }

        return domain;
    }

    /// <summary>
    /// ONNX Runtime enters a domain that it meets for the first time into a table without a lock: two sessions made at the same time
    /// would get in each other's way. A session without nodes enters ours before there is any other.
    /// </summary>
    private static void Announce(OrtLibrary library, OrtCustomOpDomain* domain)
    {
        if (Announced.Add(library))
        {
            OrtSessionOptions* created;
            library.Check(library.Api.CreateSessionOptions(&created));
            using var options = new OrtSessionOptionsHandle(library, created);
            library.Check(library.Api.AddCustomOpDomain(created, domain));
            EmptyModel.CreateSession(library, options).Dispose();
        }
    }

    private static OrtCustomOp Describe() => new()
    {
        Version = OrtApi.ApiVersion,
        GetName = &GetName,
        GetExecutionProviderType = &GetProvider,
        GetInputType = &GetElementType,
        GetInputTypeCount = &GetInputCount,
        GetOutputType = &GetElementType,
        GetOutputTypeCount = &GetOutputCount,
        GetInputCharacteristic = &GetInputCharacteristic,
        GetOutputCharacteristic = &GetOutputCharacteristic,
        GetInputMemoryType = &GetMemoryType,
        GetVariadicInputMinArity = &GetOne,
        GetVariadicInputHomogeneity = &GetOne,
        GetVariadicOutputMinArity = &GetOne,
        GetVariadicOutputHomogeneity = &GetOne,
        GetStartVersion = &GetOne,
        GetEndVersion = &GetLastVersion,
        CreateKernelV2 = &WindowNode.Create,
        KernelComputeV2 = &WindowNode.Compute,
        KernelDestroy = &WindowNode.Destroy,
        InferOutputShape = &InferShape,
    };

    /// <summary>Threads of the sessions that an operator is registered with.</summary>
    internal static int Threads(OrtCustomOp* self) => ((Instance*)self)->Threads;

    [UnmanagedCallersOnly]
    private static byte* GetName(OrtCustomOp* self) => ((Instance*)self)->Name;

    [UnmanagedCallersOnly]
    private static byte* GetProvider(OrtCustomOp* self) => null;

    [UnmanagedCallersOnly]
    private static OrtElementType GetElementType(OrtCustomOp* self, nuint index) => ((Instance*)self)->Element;

    [UnmanagedCallersOnly]
    private static nuint GetInputCount(OrtCustomOp* self) => Inputs;

    [UnmanagedCallersOnly]
    private static nuint GetOutputCount(OrtCustomOp* self) => 1;

    [UnmanagedCallersOnly]
    private static OrtCustomOpCharacteristic GetInputCharacteristic(OrtCustomOp* self, nuint index) =>
        index == 0 ? OrtCustomOpCharacteristic.Required : OrtCustomOpCharacteristic.Optional;

    [UnmanagedCallersOnly]
    private static OrtCustomOpCharacteristic GetOutputCharacteristic(OrtCustomOp* self, nuint index) => OrtCustomOpCharacteristic.Required;

    [UnmanagedCallersOnly]
    private static OrtMemoryType GetMemoryType(OrtCustomOp* self, nuint index) => OrtMemoryType.Default;

    [UnmanagedCallersOnly]
    private static int GetOne(OrtCustomOp* self) => 1;

    [UnmanagedCallersOnly]
    private static int GetLastVersion(OrtCustomOp* self) => int.MaxValue;

    /// <summary>Without the output's shape the operators that follow could not be optimized.</summary>
    [UnmanagedCallersOnly]
    private static OrtStatus* InferShape(OrtCustomOp* self, OrtShapeInferContext* context)
    {
        var api = ((Instance*)self)->Api;
        var dimensions = stackalloc long[MostDimensions];
        OrtOpAttr* attribute;
        nuint bytes = 0;
        var status = api.ShapeInferContextGetAttribute(context, OutputText, &attribute);
        if (status is null)
        {
            status = api.ReadOpAttr(attribute, OrtAttributeType.Ints, dimensions, MostDimensions * sizeof(long), &bytes);
        }

        return status is not null ? status : SetOutput(api, context, ((Instance*)self)->Element, dimensions, bytes / sizeof(long));
    }

    private static OrtStatus* SetOutput(OrtApi api, OrtShapeInferContext* context, OrtElementType element, long* dimensions, nuint rank)
    {
        OrtTensorTypeAndShapeInfo* info;
        var status = api.CreateTensorTypeAndShapeInfo(&info);
        if (status is not null)
        {
            return status;
        }

        status = api.SetTensorElementType(info, element);
        status = status is not null ? status : api.SetDimensions(info, dimensions, rank);
        status = status is not null ? status : api.ShapeInferContextSetOutput(context, 0, info);
        api.ReleaseTensorTypeAndShapeInfo(info);
        return status;
    }

    /// <summary>What ONNX Runtime sees, and what is behind it for us.</summary>
    private struct Instance
    {
        public OrtCustomOp Operator;
        public OrtApi Api;
        public int Threads;
        public byte* Name;
        public OrtElementType Element;
    }
}
