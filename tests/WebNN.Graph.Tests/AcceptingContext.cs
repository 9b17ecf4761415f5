using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace WebNN.Tests;

/// <summary>A backend that takes every operator but one and computes nothing: what it was given is what a test looks at.</summary>
internal sealed class AcceptingContext(string? refuses = null) : MLContext
{
    public override bool Accelerated => false;

    public override string Description => "accepts everything";

    public override void RequireSupport(MLNode node)
    {
        if (node.Operator == refuses)
        {
            throw new UnsupportedException($"{node.Operator}: this backend cannot");
        }
    }

    /// <summary>What the backend says instead of compiling; null where it compiles.</summary>
    public string? CompileFailure { get; init; }

    /// <summary>What was compiled.</summary>
    public List<RecordingGraph> Graphs { get; } = [];

    /// <summary>Called while a graph computes.</summary>
    public Action<RecordingGraph>? OnCompute { get; set; }

    protected override MLGraph Compile(MLGraphDefinition definition)
    {
        Graphs.Add(CompileFailure is null ? new(definition, graph => OnCompute?.Invoke(graph)) : throw new UnsupportedException(CompileFailure));
        return Graphs[^1];
    }
}

/// <summary>Keeps the first byte of each input, and writes each output's position to its first byte.</summary>
internal sealed class RecordingGraph(MLGraphDefinition definition, Action<RecordingGraph> onCompute) : MLGraph
{
    public MLGraphDefinition Definition { get; } = definition;

    public List<byte> FirstBytes { get; } = [];

    public override ImmutableArray<MLGraphPort> Inputs { get; } = Ports(definition.Inputs);

    public override ImmutableArray<MLGraphPort> Outputs { get; } = Ports(definition.Outputs);

    public override void Compute(ReadOnlySpan<MLBuffer> inputs, ReadOnlySpan<MLBuffer> outputs)
    {
        onCompute(this);
        foreach (var input in inputs)
        {
            FirstBytes.Add(Marshal.ReadByte(input.Address));
        }

        for (var i = 0; i < outputs.Length; i++)
        {
            Marshal.WriteByte(outputs[i].Address, (byte)(i + 1));
        }
    }

    protected override void Dispose(bool disposing)
    {
    }

    private static ImmutableArray<MLGraphPort> Ports(ImmutableArray<MLNamedOperand> operands) =>
        [.. operands.Select(named => new MLGraphPort(named.Name, named.Operand.Descriptor))];
}
