namespace WebNN.Wasi.Guests;

/// <summary>What a guest may have at a time, and has; given back by any thread.</summary>
internal sealed class Allowances
{
    private readonly Allowance graphs;
    private readonly Allowance contexts;
    private readonly Allowance models;
    private readonly Allowance tensors;

    /// <param name="memory">Bytes that there are for tensors, whatever the quota.</param>
    public Allowances(GuestQuotas quotas, long memory)
    {
        graphs = new("graphs", quotas.Graphs);
        contexts = new("contexts", quotas.Contexts);
        models = new("bytes of models", quotas.ModelBytes);
        tensors = new("bytes of tensors", Math.Min(quotas.TensorBytes, memory));
    }

    /// <summary>Bytes that the tensors of all contexts may need.</summary>
    public long Tensors => tensors.Limit;

    /// <param name="bytes">That the guest brings.</param>
    /// <returns>What is exceeded; null where all of it was taken.</returns>
    public string? TakeGraph(long bytes) => Take(graphs, 1, models, bytes);

    public void GiveGraph(long bytes)
    {
        models.Give(bytes);
        graphs.Give(1);
    }

    /// <param name="bytes">That its tensors need.</param>
    /// <returns>What is exceeded; null where all of it was taken.</returns>
    public string? TakeContext(long bytes) => Take(contexts, 1, tensors, bytes);

    public void GiveContext(long bytes)
    {
        tensors.Give(bytes);
        contexts.Give(1);
    }

    private static string? Take(Allowance first, long firstAmount, Allowance second, long secondAmount)
    {
        if (!first.TryTake(firstAmount))
        {
            return first.Exceeded(firstAmount);
        }

        if (!second.TryTake(secondAmount))
        {
            first.Give(firstAmount);
            return second.Exceeded(secondAmount);
        }

        return null;
    }
}
