using System.Collections.Immutable;

namespace WebNN.Wasi.Runner;

/// <summary>A folder that a guest may open.</summary>
/// <param name="Host">Where it is.</param>
/// <param name="Guest">What the guest calls it.</param>
/// <param name="IsWritable">Otherwise the guest can only read there.</param>
public sealed record GuestDirectory(string Host, string Guest, bool IsWritable = false);

/// <summary>How a <see cref="GuestRunner"/> works.</summary>
public sealed record GuestRunnerOptions
{
    /// <summary>
    /// A folder for compiled guests; null for none. What is in it is run: nobody else must be able to write there, and where others can it is
    /// not used.
    /// </summary>
    public string? CacheDirectory { get; init; }
}

/// <summary>What one run of a guest gets. By default that is wasi-nn with its quotas, and nothing of the host's.</summary>
public sealed record GuestRunOptions
{
    /// <summary>Models, quotas, and what runs the models.</summary>
    public WasiNnOptions Nn { get; init; } = new();

    /// <summary>After the guest's own name.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    public ImmutableArray<(string Name, string Value)> Environment { get; init; } = [];

    public ImmutableArray<GuestDirectory> Directories { get; init; } = [];

    /// <summary>Whether the guest reads this process's standard input; otherwise it reads nothing.</summary>
    public bool StandardInput { get; init; }

    /// <summary>Gets what the guest prints, on another thread while the guest waits; null: it is lost. Stays the caller's.</summary>
    public Stream? Output { get; init; }

    /// <inheritdoc cref="Output"/>
    public Stream? Error { get; init; }

    /// <summary>How much the guest may print, both streams together; null for any amount.</summary>
    public long? OutputBytes { get; init; } = 64 << 20;

    /// <summary>Of the guest's memory.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>From the guest's start; null for any time.</summary>
    public TimeSpan? Time { get; init; }

    /// <exception cref="ArgumentException">An option is not valid.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Nn);
        Nn.Validate();
        if (Arguments.IsDefault || Environment.IsDefault || Directories.IsDefault)
        {
            throw new ArgumentException("a list is null");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(MemoryBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(OutputBytes ?? 0, nameof(OutputBytes));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Time ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(Time));
    }
}
