namespace WebNN.Peers.Xnnpack;

/// <summary>A step that only has to be run.</summary>
internal abstract class PreparedStep(XnnpackStep step) : IDisposable
{
    public XnnpackStep Step => step;

    public abstract void Run();

    public abstract void Dispose();
}

/// <summary>An operator of XNNPACK's with its shapes and pointers.</summary>
internal sealed class PreparedOperator(XnnpackStep step, nint handle, nint threads) : PreparedStep(step)
{
    public override void Run()
    {
        var status = XnnpackNative.Run(handle, threads);
        if (status != XnnpackStatus.Success)
        {
            XnnpackLibrary.Require(status, Step.Label);
        }
    }

    public override void Dispose() => XnnpackNative.Delete(handle);
}

/// <summary>A step in C#.</summary>
internal sealed class PreparedManaged(ManagedStep step, ReadOnlyMemory<byte> input, Memory<byte> output) : PreparedStep(step)
{
    public override void Run() => step.Run(input.Span, output.Span);

    public override void Dispose()
    {
    }
}
