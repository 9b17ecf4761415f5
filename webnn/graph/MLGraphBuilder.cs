using System.Collections.Immutable;

namespace WebNN;

/// <summary>
/// Records a graph operator by operator, validating each and inferring its output (WebNN: <c>MLGraphBuilder</c>). One family of
/// operators per file in <c>Operators/</c>. Cheap to make and to throw away. Every method refuses with <see cref="ArgumentException"/> what breaks
/// the specification's rules or lies outside the context's limits, and with <see cref="InvalidOperationException"/> any call after
/// <see cref="Build"/>, or on a context that is lost.
/// </summary>
public sealed partial class MLGraphBuilder
{
    /// <summary>The operands of one concat, and the parts of one split, at most.</summary>
    public const int MaxParts = 8192;

    private readonly List<MLNamedOperand> inputs = [];
    private bool built;

    /// <exception cref="InvalidOperationException">The context is lost.</exception>
    public MLGraphBuilder(MLContext context)
        : this(context, requireLive: true)
    {
    }

    private MLGraphBuilder(MLContext context, bool requireLive)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        if (requireLive)
        {
            context.RequireNotLost();
        }
    }

    public MLContext Context { get; }

    /// <summary>A builder that is only asked with: a lost context still knows its limits.</summary>
    internal static MLGraphBuilder ForSurvey(MLContext context) => new(context, requireLive: false);

    /// <summary>Adds a graph input.</summary>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public MLOperand Input(string name, MLOperandDescriptor descriptor)
    {
        RequireOpen();
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(descriptor);
        if (inputs.Exists(input => input.Name == name))
        {
            throw new ArgumentException($"input '{name}' exists already");
        }

        RequireRank(descriptor, $"input '{name}'");
        var operand = new MLOperand(this, descriptor) { InputName = name };
        inputs.Add(new(name, operand));
        return operand;
    }

    /// <summary>Adds a constant over the caller's bytes, which must stay valid and unchanged until every graph built from it is disposed.</summary>
    /// <exception cref="ArgumentException">The byte length does not fit the descriptor.</exception>
    public MLOperand Constant(MLOperandDescriptor descriptor, ReadOnlyMemory<byte> data)
    {
        RequireOpen();
        ArgumentNullException.ThrowIfNull(descriptor);
        if (data.Length != descriptor.ByteLength)
        {
            throw new ArgumentException($"constant {descriptor} needs {descriptor.ByteLength} bytes; got {data.Length}");
        }

        RequireRank(descriptor, "a constant");
        return new MLOperand(this, descriptor) { ConstantData = data };
    }

    /// <summary>Validates the outputs and compiles the graph. A builder builds once.</summary>
    /// <exception cref="ArgumentException">No output, an output that is an input or a constant, or an operand of another builder.</exception>
    /// <exception cref="InvalidOperationException">This builder has built already, or its context is lost.</exception>
    /// <exception cref="MLOperationException">The backend did not compile the graph.</exception>
    public MLGraph Build(params ReadOnlySpan<MLNamedOperand> outputs)
    {
        RequireOpen();
        var definition = Define(outputs);
        built = true;
        try
        {
            var graph = Context.Compile(definition);
            graph.Context = Context;
            return graph;
        }
        catch (UnsupportedException e)
        {
            throw new MLOperationException(e.Message, e);
        }
    }

    /// <summary>The graph that <see cref="Build"/> would compile; what the text form prints. Our extension, at any time.</summary>
    public MLGraphDefinition Define(params ReadOnlySpan<MLNamedOperand> outputs)
    {
        if (outputs.IsEmpty)
        {
            throw new ArgumentException("a graph needs at least one output");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, operand) in outputs)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            RequireOwn(operand, $"output '{name}'");
            if (!names.Add(name))
            {
                throw new ArgumentException($"output '{name}' exists already");
            }

            if (operand.Producer is null)
            {
                throw new ArgumentException($"output '{name}' is {(operand.InputName is null ? "a constant" : "an input")}; WebNN needs an operator's output (identity)");
            }
        }

        var nodes = NodesBehind(outputs);
        var read = nodes.SelectMany(node => node.Inputs).ToHashSet();
        return new MLGraphDefinition([.. inputs.Where(input => read.Contains(input.Operand))], nodes, [.. outputs]);
    }

    /// <summary>What the outputs need, in an order in which it can run.</summary>
    internal static ImmutableArray<MLNode> NodesBehind(ReadOnlySpan<MLNamedOperand> outputs)
    {
        var (nodes, seen) = (new List<MLNode>(), new HashSet<MLNode>());
        foreach (var output in outputs)
        {
            Visit(output.Operand.Producer!, seen, nodes);
        }

        return [.. nodes];
    }

    /// <summary>Depth first with a stack of our own: a chain of a hundred thousand operators must not overflow the thread's.</summary>
    private static void Visit(MLNode root, HashSet<MLNode> seen, List<MLNode> ordered)
    {
        var stack = new Stack<(MLNode Node, bool InputsDone)>();
        stack.Push((root, false));
        while (stack.TryPop(out var top))
        {
            if (top.InputsDone)
            {
                ordered.Add(top.Node);
                continue;
            }

            if (!seen.Add(top.Node))
            {
                continue;
            }

            stack.Push((top.Node, true));
            for (var i = top.Node.Inputs.Length - 1; i >= 0; i--)
            {
                if (top.Node.Inputs[i]?.Producer is { } producer && !seen.Contains(producer))
                {
                    stack.Push((producer, false));
                }
            }
        }
    }

    /// <summary>Checks an operation's operands against its signature: which may be absent, and the types and ranks of the others.</summary>
    /// <returns>For the checks that are the operation's own.</returns>
    private Require Validated(string @operator, string label, params ReadOnlySpan<MLOperand?> operands)
    {
        RequireOpen();
        ArgumentNullException.ThrowIfNull(label);
        var require = new Require(@operator, label);
        var rules = OperatorSignatures.Find(@operator).Inputs;
        for (var i = 0; i < rules.Length; i++)
        {
            var like = rules[i].Like is { } name ? operands[rules.IndexOf(rules.First(rule => rule.Name == name))] : null;
            require.Follows(rules[i], operands[i], rules[i].Name, like);
        }

        return require;
    }

    /// <summary>Records an operator with one output, asking the backend first.</summary>
    private MLOperand Record(string @operator, ImmutableArray<MLOperand?> operands, MLOperandDescriptor output, object? options, string label) =>
        Record(@operator, operands, [output], options, label)[0];

    private ImmutableArray<MLOperand> Record(
        string @operator, ImmutableArray<MLOperand?> operands, ImmutableArray<MLOperandDescriptor> outputs, object? options, string label)
    {
        var require = new Require(@operator, label);
        for (var i = 0; i < operands.Length; i++)
        {
            require.Of(this, operands[i], i);
        }

        foreach (var output in outputs)
        {
            require.RankAtMost(output, Context.MaxRank);
        }

        var results = outputs.Select(descriptor => new MLOperand(this, descriptor)).ToImmutableArray();
        var node = new MLNode(@operator, operands, results, options, label);
        try
        {
            Context.RequireSupport(node);
        }
        catch (UnsupportedException e)
        {
            throw new ArgumentException(e.Message, e);
        }

        foreach (var result in results)
        {
            result.Producer = node;
        }

        return results;
    }

    private void RequireOpen()
    {
        if (built)
        {
            throw new InvalidOperationException("this MLGraphBuilder has built; make another for another graph");
        }

        Context.RequireNotLost();
    }

    private void RequireRank(MLOperandDescriptor descriptor, string what)
    {
        if (descriptor.Rank > Context.MaxRank)
        {
            throw new ArgumentException($"{what} has too many axes (expected at most {Context.MaxRank}, found {descriptor})");
        }
    }

    private void RequireOwn(MLOperand operand, string what)
    {
        ArgumentNullException.ThrowIfNull(operand);
        if (operand.Builder != this)
        {
            throw new ArgumentException($"{what} belongs to another MLGraphBuilder");
        }
    }
}
