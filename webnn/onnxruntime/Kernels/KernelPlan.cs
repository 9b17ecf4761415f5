using System.Diagnostics.CodeAnalysis;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>Where a value lies while a graph runs without a session.</summary>
/// <param name="Index">Of the place's inputs, outputs or constants; of memory, the first byte.</param>
internal readonly record struct KernelPlace(KernelPlaceKind Kind, long Index);

internal enum KernelPlaceKind
{
    Input,
    Output,
    Constant,
    Memory,
}

/// <summary>
/// A graph as kernels one after the other. A value that is only given another shape lies where it lay; results that nothing reads any more
/// make room for others.
/// </summary>
internal sealed class KernelPlan
{
    private readonly OnnxGraph graph;
    private readonly Dictionary<string, string> aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KernelPlace> places = new(StringComparer.Ordinal);

    private KernelPlan(OnnxGraph graph, List<KernelStep> steps)
    {
        this.graph = graph;
        Constants = graph.Constants;
        Place(graph.Inputs, KernelPlaceKind.Input);
        Place(graph.Outputs, KernelPlaceKind.Output);
        Place(graph.Constants, KernelPlaceKind.Constant);
        Steps = [.. steps.Where(step => !IsAlias(step))];
        MemoryBytes = PlaceResults();
    }

    public IReadOnlyList<KernelStep> Steps { get; }

    public IReadOnlyList<OnnxValue> Constants { get; }

    /// <summary>Bytes for what is neither the caller's nor constant.</summary>
    public long MemoryBytes { get; }

    /// <summary>What a run multiplies, about.</summary>
    public long Products => Steps.Sum(step => step.Kernel.Products);

    /// <summary>Whether kernels compute all nodes of a graph, and how.</summary>
    /// <param name="target">What kernels of floats are made for.</param>
    /// <param name="integers">What those of integers are made for; null for none of them.</param>
    public static bool TryMake(OnnxGraph graph, KernelTarget target, KernelTarget? integers, [NotNullWhen(true)] out KernelPlan? plan)
    {
        plan = null;
        graph = graph.Copy();
        ProductFusion.Apply(graph, target);
        var operators = new KernelOperators(graph, target, integers is not null);
        var steps = new List<KernelStep>();
        foreach (var node in graph.Nodes)
        {
            if (operators.Step(node) is not { } step)
            {
                return false;
            }

            steps.Add(step);
        }

        plan = new(graph, steps);
        return true;
    }

    public KernelPlace PlaceOf(string name) => places[Root(name)];

    /// <summary>Whether a copy is none: where it is not the graph's border on both sides, both values can be at one place.</summary>
    private bool IsAlias(KernelStep step)
    {
        if (step.Kernel.Operation is not WindowOperation.Copy)
        {
            return false;
        }

        var (from, to) = (Root(step.Input), step.Output);
        if (places.ContainsKey(from) && places.ContainsKey(to))
        {
            return false;
        }

        var (other, kept) = places.ContainsKey(to) ? (from, to) : (to, from);
        aliases.Add(other, kept);
        return true;
    }

    private string Root(string name) => aliases.TryGetValue(name, out var other) ? Root(other) : name;

    private void Place(IReadOnlyList<OnnxValue> values, KernelPlaceKind kind)
    {
        for (var i = 0; i < values.Count; i++)
        {
            places.Add(values[i].Name, new(kind, i));
        }
    }

    /// <summary>Gives results memory of those that are not read any more: the largest first, each as low as there is room.</summary>
    private long PlaceResults()
    {
        var lives = new Dictionary<string, Life>(StringComparer.Ordinal);
        for (var i = 0; i < Steps.Count; i++)
        {
            var output = Root(Steps[i].Output);
            if (!places.ContainsKey(output))
            {
                lives.Add(output, new(i, i, MemoryLayout.Rounded(Bytes(output))));
            }

            foreach (var name in Steps[i].Reads)
            {
                if (Root(name) is var root && lives.TryGetValue(root, out var life))
                {
                    lives[root] = life with { Last = i };
                }
            }
        }

        var layout = new MemoryLayout();
        foreach (var (name, life) in lives.OrderByDescending(life => life.Value.Bytes))
        {
            places.Add(name, new(KernelPlaceKind.Memory, layout.Add(life)));
        }

        return layout.Bytes;
    }

    private long Bytes(string name) => graph.Variable(name) is { } value ? value.Count * value.Type.ByteSize() : 0;
}
