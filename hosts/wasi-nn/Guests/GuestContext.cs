using System.Diagnostics;
using WebNN.TfLite;

namespace WebNN.Wasi.Guests;

/// <summary>Makes a graph's model ready to run.</summary>
internal sealed class Preparation(GuestGraph graph, TfLiteRuntimeOptions options, Action released) : TimedWork
{
    public OpenedModel? Result { get; private set; }

    public override void ReleaseAbandoned()
    {
        Result?.Dispose();
        graph.Release();
        released();
    }

    protected override void Do() => Result = TfLiteRuntime.Open(graph.Model.Model, options);
}

/// <summary>A model that runs for a guest, and which of its inputs the guest has set. Its work is one computation.</summary>
internal sealed class GuestContext(uint handle, GuestGraph graph, OpenedModel opened, Action released) : TimedWork
{
    private readonly bool[] isSet = new bool[opened.Runner.Inputs.Length];
    private long computations;
    private long ticks;

    public ModelRunner Runner => opened.Runner;

    /// <summary>Whether the outputs are those of a computation.</summary>
    public bool IsComputed { get; private set; }

    /// <summary>Whether a computation took too long: from then on it has the model to itself.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The first input that was never set; -1 where all were.</summary>
    public int Missing => Array.IndexOf(isSet, false);

    public void MarkSet(uint index) => isSet[index] = true;

    public void MarkComputed(long ticks)
    {
        IsComputed = true;
        computations++;
        this.ticks += ticks;
    }

    public void MarkFailed() => IsComputed = false;

    public void MarkLost() => IsLost = true;

    /// <summary>Where no computation has it any more.</summary>
    public void Release()
    {
        opened.Dispose();
        graph.Release();
        released();
    }

    public override void ReleaseAbandoned() => Release();

    public ContextReport Report() =>
        new(handle, graph.Handle, Printable.Of(opened.Reason), opened.Runner.Report, computations, Stopwatch.GetElapsedTime(0, ticks), IsLost);

    protected override void Do() => opened.Runner.Run();
}
