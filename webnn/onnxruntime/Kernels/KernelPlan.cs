using System.Diagnostics.CodeAnalysis;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>Where a value lies while a graph runs without a session.</summary>
/// <param name="Index">Of the place's inputs, outputs or constants; of memory, the first byte.</param>
/// <param name="Offset">Bytes from there on: of what is part of another value.</param>
internal readonly record struct KernelPlace(KernelPlaceKind Kind, long Index, long Offset = 0);

internal enum KernelPlaceKind
{
    Input,
    Output,
    Constant,
    Memory,
}

/// <summary>
/// A graph as kernels one after the other. A value that is only given another shape lies where it lay, and one that becomes the beginning, the
/// middle or the end of another is made there; results that nothing reads any more make room for others.
/// </summary>
internal sealed class KernelPlan
{
    private readonly OnnxGraph graph;
    private readonly Dictionary<string, (string Name, long Offset)> aliases = new(StringComparer.Ordinal);
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
        LookupFusion.Apply(graph);
        var operators = new KernelOperators(graph, target, integers is not null);
        var steps = new List<KernelStep>();
        foreach (var node in graph.Nodes)
        {
            if (operators.Steps(node) is not { } made)
            {
                return false;
            }

            steps.AddRange(made);
        }

        plan = new(graph, steps);
        return true;
    }

    public KernelPlace PlaceOf(string name) => Root(name) is var (root, offset) ? places[root] with { Offset = offset } : default;

    /// <summary>Whether a step is none, because what it reads can be made where it would be copied.</summary>
    private bool IsAlias(KernelStep step) => step.Kernel is var kernel && kernel.Operation switch
    {
        WindowOperation.Copy => IsShared(step) || IsMadeAt(step, 0),
        WindowOperation.Place => kernel.Stage.Shape is { Batch: 1, PadLeft: var place } && IsMadeAt(step, place),
        _ => false,
    };

    /// <summary>A copy is at the place of what it is a copy of, unless it is an output.</summary>
    private bool IsShared(KernelStep step) => !places.ContainsKey(step.Output) && aliases.TryAdd(step.Output, (step.Input, 0));

    /// <summary>Whether what a step reads has no place yet, of its own or as a part of another.</summary>
    private bool IsMadeAt(KernelStep step, long offset)
    {
        var (root, _) = Root(step.Input);
        if (places.ContainsKey(root) || Bytes(root) != Bytes(step.Input))
        {
            return false;
        }

        aliases.Add(root, (step.Output, offset));
        return true;
    }

    /// <summary>The value at whose place another lies, and how far from its beginning.</summary>
    private (string Name, long Offset) Root(string name) =>
        aliases.TryGetValue(name, out var other) && Root(other.Name) is var (root, offset) ? (root, offset + other.Offset) : (name, 0);

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
            var (output, _) = Root(Steps[i].Output);
            if (!places.ContainsKey(output))
            {
                lives.TryAdd(output, new(i, i, MemoryLayout.Rounded(Bytes(output))));
            }

            foreach (var name in Steps[i].Reads.Append(output))
            {
                if (Root(name) is var (root, _) && lives.TryGetValue(root, out var life))
                {
                    lives[root] = life with { Last = i };
                }
            }
        }

        var layout = new MemoryLayout();
        string[] largestFirst = [.. lives.Keys];
        Array.Sort(largestFirst, (a, b) => lives[b].Bytes.CompareTo(lives[a].Bytes) is not 0 and var order ? order : lives[a].First.CompareTo(lives[b].First));
        foreach (var name in largestFirst)
        {
            places.Add(name, new(KernelPlaceKind.Memory, layout.Add(lives[name])));
        }

        return layout.Bytes;
    }

    private long Bytes(string name) => graph.Variable(name) is { } value ? value.Count * value.Type.ByteSize() : 0;
}
