using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using WebNN.FlatBuffers;
using WebNN.TfLite;

namespace WebNN.Micro;

/// <summary>What a whole Invoke costs: TFLite's interpreter, the delegate's kernel, ONNX Runtime. One addition of four elements.</summary>
[MemoryDiagnoser]
[Config(typeof(InProcess))]
public class InvokeOverhead : IDisposable
{
    private WebNNDelegate webnn = null!;
    private Interpreter delegated = null!;
    private Interpreter plain = null!;

    [GlobalSetup]
    public void SetUp()
    {
        var writer = new ModelWriter();
        var a = writer.AddTensor("a", TensorType.Float32, [4]);
        var b = writer.AddTensor("b", TensorType.Float32, [4]);
        var y = writer.AddTensor("y", TensorType.Float32, [4]);
        writer.AddOperator(BuiltinOperator.Add, [a, b], [y], new AddOptions());
        writer.SetInputs([a, b]);
        writer.SetOutputs([y]);
        var model = TfLiteModel.FromBytes(writer.ToArray());
        webnn = new WebNNDelegate();
        delegated = new Interpreter(model, new InterpreterOptions { Delegates = [webnn] });
        plain = new Interpreter(model);
        if (delegated.Report?.DelegatedNodes != 1)
        {
            throw new InvalidOperationException($"the addition was not delegated: {webnn.Unavailable ?? delegated.Report?.ToString()}");
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        delegated.Dispose();
        plain.Dispose();
        webnn.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void TfLite() => plain.Invoke();

    [Benchmark]
    public void Delegated() => delegated.Invoke();

    /// <summary>In process: the natives are found above this program's folder, and a generated project would build the tree again.</summary>
    private sealed class InProcess : ManualConfig
    {
        public InProcess() => AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
