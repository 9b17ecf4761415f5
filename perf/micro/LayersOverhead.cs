using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using WebNN.Kernels;
using WebNN.OnnxRuntime;

namespace WebNN.Micro;

/// <summary>
/// Three layers of 16 and fewer floats, as a sensor's model has them: what a graph without a session costs beside its kernels alone, and beside
/// a session. Held to 0.3 µs and 0 B.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(InProcess))]
public unsafe class LayersOverhead : IDisposable
{
    private static readonly (int Depth, int Columns)[] layers = [(1, 16), (16, 16), (16, 1)];

    private readonly MLBuffer[] inputs = [Buffer(1)];
    private readonly MLBuffer[] outputs = [Buffer(1)];
    private readonly List<WindowKernel> kernels = [];
    private readonly List<WindowBuffers> buffers = [];
    private MLGraph graph = null!;
    private MLGraph session = null!;

    [GlobalSetup]
    public void SetUp()
    {
        var options = new OrtContextOptions { OwnKernels = true };
        (graph, session) = (Build(new(options)), Build(new(options with { AlwaysUsesSession = true })));
        var target = new KernelTarget(VectorWidth.Bits256, 128 * 1024);
        var read = inputs[0];
        foreach (var (depth, columns) in layers)
        {
            var shape = new WindowShape { Batch = 1, Height = 1, Width = 1, Channels = depth, OutputHeight = 1, OutputWidth = 1, Filters = columns };
            var written = Buffer(columns);
            kernels.Add(WindowKernels.Create(WindowOperation.Convolution, new(shape, new(0, float.PositiveInfinity, false)), default, target, 1));
            buffers.Add(new(read.Address, Buffer((int)WindowKernels.PackedSize(shape, target)).Address, 0, written.Address));
            read = written;
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        graph.Dispose();
        session.Dispose();
        kernels.ForEach(kernel => kernel.Dispose());
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void BareKernels()
    {
        for (var i = 0; i < kernels.Count; i++)
        {
            kernels[i].Run(buffers[i], 0);
        }
    }

    [Benchmark]
    public void WithoutSession() => graph.Compute(inputs, outputs);

    [Benchmark]
    public void Session() => session.Compute(inputs, outputs);

    private static MLGraph Build(OrtContext context)
    {
        var builder = new MLGraphBuilder(context);
        var x = builder.Input("x", new(MLOperandDataType.Float32, 1, 1));
        foreach (var (depth, columns) in layers)
        {
            x = builder.Relu(builder.Gemm(x, builder.Constant([depth, columns], new float[depth * columns]), builder.Constant([columns], new float[columns])));
        }

        return builder.Build(new MLNamedOperand("y", x));
    }

    private static MLBuffer Buffer(int floats) => new((nint)NativeMemory.AllocZeroed((nuint)floats, sizeof(float)), (nuint)(floats * sizeof(float)));

    /// <summary>In process: the natives are found above this program's folder, and a generated project would build the tree again.</summary>
    private sealed class InProcess : ManualConfig
    {
        public InProcess() => AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
