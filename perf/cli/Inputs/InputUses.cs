using WebNN.FlatBuffers;

namespace WebNN.Cli.Inputs;

/// <summary>The values that an input may take because of what reads it, both ends included.</summary>
internal sealed record UseBound(long Minimum, long Maximum, string Reason);

/// <summary>Follows a model's inputs to the nodes that read them: a made-up index must exist, a made-up divisor must not be zero.</summary>
internal sealed class InputUses
{
    private const int AnyPosition = int.MaxValue;
    private const int LargestDivisor = 9;

    /// <summary>Operators whose outputs hold elements of these inputs, unchanged: the first position and the last.</summary>
    private static readonly Dictionary<BuiltinOperator, (int First, int Last)> moving = new()
    {
        [BuiltinOperator.Cast] = (0, 0),
        [BuiltinOperator.Reshape] = (0, 0),
        [BuiltinOperator.ExpandDims] = (0, 0),
        [BuiltinOperator.Squeeze] = (0, 0),
        [BuiltinOperator.Transpose] = (0, 0),
        [BuiltinOperator.Slice] = (0, 0),
        [BuiltinOperator.StridedSlice] = (0, 0),
        [BuiltinOperator.Split] = (1, 1),
        [BuiltinOperator.SplitV] = (0, 0),
        [BuiltinOperator.Unpack] = (0, 0),
        [BuiltinOperator.Pack] = (0, AnyPosition),
        [BuiltinOperator.Concatenation] = (0, AnyPosition),
        [BuiltinOperator.Tile] = (0, 0),
        [BuiltinOperator.BroadcastTo] = (0, 0),
        [BuiltinOperator.ReverseV2] = (0, 0),
        [BuiltinOperator.Gather] = (0, 0),
        [BuiltinOperator.GatherNd] = (0, 0),
        [BuiltinOperator.Select] = (1, 2),
        [BuiltinOperator.SelectV2] = (1, 2),
        [BuiltinOperator.Maximum] = (0, 1),
        [BuiltinOperator.Minimum] = (0, 1),
    };

    /// <summary>Operators that compute with any integers; what they compute is followed, too.</summary>
    private static readonly HashSet<BuiltinOperator> arithmetic =
    [
        BuiltinOperator.Add, BuiltinOperator.Sub, BuiltinOperator.Mul, BuiltinOperator.Neg, BuiltinOperator.Abs, BuiltinOperator.AddN,
        BuiltinOperator.Sum, BuiltinOperator.Mean, BuiltinOperator.ReduceMax, BuiltinOperator.ReduceMin, BuiltinOperator.ReduceProd,
        BuiltinOperator.SquaredDifference, BuiltinOperator.Square, BuiltinOperator.Cumsum, BuiltinOperator.Equal, BuiltinOperator.NotEqual,
        BuiltinOperator.Less, BuiltinOperator.LessEqual, BuiltinOperator.Greater, BuiltinOperator.GreaterEqual, BuiltinOperator.ArgMax,
        BuiltinOperator.ArgMin,
    ];

    private static readonly HashSet<BuiltinOperator> dividing = [BuiltinOperator.Div, BuiltinOperator.FloorDiv, BuiltinOperator.FloorMod];

    private readonly FlatBufferModel model;
    private readonly ModelSubgraph graph;
    private readonly ILookup<int, (ModelOperator Node, int Position)> consumers;

    public InputUses(FlatBufferModel model, ModelSubgraph graph)
    {
        this.model = model;
        this.graph = graph;
        var reads = new List<(int Tensor, ModelOperator Node, int Position)>();
        foreach (var node in graph.Operators)
        {
            for (var position = 0; position < node.Inputs.Length; position++)
            {
                reads.Add((node.Inputs[position], node, position));
            }
        }

        consumers = reads.ToLookup(read => read.Tensor, read => (read.Node, read.Position));
    }

    /// <summary>What all who read the input allow, the narrowest; null where none of them sets a bound.</summary>
    public UseBound? Bound(int inputOrdinal)
    {
        var bounds = Reads(graph.Inputs[inputOrdinal], Moves)
            .Select(read => IndexBounds.Of(model, graph, read.Node, read.Position) ?? Divisor(read.Node, read.Position))
            .OfType<UseBound>()
            .ToList();
        return bounds.Count == 0 ? null : bounds.MinBy(bound => bound.Maximum)! with
        {
            Minimum = Math.Min(bounds.Max(bound => bound.Minimum), bounds.Min(bound => bound.Maximum)),
        };
    }

    /// <summary>Whether everything that comes of an input only computes with it: then any integer will do.</summary>
    public bool IsArithmetic(int inputOrdinal) =>
        Reads(graph.Inputs[inputOrdinal], read => Moves(read) || Computes(read)).All(read => Moves(read) || Computes(read));

    /// <summary>Whether something divides by an input: zero is then no value for it, whatever its type.</summary>
    public bool IsDivisor(int inputOrdinal) =>
        Reads(graph.Inputs[inputOrdinal], Moves).Any(read => read.Position == 1 && dividing.Contains(CodeOf(read.Node)));

    private bool Moves((ModelOperator Node, int Position) read) =>
        moving.TryGetValue(CodeOf(read.Node), out var range) && read.Position >= range.First && read.Position <= range.Last;

    private bool Computes((ModelOperator Node, int Position) read)
    {
        var code = CodeOf(read.Node);
        return arithmetic.Contains(code) || (read.Position == 0 && dividing.Contains(code));
    }

    private UseBound? Divisor(ModelOperator node, int position) =>
        position == 1 && dividing.Contains(CodeOf(node)) && Elements.IsWideInteger(graph.Tensors[node.Inputs[1]].Type)
            ? new(1, LargestDivisor, $"{model.CodeOf(node).Name} divides by it")
            : null;

    private BuiltinOperator CodeOf(ModelOperator node) => model.CodeOf(node).BuiltinCode;

    /// <summary>Everything that reads the tensor, or what those make of it that <paramref name="follows"/> names.</summary>
    private IEnumerable<(ModelOperator Node, int Position)> Reads(int tensor, Func<(ModelOperator Node, int Position), bool> follows)
    {
        var queue = new Queue<int>([tensor]);
        var seen = new HashSet<int>(queue);
        while (queue.TryDequeue(out var current))
        {
            foreach (var read in consumers[current])
            {
                yield return read;
                foreach (var output in follows(read) ? read.Node.Outputs.ToArray() : [])
                {
                    if (seen.Add(output))
                    {
                        queue.Enqueue(output);
                    }
                }
            }
        }
    }
}
