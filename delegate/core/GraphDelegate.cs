namespace WebNN.TfLite.Delegation;

/// <summary>Decides which nodes of a model WebNN runs, partitions them and compiles each partition.</summary>
public sealed class GraphDelegate(MLContext context, DelegateOptions options)
{
    public MLContext Context { get; } = context;

    public DelegateOptions Options { get; } = options;

    /// <summary>
    /// Translates each node against a throw-away builder, asks the host for partitions, applies the options and compiles, before anything
    /// is claimed. Never throws for a model's sake: the report says what stays with TFLite, and why.
    /// </summary>
    public DelegationPlan Plan(IDelegateHost host) =>
        new([], new DelegationReport(host.Nodes.Length, [], [], $"{Context.Description}: nothing is translated yet ({Options})"));
}
