using System.Collections.Immutable;

namespace WebNN;

/// <summary>
/// Runs single operations, as a framework calls them: each is compiled the first time that it is called with these options and operands, and found
/// again from then on. A call that finds its graph allocates no managed memory, up to 16 operands and results. Any number of threads may call;
/// calls of the same graph wait for each other. Our extension.
/// </summary>
/// <remarks>
/// The key is the operation's instance, the options' values, and of each operand its type and shape; of a constant tensor it is the tensor itself, which
/// is compiled in: a backend may then lay weights out as its kernels like them. The least recently called go when the cache is full.
/// </remarks>
public sealed class MLOperationCache : IDisposable
{
    /// <summary>The operations that a cache keeps where its caller does not say.</summary>
    public const int DefaultCapacity = 256;

    private readonly Lock gate = new();
    private readonly MLContext context;
    private readonly Dictionary<int, CachedOperation> operations = [];
    private readonly LinkedList<CachedOperation> recent = [];
    private bool disposed;

    /// <param name="context">Compiles the operations, and has to stay while new ones are called.</param>
    /// <param name="capacity">How many compiled operations are kept, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
    public MLOperationCache(MLContext context, int capacity = DefaultCapacity)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (this.context, Capacity) = (context, capacity);
    }

    public int Capacity { get; }

    /// <summary>How many operations are compiled, or being compiled.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return recent.Count;
            }
        }
    }

    /// <summary>How many calls found their graph.</summary>
    public long Hits { get; private set; }

    /// <summary>How many calls compiled theirs.</summary>
    public long Misses { get; private set; }

    /// <summary>Computes an operation over tensors of the context. One tensor may be several operands; a constant one is compiled in.</summary>
    /// <exception cref="ArgumentException">
    /// The operation refuses the operands or the options; a tensor is another context's, destroyed, or has not the result's type and shape; a result
    /// is bound elsewhere, too.
    /// </exception>
    /// <exception cref="InvalidOperationException">The context is lost.</exception>
    /// <exception cref="MLOperationException">The operation does not compile, or its computation failed.</exception>
    /// <exception cref="ObjectDisposedException">The cache was disposed.</exception>
    public void Compute<TOptions>(MLOperation<TOptions> operation, TOptions options, ReadOnlySpan<MLTensor> inputs, ReadOnlySpan<MLTensor> outputs)
        where TOptions : IEquatable<TOptions>?
    {
        RequireSeparate(inputs, outputs);
        Few<OperationOperand> few = default;
        var operands = few.Take(inputs.Length);
        Describe(inputs, operands);
        var cached = Enter(operation, options, operands);
        try
        {
            cached.Compute(context, inputs, outputs);
        }
        finally
        {
            Leave(cached);
        }
    }

    /// <summary>Computes an operation over the caller's memory, as <see cref="MLGraph.Compute"/> does.</summary>
    /// <param name="operands">Type and shape of each input.</param>
    /// <inheritdoc cref="Compute{TOptions}(MLOperation{TOptions}, TOptions, ReadOnlySpan{MLTensor}, ReadOnlySpan{MLTensor})"/>
    public void Compute<TOptions>(
        MLOperation<TOptions> operation, TOptions options, ReadOnlySpan<MLOperandDescriptor> operands, ReadOnlySpan<MLBuffer> inputs, ReadOnlySpan<MLBuffer> outputs)
        where TOptions : IEquatable<TOptions>?
    {
        if (inputs.Length != operands.Length)
        {
            throw new ArgumentException($"there are {operands.Length} descriptors and {inputs.Length} inputs");
        }

        Few<OperationOperand> few = default;
        var keys = few.Take(operands.Length);
        Describe(operands, keys);
        var cached = Enter(operation, options, keys);
        try
        {
            cached.Compute(inputs, outputs);
        }
        finally
        {
            Leave(cached);
        }
    }

    /// <summary>The types and shapes of an operation's results, which it compiles where it has not been called so before.</summary>
    /// <inheritdoc cref="Compute{TOptions}(MLOperation{TOptions}, TOptions, ReadOnlySpan{MLTensor}, ReadOnlySpan{MLTensor})"/>
    public ImmutableArray<MLOperandDescriptor> Outputs<TOptions>(MLOperation<TOptions> operation, TOptions options, params ReadOnlySpan<MLTensor> inputs)
        where TOptions : IEquatable<TOptions>?
    {
        Few<OperationOperand> few = default;
        var operands = few.Take(inputs.Length);
        Describe(inputs, operands);
        return Outputs(operation, options, operands);
    }

    /// <inheritdoc cref="Outputs{TOptions}(MLOperation{TOptions}, TOptions, ReadOnlySpan{MLTensor})"/>
    public ImmutableArray<MLOperandDescriptor> Outputs<TOptions>(MLOperation<TOptions> operation, TOptions options, params ReadOnlySpan<MLOperandDescriptor> inputs)
        where TOptions : IEquatable<TOptions>?
    {
        Few<OperationOperand> few = default;
        var operands = few.Take(inputs.Length);
        Describe(inputs, operands);
        return Outputs(operation, options, operands);
    }

    /// <summary>Destroys the graphs; those that are being computed, after their calls. Later calls throw.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            while (recent.Last is { } last)
            {
                Evict(last.Value);
            }
        }
    }

    private ImmutableArray<MLOperandDescriptor> Outputs<TOptions>(MLOperation<TOptions> operation, TOptions options, ReadOnlySpan<OperationOperand> operands)
        where TOptions : IEquatable<TOptions>?
    {
        var cached = Enter(operation, options, operands);
        Leave(cached);
        return cached.Outputs;
    }

    /// <summary>The operation, compiled, and in use until <see cref="Leave"/>.</summary>
    private CachedOperation Enter<TOptions>(MLOperation<TOptions> operation, TOptions options, ReadOnlySpan<OperationOperand> operands)
        where TOptions : IEquatable<TOptions>?
    {
        ArgumentNullException.ThrowIfNull(operation);
        CachedOperation cached;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            cached = Find(operation, options, operands);
            cached.Users++;
        }

        try
        {
            cached.Require(context);
            return cached;
        }
        catch
        {
            lock (gate)
            {
                Evict(cached);
            }

            Leave(cached);
            throw;
        }
    }

    private CachedOperation<TOptions> Find<TOptions>(MLOperation<TOptions> operation, TOptions options, ReadOnlySpan<OperationOperand> operands)
        where TOptions : IEquatable<TOptions>?
    {
        var hash = Hash(operation, options, operands);
        for (var each = operations.GetValueOrDefault(hash); each is not null; each = each.Next)
        {
            if (each is CachedOperation<TOptions> candidate && candidate.Is(operation, options, operands))
            {
                Hits++;
                recent.Remove(candidate.Place);
                recent.AddFirst(candidate.Place);
                return candidate;
            }
        }

        Misses++;
        if (recent.Count == Capacity)
        {
            Evict(recent.Last!.Value);
        }

        var added = new CachedOperation<TOptions>(hash, operation, options, [.. operands]) { Next = operations.GetValueOrDefault(hash) };
        operations[hash] = added;
        recent.AddFirst(added.Place);
        return added;
    }

    private void Leave(CachedOperation cached)
    {
        lock (gate)
        {
            cached.Users--;
            DestroyUnused(cached);
        }
    }

    /// <summary>Takes it out of the table; a second time changes nothing.</summary>
    private void Evict(CachedOperation cached)
    {
        if (cached.IsEvicted)
        {
            return;
        }

        cached.IsEvicted = true;
        recent.Remove(cached.Place);
        var first = operations[cached.Hash];
        if (first != cached)
        {
            while (first.Next != cached)
            {
                first = first.Next!;
            }

            first.Next = cached.Next;
        }
        else if (cached.Next is { } next)
        {
            operations[cached.Hash] = next;
        }
        else
        {
            operations.Remove(cached.Hash);
        }

        DestroyUnused(cached);
    }

    /// <summary>Nobody else can come to an evicted operation any more.</summary>
    private static void DestroyUnused(CachedOperation cached)
    {
        if (cached is { IsEvicted: true, Users: 0 })
        {
            cached.Destroy();
        }
    }

    private static int Hash<TOptions>(MLOperation<TOptions> operation, TOptions options, ReadOnlySpan<OperationOperand> operands)
        where TOptions : IEquatable<TOptions>?
    {
        var hash = new HashCode();
        hash.Add(operation);
        hash.Add(options);
        foreach (var operand in operands)
        {
            hash.Add(operand);
        }

        return hash.ToHashCode();
    }

    private static void Describe(ReadOnlySpan<MLTensor> inputs, Span<OperationOperand> operands)
    {
        for (var i = 0; i < operands.Length; i++)
        {
            var tensor = inputs[i] ?? throw new ArgumentException($"input {i} is null");
            operands[i] = new(tensor.Descriptor, tensor.Constant ? tensor : null);
        }
    }

    private static void Describe(ReadOnlySpan<MLOperandDescriptor> descriptors, Span<OperationOperand> operands)
    {
        for (var i = 0; i < operands.Length; i++)
        {
            operands[i] = new(descriptors[i] ?? throw new ArgumentException($"descriptor {i} is null"), null);
        }
    }

    private static void RequireSeparate(ReadOnlySpan<MLTensor> inputs, ReadOnlySpan<MLTensor> outputs)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            if (inputs.Contains(outputs[i]) || outputs[..i].Contains(outputs[i]))
            {
                throw new ArgumentException($"output {i}, tensor {outputs[i]?.Descriptor}, is bound twice (expected once, and not as an input)");
            }
        }
    }
}
