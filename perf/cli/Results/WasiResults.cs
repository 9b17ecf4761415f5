namespace WebNN.Cli.Results;

/// <summary>An import of a guest.</summary>
/// <param name="Type">A function's parameters and results; null where not known.</param>
/// <param name="Problem">Why it cannot be given; null where it is.</param>
internal sealed record WasiImportResult(string Module, string Name, string Kind, string? Type, string? Problem);

/// <summary>What a guest imports, and whether it can be run.</summary>
/// <param name="Interfaces">The modules of imports that are here.</param>
/// <param name="Problem">Why it cannot be run; null where nothing speaks against it.</param>
internal sealed record WasiInspectResult(
    string Guest, long Bytes, IReadOnlyList<string> Interfaces, bool ExportsMemory, bool Runs, string? Problem, IReadOnlyList<WasiImportResult> Imports);

/// <summary>What a guest's calls of one import came to.</summary>
/// <param name="TotalMs">That the host spent in all of them.</param>
internal sealed record WasiFunctionResult(string Module, string Name, long Calls, long Failures, double TotalMs);

/// <summary>A model that a guest loaded.</summary>
internal sealed record WasiGraphResult(uint Handle, string Model, string Target);

/// <summary>A context that a guest made.</summary>
/// <param name="Reason">Who ran the model, and why.</param>
/// <param name="Nodes">Null, as is the next, where WebNN took no part.</param>
/// <param name="IsLost">Whether a computation took longer than it may.</param>
internal sealed record WasiContextResult(
    uint Handle,
    uint Graph,
    string Reason,
    int? Nodes,
    int? DelegatedNodes,
    IReadOnlyList<RefusedResult> Refused,
    long Computations,
    double ComputeMs,
    bool IsLost);

/// <summary>A guest that was run.</summary>
/// <param name="End">exited, refused, trapped or timedOut.</param>
/// <param name="Reason">How it ended; null for a guest that ended by itself.</param>
/// <param name="LastFailure">The last call of wasi-nn that failed; null where none did.</param>
/// <param name="PrepareMs">To compile the guest, or to find what was compiled.</param>
internal sealed record WasiRunResult(
    string Guest,
    string End,
    int ExitCode,
    string? Reason,
    string? LastFailure,
    bool IsFromCache,
    string? CacheProblem,
    double PrepareMs,
    double RunMs,
    bool IsOutputCut,
    IReadOnlyList<WasiFunctionResult> Functions,
    IReadOnlyList<WasiGraphResult> Graphs,
    IReadOnlyList<WasiContextResult> Contexts);
