using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>One attempt to compile all partitions of a plan. Owns what it compiled until it is taken.</summary>
internal sealed class Compilation(MLContext context, PropagatedGraph graph, ImmutableArray<PartitionInfo> partitions) : IDisposable
{
    private const int NamingAttempts = 2;
    private const int LastAttempt = 4;

    private readonly ConstantFolding constants = graph.Constants;
    private readonly List<CompiledPartition> compiled = [];
    private readonly List<PartitionRecipe> recipes = [];
    private readonly List<ReportedPartition> reported = [];

    public ImmutableArray<ReportedPartition> Reported => [.. reported];

    /// <summary>One for each partition.</summary>
    public ImmutableArray<PartitionRecipe> Recipes => [.. recipes];

    /// <summary>What the backend said of the first partition that it refused; null where it refused none.</summary>
    public string? Failure { get; private set; }

    /// <summary>
    /// Compiles what has its sizes; the nodes that cannot stay, each with its reason, where the backend refused a partition.
    /// </summary>
    /// <param name="attempt">1 for the first. The backend's messages name one node a time, so later attempts search, and the last ones give up partitions whole.</param>
    public Dictionary<int, string> Run(int attempt)
    {
        var faults = new Dictionary<int, string>();
        foreach (var partition in partitions)
        {
            try
            {
                var recipe = new PartitionRecipe(context, graph, partitions, partition);
                var claimed = new PartitionTranslation(context, constants, recipe.Nodes, recipe.Outputs);
                var isOpen = graph.IsOpen(partition.Nodes);
                reported.Add(new(reported.Count, partition.Nodes, claimed.Text) { IsOpen = isOpen });
                recipes.Add(recipe);
                if (!isOpen)
                {
                    compiled.Add(claimed.Compile());
                    reported[^1] = reported[^1] with { Runner = compiled[^1].Graph.Runner };
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                var message = e.Message.ReplaceLineEndings(" ").Trim();
                Failure ??= $"{context.Description} could not compile a partition of {partition.Nodes.Length} nodes (from #{partition.Nodes[0]}): {message}";
                Blame(partition, message, attempt, faults);
            }
        }

        return faults;
    }

    /// <summary>The compiled partitions, the caller's from now on.</summary>
    public ImmutableArray<CompiledPartition> Take()
    {
        ImmutableArray<CompiledPartition> taken = [.. compiled];
        compiled.Clear();
        return taken;
    }

    public void Dispose() => compiled.ForEach(partition => partition.Dispose());

    private void Blame(PartitionInfo partition, string message, int attempt, Dictionary<int, string> faults)
    {
        var nodes = constants.Nodes.ToDictionary(node => node.Index);
        ImmutableArray<NodeInfo> members = [.. partition.Nodes.Select(index => nodes[index])];
        var guilty = attempt <= NamingAttempts ? CompilationFaults.Named(members, message) : [];
        if (guilty.IsEmpty && attempt < LastAttempt)
        {
            guilty = CompilationFaults.Halve(members, part => Compiles(part, partition));
        }

        foreach (var node in guilty.IsEmpty ? partition.Nodes : guilty)
        {
            faults.Add(node, guilty.IsEmpty
                ? $"in a partition of {partition.Nodes.Length} nodes that does not compile: {message}"
                : $"does not compile: {message}");
        }
    }

    /// <summary>
    /// Whether nodes compile that stand next to each other in a partition. What only they read is no output of theirs: a backend that folds
    /// constants may refuse what it would not look at otherwise.
    /// </summary>
    private bool Compiles(ImmutableArray<NodeInfo> nodes, PartitionInfo partition)
    {
        var members = nodes.Select(node => node.Index).ToHashSet();
        var read = constants.Nodes.Where(node => !members.Contains(node.Index)).SelectMany(node => node.Inputs.OfType<TensorInfo>()).Select(input => input.Index)
            .Concat(partition.Outputs).ToHashSet();
        try
        {
            var translator = new GraphTranslator(context, constants);
            foreach (var node in nodes)
            {
                translator.Add(node);
            }

            var outputs = nodes.Where(node => !constants.IsFolded(node.Index)).SelectMany(node => node.Outputs).Where(output => read.Contains(output.Index));
            if (translator.Outputs(outputs) is { Length: > 0 } named)
            {
                translator.Builder.Build(named).Dispose();
            }

            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }
}
