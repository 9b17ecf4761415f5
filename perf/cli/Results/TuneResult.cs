using WebNN.Cli.Measuring;

namespace WebNN.Cli.Results;

/// <summary>A way to share a model's nodes, measured on the whole model.</summary>
/// <param name="WebNN">Ranges of the nodes on WebNN.</param>
/// <param name="ToNone">Its time in units of that without WebNN: the median of pairs; <see cref="Low"/> and <see cref="High"/> are their 10th and 90th percentile.</param>
internal sealed record TuneCandidate(string Name, IReadOnlyList<string> WebNN, double MedianMs, double ToNone, double Low, double High);

/// <summary>Which nodes of a model are faster on WebNN, measured.</summary>
/// <param name="Key">The decision file's name.</param>
/// <param name="Chosen">The name of the candidate.</param>
/// <param name="WebNN">Ranges of the nodes that it has on WebNN.</param>
/// <param name="Groups">How many groups of nodes were measured by themselves; 0 where the whole said enough.</param>
/// <param name="PredictionProblem">Why the prediction is not one; null where it is.</param>
/// <param name="RegretOfPredicted">The time of the prediction in units of that of the choice.</param>
/// <param name="File">Where the decision is kept; null for nowhere.</param>
internal sealed record TuneResult(
    string Model,
    int Nodes,
    int Threads,
    string Key,
    string Chosen,
    IReadOnlyList<string> WebNN,
    IReadOnlyList<TuneCandidate> Candidates,
    int Groups,
    IReadOnlyList<string> Predicted,
    string? PredictionProblem,
    double RegretOfPredicted,
    string? File,
    Machine Machine) : ModelResult(Model);
