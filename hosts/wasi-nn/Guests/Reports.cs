using WebNN.TfLite.Delegation;

namespace WebNN.Wasi.Guests;

/// <summary>What a guest's calls of one import came to.</summary>
/// <param name="Failures">How many of the calls answered an error.</param>
/// <param name="Time">That the host spent in all of them; of those after the first 1024, every 64th is timed for the others.</param>
public sealed record FunctionReport(string Module, string Name, long Calls, long Failures, TimeSpan Time);

/// <summary>A model that a guest loaded.</summary>
/// <param name="Model">Its name, or how many bytes the guest brought.</param>
/// <param name="Target">cpu, gpu or tpu, as the guest asked.</param>
public sealed record GraphReport(uint Handle, string Model, string Target);

/// <summary>A context that a guest made.</summary>
/// <param name="Graph">Its graph's handle.</param>
/// <param name="Reason">Who runs the model, and why, in one line.</param>
/// <param name="Report">Which nodes WebNN runs, and why not the others; null without WebNN.</param>
/// <param name="Computations">How many ended well.</param>
/// <param name="ComputeTime">That they took.</param>
/// <param name="IsLost">Whether one took longer than the quota.</param>
public sealed record ContextReport(
    uint Handle, uint Graph, string Reason, DelegationReport? Report, long Computations, TimeSpan ComputeTime, bool IsLost);
