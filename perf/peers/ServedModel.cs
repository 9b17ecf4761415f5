using WebNN.Cli.Running;
using WebNN.OnnxRuntime;
using WebNN.TfLite;

namespace WebNN.Peers;

/// <summary>What a peer in C# runs, ready.</summary>
internal abstract class ServedModel : IDisposable
{
    /// <summary>Libraries and versions.</summary>
    public abstract string Runtime { get; }

    public abstract void Run();

    /// <summary>Fills the inputs with the bytes of in0.raw and its like.</summary>
    public abstract void ReadInputs(string folder);

    /// <summary>Leaves the outputs in out0.raw and its like.</summary>
    public abstract void WriteOutputs(string folder);

    public abstract void Dispose();

    protected static byte[] Input(string folder, int index) => File.ReadAllBytes(Path.Combine(folder, $"in{index}.raw"));

    protected static void Output(string folder, int index, ReadOnlySpan<byte> bytes) => File.WriteAllBytes(Path.Combine(folder, $"out{index}.raw"), bytes);
}

/// <summary>A model on one of this project's runners, or on TensorFlow Lite.</summary>
internal sealed class ServedRunner(ModelRunner runner, string runtime, IDisposable owner) : ServedModel
{
    public override string Runtime => runtime;

    public override void Run() => runner.Run();

    public override void ReadInputs(string folder)
    {
        foreach (var input in runner.Inputs)
        {
            Input(folder, input.Index).CopyTo(input.Bytes);
        }
    }

    public override void WriteOutputs(string folder)
    {
        foreach (var output in runner.Outputs)
        {
            Output(folder, output.Index, output.Bytes);
        }
    }

    public override void Dispose() => owner.Dispose();
}

/// <summary>An operation through the cache of compiled operations, which is asked in each run.</summary>
internal sealed class ServedOperation : ServedModel
{
    private readonly OperationCase operation;
    private readonly OrtContext context;
    private readonly MLOperationCache cache;
    private readonly MLTensor[] operands;
    private readonly MLTensor output;

    /// <summary>Compiles, by the first call.</summary>
    public ServedOperation(OperationCase operation, SessionSettings settings)
    {
        this.operation = operation;
        context = new(new() { Devices = ["cpu"], Threads = settings.Threads, LibraryPath = settings.OnnxRuntimeLibrary });
        cache = new(context);
        operands =
        [
            .. operation.Inputs.Select(shape => context.CreateTensor(F32(shape), writable: true)),
            .. operation.Constants.Zip(operation.Values()).Select(constant => context.CreateConstantTensor(F32(constant.First), constant.Second)),
        ];
        output = context.CreateTensor(F32(operation.Output), readable: true);
        Run();
    }

    public override string Runtime => $"the cache of operations, {context.Description}";

    public override void Run() => operation.Call(cache, operands, output);

    public override void ReadInputs(string folder)
    {
        for (var i = 0; i < operation.Inputs.Length; i++)
        {
            context.WriteTensor(operands[i], Input(folder, i));
        }
    }

    public override void WriteOutputs(string folder) => Output(folder, 0, context.ReadTensor(output));

    public override void Dispose()
    {
        cache.Dispose();
        context.Dispose();
    }

    private static MLOperandDescriptor F32(int[] shape) => new(MLOperandDataType.Float32, shape);
}
