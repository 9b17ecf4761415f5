using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;

namespace WebNN.Interop.Tests.OnnxRuntime;

/// <summary>Our numbers of slots, fields and enumerators against what a C compiler makes of the header in ONNX Runtime's package.</summary>
public sealed class FunctionTableTests
{
    /// <summary>A table whose slots hold their own numbers, which our properties then answer with.</summary>
    private static readonly nint[] table = Numbered();

    /// <summary>The names that are others in C.</summary>
    private static readonly Dictionary<string, string> inC = new()
    {
        ["CustomOpDomainAdd"] = "CustomOpDomain_Add",
        ["KernelContextGetInput"] = "KernelContext_GetInput",
        ["KernelContextGetOutput"] = "KernelContext_GetOutput",
        ["KernelContextParallelFor"] = "KernelContext_ParallelFor",
        ["KernelInfoGetFloats"] = "KernelInfoGetAttributeArray_float",
        ["KernelInfoGetIntegers"] = "KernelInfoGetAttributeArray_int64",
        ["ShapeInferContextGetAttribute"] = "ShapeInferContext_GetAttribute",
        ["ShapeInferContextSetOutput"] = "ShapeInferContext_SetOutputTypeShape",
        ["HardwareDeviceType"] = "HardwareDevice_Type",
        ["HardwareDeviceVendor"] = "HardwareDevice_Vendor",
        ["EpDeviceName"] = "EpDevice_EpName",
        ["EpDeviceHardware"] = "EpDevice_Device",
        ["InferOutputShape"] = "InferOutputShapeFn",
    };

    [Fact]
    public async Task Every_function_is_in_the_slot_that_the_header_gives_it() => await Check("OrtApi", Functions(Api()));

    [Fact]
    public async Task Every_function_of_the_model_editor_is_in_the_slot_that_the_header_gives_it() =>
        await Check("OrtModelEditorApi", Functions(ModelEditorApi()));

    [Fact]
    public async Task An_operator_s_callbacks_are_where_the_header_has_them()
    {
        // The struct has no padding but behind its version, so a callback's slot is its place among the properties.
        var callbacks = typeof(OrtCustomOp).GetProperties().Skip(1).Select((property, index) => (property.Name, (long)index + 1)).ToArray();
        Assert.Equal("Version", typeof(OrtCustomOp).GetProperties()[0].Name);
        Assert.Equal((callbacks.Length + 1) * nint.Size, Marshal.SizeOf<OrtCustomOp>());
        await Check("OrtCustomOp", callbacks);
    }

    [Fact]
    public async Task An_allocator_is_laid_out_as_in_the_header()
    {
        var callbacks = typeof(OrtAllocator).GetProperties().Skip(1).Select((property, index) => (property.Name, (long)index + 1)).ToArray();
        Assert.Equal("Version", typeof(OrtAllocator).GetProperties()[0].Name);
        Assert.Equal((callbacks.Length + 1) * nint.Size, Marshal.SizeOf<OrtAllocator>());
        await Check("OrtAllocator", callbacks);
    }

    [Fact]
    public async Task Enumerators_have_the_header_s_values()
    {
        Dictionary<string, long> expected = new()
        {
            ["ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT"] = (long)OrtElementType.Float,
            ["ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8"] = (long)OrtElementType.UInt8,
            ["ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8"] = (long)OrtElementType.Int8,
            ["ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32"] = (long)OrtElementType.Int32,
            ["ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64"] = (long)OrtElementType.Int64,
            ["ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL"] = (long)OrtElementType.Bool,
            ["ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16"] = (long)OrtElementType.Float16,
            ["ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32"] = (long)OrtElementType.UInt32,
            ["ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64"] = (long)OrtElementType.UInt64,
            ["ORT_NOT_IMPLEMENTED"] = (long)OrtErrorCode.NotImplemented,
            ["ORT_INVALID_GRAPH"] = (long)OrtErrorCode.InvalidGraph,
            ["ORT_EP_FAIL"] = (long)OrtErrorCode.ExecutionProviderFail,
            ["ORT_LOGGING_LEVEL_FATAL"] = (long)OrtLoggingLevel.Fatal,
            ["ORT_ENABLE_EXTENDED"] = (long)OrtOptimizationLevel.Extended,
            ["ORT_ENABLE_ALL"] = (long)OrtOptimizationLevel.All,
            ["ORT_OP_ATTR_INT"] = (long)OrtAttributeType.Int,
            ["ORT_OP_ATTR_STRINGS"] = (long)OrtAttributeType.Strings,
            ["OrtDeviceAllocator"] = (long)OrtAllocatorType.Device,
            ["OrtArenaAllocator"] = (long)OrtAllocatorType.Arena,
            ["OrtMemTypeCPUInput"] = (long)OrtMemoryType.CpuInput,
            ["OrtMemTypeDefault"] = (long)OrtMemoryType.Default,
            ["OrtHardwareDeviceType_GPU"] = (long)OrtHardwareDeviceType.Gpu,
            ["OrtHardwareDeviceType_NPU"] = (long)OrtHardwareDeviceType.Npu,
            ["INPUT_OUTPUT_VARIADIC"] = (long)OrtCustomOpCharacteristic.Variadic,
        };

        Assert.Equal(expected, await Compile(expected.Keys));
    }

    private static nint[] Numbered()
    {
        var numbers = GC.AllocateUninitializedArray<nint>(512, pinned: true);
        for (var slot = 0; slot < numbers.Length; slot++)
        {
            numbers[slot] = slot;
        }

        return numbers;
    }

    private static unsafe OrtApi Api() => new OrtApi((void**)Marshal.UnsafeAddrOfPinnedArrayElement(table, 0));

    private static unsafe OrtModelEditorApi ModelEditorApi() => new OrtModelEditorApi((void**)Marshal.UnsafeAddrOfPinnedArrayElement(table, 0));

    private static (string Name, long Slot)[] Functions<T>(T api)
        where T : struct =>
        [.. typeof(T).GetProperties().Select(property => (property.Name, (long)(nint)property.GetValue(api)!))];

    private static async Task Check(string type, IReadOnlyCollection<(string Name, long Slot)> ours)
    {
        var expected = ours.ToDictionary(function => $"offsetof({type}, {inC.GetValueOrDefault(function.Name, function.Name)}) / sizeof(void*)", function => function.Slot);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await Compile(expected.Keys));
    }

    private static Task<Dictionary<string, long>> Compile(IReadOnlyCollection<string> expressions) =>
        CLayouts.Compile(CLayouts.RequireHeaders("", CLayouts.OnnxRuntimeHeader), CLayouts.OnnxRuntimeHeader, expressions);
}
