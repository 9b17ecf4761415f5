using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>What translating a node by itself came to.</summary>
/// <param name="Shapes">Of its outputs, whatever the backend makes of the node; null where it has no translation.</param>
/// <param name="Objection">Why it has to stay with TFLite; null where WebNN can run it.</param>
/// <param name="Operators">As how many operators of WebNN it is written out.</param>
internal sealed record NodeTrial(ImmutableArray<ImmutableArray<int>>? Shapes, string? Objection, int Operators);

/// <summary>
/// Translates the nodes of a graph, each by itself, and throws the result away. What that came to is kept: a node is translated again only where
/// its tensors are others than the last time.
/// </summary>
internal sealed class NodeTrials(MLContext context)
{
    /// <summary>A longer constant is the same only where it is the same memory.</summary>
    private const int MostCompared = 256;

    private readonly Dictionary<int, (NodeInfo Node, NodeTrial Trial)> known = [];

    public MLContext Context => context;

    /// <summary>Why a node has to stay with TFLite; null where WebNN can run it, or it is a constant.</summary>
    /// <param name="node">Its inputs constant where they can be.</param>
    /// <param name="mostOperators">It stays, too, where it would be written out as more operators of WebNN than that.</param>
    public string? Objection(NodeInfo node, ConstantFolding constants, int mostOperators = int.MaxValue)
    {
        if (constants.IsFolded(node.Index))
        {
            return null;
        }

        var trial = Of(node, constants);
        return trial.Objection ?? (trial.Operators > mostOperators
            ? $"{node.Label}: it would be written out as {trial.Operators} operators of WebNN, and TFLite's kernel is faster; the option include claims it all the same"
            : null);
    }

    /// <param name="node">Its inputs constant where they can be.</param>
    public NodeTrial Of(NodeInfo node, ConstantFolding constants)
    {
        if (known.TryGetValue(node.Index, out var last) && AreSame(last.Node.Inputs.AsSpan(), node.Inputs.AsSpan()) && AreSame(last.Node.Outputs.AsSpan(), node.Outputs.AsSpan()))
        {
            return last.Trial;
        }

        var trial = Translate(node, constants);
        known[node.Index] = (node, trial);
        return trial;
    }

    private NodeTrial Translate(NodeInfo node, ConstantFolding constants)
    {
        var listener = new TrialContext(context);
        var translator = new GraphTranslator(listener, constants);
        ImmutableArray<ImmutableArray<int>>? shapes = null;
        string? failure = null;
        try
        {
            translator.Add(node, found => shapes = found);
        }
        catch (Exception e) when (e is UnsupportedException or ArgumentException)
        {
            failure = e.Message;
        }
        catch (Exception e)
        {
            // A model's numbers may be anything (overflows, sizes beyond any array), and one node's must not cost the others.
            failure = $"{node.Label}: {e.GetType().Name}: {e.Message}";
        }

        return new(shapes, listener.Objection ?? failure, translator.OperatorCount);
    }

    private static bool AreSame(ReadOnlySpan<TensorInfo?> tensors, ReadOnlySpan<TensorInfo?> others)
    {
        var same = tensors.Length == others.Length;
        for (var i = 0; same && i < tensors.Length; i++)
        {
            same = IsSame(tensors[i], others[i]);
        }

        return same;
    }

    /// <summary>Whether two states of one tensor translate alike.</summary>
    private static bool IsSame(TensorInfo? tensor, TensorInfo? other) => ReferenceEquals(tensor, other)
        || (tensor is not null && other is not null && tensor.Index == other.Index && tensor.Unreadable == other.Unreadable
            && tensor.Shape.AsSpan().SequenceEqual(other.Shape.AsSpan()) && IsSame(tensor.Data, other.Data));

    private static bool IsSame(ReadOnlyMemory<byte>? data, ReadOnlyMemory<byte>? other) => (data, other) switch
    {
        (null, null) => true,
        ({ } a, { } b) => a.Equals(b) || (a.Length <= MostCompared && b.Length <= MostCompared && a.Span.SequenceEqual(b.Span)),
        _ => false,
    };

    /// <summary>Takes what the backend refuses for all that, and remembers the first of its reasons.</summary>
    private sealed class TrialContext(MLContext backend) : MLContext
    {
        public string? Objection { get; private set; }

        public override bool Accelerated => backend.Accelerated;

        public override string Description => backend.Description;

        public override int MaxRank => backend.MaxRank;

        public override void RequireSupport(MLNode node)
        {
            try
            {
                if (Objection is null)
                {
                    backend.RequireSupport(node);
                }
            }
            catch (UnsupportedException e)
            {
                Objection = e.Message;
            }
        }

        protected override MLGraph Compile(MLGraphDefinition definition) => throw new UnsupportedException("this context tries nodes and compiles none");
    }
}
