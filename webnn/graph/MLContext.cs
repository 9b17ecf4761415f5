namespace WebNN;

/// <summary>What a user prefers when the choice of a device is open (WebNN: <c>MLPowerPreference</c>).</summary>
public enum MLPowerPreference
{
    Default,
    HighPerformance,
    LowPower,
}

/// <summary>Preferences for a context (WebNN: <c>MLContextOptions</c>).</summary>
public record MLContextOptions
{
    public MLPowerPreference PowerPreference { get; init; }

    /// <summary>Whether a massively parallel device (GPU, NPU) is preferred over the CPU, where there is one. <see cref="PowerPreference"/> wins over it.</summary>
    public bool Accelerated { get; init; } = true;
}

/// <summary>Why a context is lost (WebNN: <c>MLContextLostInfo</c>).</summary>
public sealed record MLContextLostInfo(string Message);

/// <summary>
/// A backend: says what it can run, compiles graphs (WebNN: <c>MLContext</c>). <see cref="MLError"/> says which of the specification's errors its
/// exceptions are.
/// </summary>
public abstract partial class MLContext : IDisposable
{
    private readonly TaskCompletionSource<MLContextLostInfo> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True where graphs run on a GPU or an NPU.</summary>
    public abstract bool Accelerated { get; }

    /// <summary>One line for reports: backend, version, device. Our extension.</summary>
    public abstract string Description { get; }

    /// <summary>Completes when the context is lost: destroyed, or given up by its backend (WebNN: <c>lost</c>).</summary>
    public Task<MLContextLostInfo> Lost => lost.Task;

    /// <summary>Whether <see cref="Lost"/> has completed: tensors, builders and dispatch then refuse with <see cref="InvalidOperationException"/>.</summary>
    public bool IsLost => lost.Task.IsCompleted;

    /// <summary>Refuses an operator that this backend cannot run. The builder calls it for each operator that it records.</summary>
    /// <exception cref="UnsupportedException">The operator, a type or a rank is not supported.</exception>
    public abstract void RequireSupport(MLNode node);

    /// <summary>Loses the context (WebNN: <c>destroy</c>). <see cref="MLGraph.Compute"/>, our extension, still runs the graphs that it compiled.</summary>
    public void Destroy() => Dispose();

    /// <inheritdoc cref="Destroy"/>
    public void Dispose()
    {
        Lose("the context was destroyed");
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Compiles a validated graph. Called by <see cref="MLGraphBuilder.Build"/>.</summary>
    /// <exception cref="UnsupportedException">The backend refused the graph.</exception>
    protected internal abstract MLGraph Compile(MLGraphDefinition definition);

    /// <summary>For a backend whose device is gone: completes <see cref="Lost"/>, the first time.</summary>
    protected void Lose(string message) => lost.TrySetResult(new(message));

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <exception cref="InvalidOperationException">The context is lost.</exception>
    internal void RequireNotLost()
    {
        if (IsLost)
        {
            throw new InvalidOperationException($"the MLContext is lost: {lost.Task.Result.Message}");
        }
    }
}
