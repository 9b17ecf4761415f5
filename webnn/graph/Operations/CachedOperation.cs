using System.Collections.Immutable;

namespace WebNN;

/// <summary>An operation that an <see cref="MLOperationCache"/> has compiled, or is about to. Its cache guards what may be set.</summary>
internal abstract class CachedOperation
{
    private readonly Lock gate = new();
    private MLGraph? graph;
    private ImmutableArray<int> places;

    protected CachedOperation(int hash) => (Hash, Place) = (hash, new(this));

    public int Hash { get; }

    /// <summary>Among the others of its cache, by when they were called last.</summary>
    public LinkedListNode<CachedOperation> Place { get; }

    /// <summary>Another with the same hash.</summary>
    public CachedOperation? Next { get; set; }

    /// <summary>How many calls are under way.</summary>
    public int Users { get; set; }

    /// <summary>Whether the cache has let go of it: its last user destroys it.</summary>
    public bool IsEvicted { get; set; }

    /// <summary>Set by <see cref="Require"/>.</summary>
    public ImmutableArray<MLOperandDescriptor> Outputs { get; private set; }

    /// <summary>Compiles it, for the first who asks; others wait.</summary>
    public void Require(MLContext context)
    {
        lock (gate)
        {
            if (graph is null)
            {
                graph = Build(context, out places);
                Outputs = [.. graph.Outputs.Select(output => output.Descriptor)];
            }
        }
    }

    public void Compute(MLContext context, ReadOnlySpan<MLTensor> inputs, ReadOnlySpan<MLTensor> outputs)
    {
        Few<MLTensor> few = default;
        var chosen = few.Take(places.Length);
        Choose(inputs, chosen);
        context.Run(graph!, chosen, outputs);
    }

    public void Compute(ReadOnlySpan<MLBuffer> inputs, ReadOnlySpan<MLBuffer> outputs)
    {
        Few<MLBuffer> few = default;
        var chosen = few.Take(places.Length);
        Choose(inputs, chosen);
        graph!.Compute(chosen, outputs);
    }

    /// <summary>After the last user.</summary>
    public void Destroy() => graph?.Destroy();

    protected abstract MLGraph Build(MLContext context, out ImmutableArray<int> places);

    private void Choose<T>(ReadOnlySpan<T> all, Span<T> chosen)
    {
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[i] = all[places[i]];
        }
    }
}

/// <inheritdoc/>
internal sealed class CachedOperation<TOptions>(int hash, MLOperation<TOptions> operation, TOptions options, ImmutableArray<OperationOperand> operands) : CachedOperation(hash)
    where TOptions : IEquatable<TOptions>?
{
    public bool Is(MLOperation<TOptions> otherOperation, TOptions otherOptions, ReadOnlySpan<OperationOperand> otherOperands) =>
        operation == otherOperation && EqualityComparer<TOptions>.Default.Equals(options, otherOptions) && operands.AsSpan().SequenceEqual(otherOperands);

    protected override MLGraph Build(MLContext context, out ImmutableArray<int> places) => operation.Build(context, options, operands.AsSpan(), out places);
}
