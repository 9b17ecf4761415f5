using WebNN.Interop.Natives;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Model;
using NativeGraph = WebNN.Interop.OnnxRuntime.OrtGraph;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>Calls every slot that the tables name: a wrong number crashes or answers nonsense.</summary>
public sealed unsafe class OrtApiTests
{
    private readonly OrtLibrary library = Native.Library();

    private OrtApi Api => library.Api;

    [Fact]
    public void The_library_tells_its_version_and_build()
    {
        Assert.Matches(@"^1\.\d+\.\d+", library.Version);
        Assert.Contains("git", OrtLibrary.Text(Api.GetBuildInfoString()), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("CPUExecutionProvider", library.Providers());
    }

    [Fact]
    public void A_status_becomes_an_exception_with_call_code_and_reason()
    {
        using var arena = new NativeArena();
        var status = Api.CreateStatus(OrtErrorCode.NoModel, arena.Text("no such model"));
        var error = Assert.Throws<OrtException>(() => library.Check(status));
        Assert.Equal((OrtErrorCode.NoModel, "no such model", "status"), (error.Code, error.Reason, error.Call));
        library.Check(null);
    }

    [Fact]
    public void A_session_from_bytes_that_are_no_model_is_refused()
    {
        using var options = SessionSettings.Create(library, new());
        using var arena = new NativeArena();
        var bytes = arena.Text("not a model");
        OrtSession* session;
        var status = Api.CreateSessionFromArray(library.Environment, bytes, 11, options.Pointer, &session);
        Assert.Equal(OrtErrorCode.InvalidProtobuf, Assert.Throws<OrtException>(() => library.Check(status)).Code);
    }

    [Fact]
    public void Environments_come_and_go()
    {
        using var arena = new NativeArena();
        OrtEnv* environment;
        library.Check(Api.CreateEnv(OrtLoggingLevel.Fatal, arena.Text("second"), &environment));
        Assert.True(environment is not null);
        Api.ReleaseEnv(environment);
    }

    [Fact]
    public void Session_options_take_every_setting()
    {
        using var arena = new NativeArena();
        OrtSessionOptions* options;
        library.Check(Api.CreateSessionOptions(&options));
        using var handle = new OrtSessionOptionsHandle(library, options);
        library.Check(Api.EnableProfiling(options, arena.PathText("unused")));
        library.Check(Api.SetOptimizedModelFilePath(options, arena.PathText("unused.onnx")));
        library.Check(Api.DisableMemPattern(options));
        library.Check(Api.EnableMemPattern(options));
        library.Check(Api.DisableCpuMemArena(options));
        library.Check(Api.EnableCpuMemArena(options));
        library.Check(Api.SetSessionGraphOptimizationLevel(options, OrtOptimizationLevel.Basic));
        library.Check(Api.SetIntraOpNumThreads(options, 2));
        library.Check(Api.SetInterOpNumThreads(options, 2));
        library.Check(Api.AddSessionConfigEntry(options, arena.Text("session.intra_op.allow_spinning"), arena.Text("0")));
        var status = Api.SetSessionGraphOptimizationLevel(options, (OrtOptimizationLevel)50);
        Assert.Equal(OrtErrorCode.InvalidArgument, Assert.Throws<OrtException>(() => library.Check(status)).Code);
    }

    [Fact]
    public void An_unknown_execution_provider_is_refused()
    {
        using var options = SessionSettings.Create(library, new());
        using var arena = new NativeArena();
        var error = Assert.Throws<OrtException>(() => library.Check(Api.SessionOptionsAppendExecutionProvider(options.Pointer, arena.Text("Abacus"), null, null, 0)));
        Assert.Contains("Abacus", error.Reason, StringComparison.Ordinal);
        Assert.Contains("SessionOptionsAppendExecutionProvider failed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_processor_is_among_the_devices()
    {
        OrtEpDevice** devices;
        nuint count;
        library.Check(Api.GetEpDevices(library.Environment, &devices, &count));
        var found = new List<(string, OrtHardwareDeviceType, string)>();
        for (nuint i = 0; i < count; i++)
        {
            var hardware = Api.EpDeviceHardware(devices[i]);
            found.Add((OrtLibrary.Text(Api.EpDeviceName(devices[i])), Api.HardwareDeviceType(hardware), OrtLibrary.Text(Api.HardwareDeviceVendor(hardware))));
        }

        Assert.Contains(found, device => device is ("CPUExecutionProvider", OrtHardwareDeviceType.Cpu, _));
    }

    [Fact]
    public void A_tensor_reads_the_memory_it_was_made_over()
    {
        using var memory = ModelEditor.CpuMemory(library);
        using var arena = new NativeArena();
        var data = arena.Allocate(24);
        OrtValue* value;
        library.Check(Api.CreateTensorWithDataAsOrtValue(memory.Pointer, data, 24, arena.Dimensions([2, 3]), 2, OrtElementType.Float, &value));
        using var handle = new OrtValueHandle(library, value);
        void* seen;
        library.Check(Api.GetTensorMutableData(value, &seen));
        Assert.True(seen == data);
    }

    [Fact]
    public void Parts_of_a_model_that_nothing_took_over_are_released()
    {
        using var arena = new NativeArena();
        OrtTensorTypeAndShapeInfo* tensor;
        library.Check(Api.CreateTensorTypeAndShapeInfo(&tensor));
        using var tensorHandle = new OrtTensorInfoHandle(library, tensor);
        library.Check(Api.SetTensorElementType(tensor, OrtElementType.Float));
        library.Check(Api.SetDimensions(tensor, arena.Dimensions([1]), 1));
        OrtTypeInfo* type;
        library.Check(library.Editor.CreateTensorTypeInfo(tensor, &type));
        using var typeHandle = new OrtTypeInfoHandle(library, type);
        OrtValueInfo* info;
        library.Check(library.Editor.CreateValueInfo(arena.Text("x"), type, &info));
        using var infoHandle = new OrtValueInfoHandle(library, info);
        OrtOpAttr* attribute;
        var one = 1L;
        library.Check(Api.CreateOpAttr(arena.Text("axis"), &one, 1, OrtAttributeType.Int, &attribute));
        using var attributeHandle = new OrtOpAttrHandle(library, attribute);
        OrtNode* node;
        library.Check(library.Editor.CreateNode(arena.Text("Relu"), arena.Text(""), arena.Text("n"), arena.Texts(["x"]), 1, arena.Texts(["y"]), 1, null, 0, &node));
        using var nodeHandle = new OrtNodeHandle(library, node);
        NativeGraph* graph;
        library.Check(library.Editor.CreateGraph(&graph));
        using var graphHandle = new OrtGraphHandle(library, graph);
        OrtModel* model;
        ReadOnlySpan<int> versions = [21];
        library.Check(library.Editor.CreateModel(arena.Texts([""]), arena.Copy(versions), 1, &model));
        using var modelHandle = new OrtModelHandle(library, model);
        Assert.All<OrtHandle>([infoHandle, attributeHandle, nodeHandle, graphHandle, modelHandle], handle => Assert.False(handle.IsInvalid));
    }

    [Fact]
    public void A_session_knows_its_inputs_and_outputs()
    {
        var g = new TestGraph(new() { AlwaysUsesSession = true });
        using var graph = (OnnxRuntime.OrtGraph)g.Build(g.Builder.Add(g.Input([1f], 1), g.Input([2f], 1)));
        nuint inputs, outputs;
        library.Check(Api.SessionGetInputCount(graph.Session.Pointer, &inputs));
        library.Check(Api.SessionGetOutputCount(graph.Session.Pointer, &outputs));
        Assert.Equal((2u, 1u), (inputs, outputs));
    }

    [Fact]
    public void A_run_that_fails_says_what_ONNX_Runtime_said()
    {
        var g = new TestGraph();
        using var graph = (OnnxRuntime.OrtGraph)g.Build(g.Builder.Neg(g.Input([1f], 1)));
        using var arena = new NativeArena();
        var names = arena.Texts(["nobody"]);
        OrtValue* value = null;
        var status = Api.Run(graph.Session.Pointer, null, names, &value, 1, names, 1, &value);
        Assert.Contains("nobody", Assert.Throws<OrtException>(() => library.Check(status)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_absent_is_named_with_the_remedy()
    {
        var error = Assert.Throws<NativeLibraryException>(() => new OrtContext(new() { LibraryPath = "/nowhere/libonnxruntime.so.1" }));
        Assert.StartsWith("ONNX Runtime: the path given names '/nowhere/libonnxruntime.so.1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_refused()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "no-library.so");
        File.WriteAllText(path, "plain text");
        var error = Assert.Throws<NativeLibraryException>(() => new OrtContext(new() { LibraryPath = path }));
        Assert.Contains("does not load", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_another_one_is_refused()
    {
        var tflite = NativeLibraryLocator.Locate(NativeLibraryInfo.TfLite).Path;
        var error = Assert.Throws<NativeLibraryException>(() => new OrtContext(new() { LibraryPath = tflite }));
        Assert.Contains("does not export OrtGetApiBase", error.Message, StringComparison.Ordinal);
    }
}
