namespace WebNN.FlatBuffers;

/// <summary>Which subgraphs the operators of a subgraph run: branches, bodies of loops, what is run once.</summary>
public static class SubgraphCalls
{
    /// <summary>All that running a subgraph may run, itself only where something runs it again.</summary>
    public static IReadOnlySet<int> ReachableFrom(FlatBufferModel model, int subgraph)
    {
        ArgumentNullException.ThrowIfNull(model);
        var reached = new SortedSet<int>();
        var waiting = new Stack<int>([subgraph]);
        while (waiting.TryPop(out var current))
        {
            foreach (var called in model.Subgraphs[current].Operators.SelectMany(CalledBy))
            {
                if (called >= 0 && called < model.Subgraphs.Count && reached.Add(called))
                {
                    waiting.Push(called);
                }
            }
        }

        return reached;
    }

    private static List<int> CalledBy(ModelOperator node)
    {
        var called = new List<int>();
        Add(called, node.Options, OptionsSchema.Layout(node.OptionsType));
        Add(called, node.Options2, OptionsSchema.Layout2(node.Options2Type));
        return called;
    }

    private static void Add(List<int> called, FlatTable? options, TableLayout layout)
    {
        if (options is not { } table)
        {
            return;
        }

        // The schema names all of them so: subgraph, then_subgraph_index, branch_subgraph_indices.
        foreach (var field in layout.Fields.Where(field => field.Name.Contains("subgraph", StringComparison.Ordinal)))
        {
            if (field.Kind == FieldKind.Scalar)
            {
                called.Add(table.Int32(field.Id));
            }
            else
            {
                called.AddRange(table.Vector<int>(field.Id));
            }
        }
    }
}
