using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation.Tests;

/// <summary>A backend that accepts what it is not told to refuse, and whose graphs do not run.</summary>
internal sealed class FakeContext : MLContext
{
    public override bool Accelerated => false;

    public override string Description => "fake";

    /// <summary>Operators that the backend lacks.</summary>
    public HashSet<string> Unsupported { get; } = [];

    /// <summary>Called with each graph; what it throws, compilation throws.</summary>
    public Action<MLGraphDefinition> OnCompile { get; set; } = _ => { };

    public List<FakeGraph> Graphs { get; } = [];

    public override void RequireSupport(MLNode node)
    {
        if (Unsupported.Contains(node.Operator))
        {
            throw new UnsupportedException($"{node.Label}: fake has no {node.Operator}");
        }
    }

    protected override MLGraph Compile(MLGraphDefinition definition)
    {
        OnCompile(definition);
        Graphs.Add(new FakeGraph(definition));
        return Graphs[^1];
    }
}

internal sealed class FakeGraph(MLGraphDefinition definition) : MLGraph
{
    public bool Disposed { get; private set; }

    public override ImmutableArray<MLGraphPort> Inputs => Ports(definition.Inputs);

    public override ImmutableArray<MLGraphPort> Outputs => Ports(definition.Outputs);

    public override void Compute(ReadOnlySpan<MLBuffer> inputs, ReadOnlySpan<MLBuffer> outputs) => throw new NotSupportedException();

    protected override void Dispose(bool disposing) => Disposed = true;

    private static ImmutableArray<MLGraphPort> Ports(ImmutableArray<MLNamedOperand> named) =>
        [.. named.Select(port => new MLGraphPort(port.Name, port.Operand.Descriptor))];
}
