using System.Collections.Immutable;

namespace WebNN.TfLite.Tests;

/// <summary>A backend whose graphs do what a test says.</summary>
internal sealed class FakeContext(Action<ImmutableArray<MLBuffer>, ImmutableArray<MLBuffer>> compute) : MLContext
{
    private int compiled, disposed, contextDisposed;

    public override bool Accelerated => false;

    public override string Description => "fake";

    public int Compiled => compiled;

    public int GraphsDisposed => disposed;

    public bool ContextDisposed => contextDisposed > 0;

    /// <summary>What compiling throws; null for nothing.</summary>
    public Exception? CompileFailure { get; init; }

    /// <summary>Whether graphs have ports of other sizes than their tensors, which only a bug makes.</summary>
    public bool WrongPorts { get; init; }

    public override void RequireSupport(MLNode node)
    {
    }

    protected override MLGraph Compile(MLGraphDefinition definition)
    {
        if (CompileFailure is not null)
        {
            throw CompileFailure;
        }

        Interlocked.Increment(ref compiled);
        return new Graph(this, definition);
    }

    protected override void Dispose(bool disposing)
    {
        Interlocked.Increment(ref contextDisposed);
        base.Dispose(disposing);
    }

    private sealed class Graph(FakeContext owner, MLGraphDefinition definition) : MLGraph
    {
        public override ImmutableArray<MLGraphPort> Inputs { get; } = [.. definition.Inputs.Select(input => Port(input, owner.WrongPorts))];

        public override ImmutableArray<MLGraphPort> Outputs { get; } = [.. definition.Outputs.Select(output => Port(output, wrong: false))];

        public override void Compute(ReadOnlySpan<MLBuffer> inputs, ReadOnlySpan<MLBuffer> outputs) => owner.Run([.. inputs], [.. outputs]);

        protected override void Dispose(bool disposing) => Interlocked.Increment(ref owner.disposed);

        private static MLGraphPort Port(MLNamedOperand operand, bool wrong) =>
            new(operand.Name, wrong ? operand.Operand.Descriptor.WithShape(1000) : operand.Operand.Descriptor);
    }

    private void Run(ImmutableArray<MLBuffer> inputs, ImmutableArray<MLBuffer> outputs) => compute(inputs, outputs);
}
