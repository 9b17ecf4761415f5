using System.Collections.Immutable;
using WebNN.Wasi.Guests;

namespace WebNN.Wasi.Runner;

/// <summary>How a guest ended.</summary>
public enum GuestEnd
{
    /// <summary>By itself, with an exit code.</summary>
    Exited,

    /// <summary>It never started: something it asks for at its start it does not get.</summary>
    Refused,

    /// <summary>By a trap: what WebAssembly cannot go on after.</summary>
    Trapped,

    /// <summary>It had run as long as it may.</summary>
    TimedOut,
}

/// <summary>What came of one run of a guest.</summary>
/// <param name="ExitCode">The guest's own; otherwise 2 for one that did not start, 134 for a trap, 124 for one that took too long.</param>
/// <param name="Reason">In one line, how it ended; null for a guest that ended by itself.</param>
/// <param name="Time">From its start to its end.</param>
public sealed record GuestResult(GuestEnd End, int ExitCode, string? Reason, TimeSpan Time)
{
    internal const int RefusedCode = 2;
    internal const int TrappedCode = 134;
    internal const int TimedOutCode = 124;

    /// <summary>Whether it is still in a call of the host's, which nothing can end: its thread, its memory and its models stay until it is.</summary>
    public bool IsStillRunning { get; init; }

    /// <summary>Whether it printed more than it may, and the rest was lost.</summary>
    public bool IsOutputCut { get; init; }

    /// <summary>The imports of wasi-nn that it called.</summary>
    public ImmutableArray<FunctionReport> Functions { get; init; } = [];

    /// <summary>The first 64 models that it loaded.</summary>
    public ImmutableArray<GraphReport> Graphs { get; init; } = [];

    /// <summary>The contexts that it made, and where their nodes ran.</summary>
    public ImmutableArray<ContextReport> Contexts { get; init; } = [];

    /// <summary>The last call of wasi-nn that failed, and why; null where none did.</summary>
    public string? LastFailure { get; init; }
}
