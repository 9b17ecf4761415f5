using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;
using OrtGraph = WebNN.OnnxRuntime.OrtGraph;

namespace WebNN.Micro;

/// <summary>
/// What <see cref="MLGraph.Compute"/> costs beside ONNX Runtime's own Run on the same session, values and names. The graph is one
/// addition of four elements, so that little but the calls is left. Held to 1.5 µs and 0 B.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(InProcess))]
public unsafe class ComputeOverhead : IDisposable
{
    private readonly MLBuffer[] inputs = [Buffer(), Buffer()];
    private readonly MLBuffer[] outputs = [Buffer()];
    private readonly MLBuffer[] otherInputs = [Buffer(), Buffer()];
    private MLGraph withoutSession = null!;
    private NativeArena arena = null!;
    private OrtGraph graph = null!;
    private OrtPorts boundInputs = null!;
    private OrtPorts boundOutputs = null!;
    private OrtMemoryInfoHandle memoryInfo = null!;
    private OrtLibrary library = null!;
    private bool other;

    [GlobalSetup]
    public void SetUp()
    {
        var context = new OrtContext(new() { AlwaysUsesSession = true });
        var (builder, output) = Sum(context);
        var definition = builder.Define(output);
        graph = (OrtGraph)builder.Build(output);
        var (own, same) = Sum(new(new() { OwnKernels = true }));
        withoutSession = own.Build(same);
        (library, arena) = (context.Library, new NativeArena());
        memoryInfo = ModelEditor.CpuMemory(library);
        var lowered = GraphLowering.Lower(definition);
        boundInputs = new(library, memoryInfo.Pointer, arena, lowered.Inputs, graph.Inputs, areInputs: true);
        boundOutputs = new(library, memoryInfo.Pointer, arena, lowered.Outputs, graph.Outputs, areInputs: false);
        boundInputs.Bind(inputs);
        boundOutputs.Bind(outputs);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        boundInputs.Release();
        boundOutputs.Release();
        memoryInfo.Dispose();
        arena.Dispose();
        graph.Dispose();
        withoutSession.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void BareRun() => library.Check(library.Api.Run(
        graph.Session.Pointer, null, boundInputs.Names, boundInputs.Values, 2, boundOutputs.Names, 1, boundOutputs.Values));

    [Benchmark]
    public void Compute() => graph.Compute(inputs, outputs);

    /// <summary>The caller's buffers move on every call, so that each input is bound anew.</summary>
    [Benchmark]
    public void ComputeOverMovingBuffers()
    {
        other = !other;
        graph.Compute(other ? otherInputs : inputs, outputs);
    }

    /// <summary>The same graph of own kernels alone.</summary>
    [Benchmark]
    public void ComputeWithoutSession() => withoutSession.Compute(inputs, outputs);

    private static (MLGraphBuilder Builder, MLNamedOperand Output) Sum(OrtContext context)
    {
        var builder = new MLGraphBuilder(context);
        var descriptor = new MLOperandDescriptor(MLOperandDataType.Float32, 4);
        return (builder, new("y", builder.Add(builder.Input("a", descriptor), builder.Input("b", descriptor))));
    }

    private static MLBuffer Buffer() => new((nint)NativeMemory.AllocZeroed(16), 16);

    /// <summary>In process: the natives are found above this program's folder, and a generated project would build the tree again.</summary>
    private sealed class InProcess : ManualConfig
    {
        public InProcess() => AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
