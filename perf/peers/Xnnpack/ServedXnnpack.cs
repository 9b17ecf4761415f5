using WebNN.FlatBuffers;

namespace WebNN.Peers.Xnnpack;

/// <summary>
/// A model on XNNPACK's operators, one after the other: everything is made, packed and allocated before, and nothing stands between two operators. No less
/// than what TensorFlow Lite's delegate gets out of the same XNNPACK.
/// </summary>
internal sealed class ServedXnnpack : ServedModel
{
    private readonly XnnpackPlan plan;
    private readonly XnnpackMemory memory;
    private readonly nint threads;
    private readonly PreparedStep[] steps;

    /// <param name="library">The file that exports the operators.</param>
    /// <exception cref="Cli.InputException">There is no library, or it has no operator for a node.</exception>
    public ServedXnnpack(FlatBufferModel model, string? library, int threadCount)
    {
        var name = XnnpackLibrary.Load(library);
        plan = XnnpackPlan.Of(model);
        memory = new(plan.Buffers);
        foreach (var constant in plan.Constants)
        {
            constant.Data!.Value.CopyTo(memory.Of(constant));
        }

        threads = threadCount > 1 ? XnnpackNative.CreateThreads((nuint)threadCount) : 0;
        using var maker = new OperatorMaker(memory, threads);
        foreach (var step in plan.Steps.Where(step => step is not ManagedStep))
        {
            maker.Make(step);
        }

        var operators = new Queue<PreparedStep>(maker.SetUp());
        steps = [.. plan.Steps.Select(step => step is ManagedStep managed ? new PreparedManaged(managed, memory.Of(managed.Input), memory.Of(managed.Output)) : operators.Dequeue())];
        Runtime = $"{name}, {threadCount} thread{(threadCount == 1 ? "" : "s")}{(plan.Managed.Any() ? $"; in C#: {string.Join(", ", plan.Managed)}" : "")}";
    }

    public override string Runtime { get; }

    public IReadOnlyList<PreparedStep> Steps => steps;

    public override void Run()
    {
        foreach (var step in steps)
        {
            step.Run();
        }
    }

    public override void ReadInputs(string folder)
    {
        for (var i = 0; i < plan.Inputs.Length; i++)
        {
            Input(folder, i).CopyTo(memory.Of(plan.Inputs[i]));
        }
    }

    public override void WriteOutputs(string folder)
    {
        for (var i = 0; i < plan.Outputs.Length; i++)
        {
            Output(folder, i, memory.Of(plan.Outputs[i]).Span);
        }
    }

    public override void Dispose()
    {
        Array.ForEach(steps, step => step.Dispose());
        if (threads != 0)
        {
            XnnpackNative.DestroyThreads(threads);
        }
    }
}
