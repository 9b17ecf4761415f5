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

    /// <summary>Whether a massively parallel device (GPU, NPU) is preferred over the CPU. <see cref="PowerPreference"/> wins over it.</summary>
    public bool Accelerated { get; init; }
}

/// <summary>A backend: says what it can run, compiles graphs (WebNN: <c>MLContext</c>).</summary>
public abstract partial class MLContext : IDisposable
{
    /// <summary>True where graphs run on a GPU or an NPU.</summary>
    public abstract bool Accelerated { get; }

    /// <summary>One line for reports: backend, version, device.</summary>
    public abstract string Description { get; }

    /// <summary>Refuses an operator that this backend cannot run. The builder calls it for each operator that it records.</summary>
    /// <exception cref="UnsupportedException">The operator, a type or a rank is not supported.</exception>
    public abstract void RequireSupport(MLNode node);

    /// <summary>Compiles a validated graph. Called by <see cref="MLGraphBuilder.Build"/>.</summary>
    /// <exception cref="UnsupportedException">The backend refused the graph.</exception>
    protected internal abstract MLGraph Compile(MLGraphDefinition definition);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>Something that WebNN, or this backend, cannot express. The message says what, and where.</summary>
public sealed class UnsupportedException(string message, Exception? inner = null) : Exception(message, inner);
