using WebNN.TfLite.Delegation;
using WebNN.TfLite.ModelFile;

namespace WebNN.TfLite;

/// <summary>The value of one of a model's variables, and room for the next one.</summary>
internal sealed class Variable(string name, TensorInfo tensor)
{
    private ReadOnlyMemory<byte>? initial;

    public string Name => name;

    public TensorInfo Tensor => tensor;

    public TensorMemory Value { get; private set; } = new(tensor.ByteLength);

    public TensorMemory Next { get; private set; } = new(tensor.ByteLength);

    /// <summary>Whether anything gave it a value yet.</summary>
    public bool IsAssigned { get; private set; }

    /// <summary>The first graph that brings a first value sets it; a value that was assigned meanwhile stays.</summary>
    public void SetInitial(ReadOnlyMemory<byte> value)
    {
        var isAssigned = IsAssigned;
        if (initial is null)
        {
            initial = value;
            if (!isAssigned)
            {
                Reset();
            }
        }
    }

    public void Assign()
    {
        (Value, Next) = (Next, Value);
        IsAssigned = true;
    }

    public void Reset()
    {
        IsAssigned = initial is not null;
        initial?.Span.CopyTo(Value.Bytes);
    }
}

/// <summary>The variables of a model: what its runs leave for the next, whichever signature reads it.</summary>
internal sealed class ModelState
{
    private readonly Dictionary<string, Variable> variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorInfo> first = new(StringComparer.Ordinal);
    private readonly HashSet<int> initialized = [];

    /// <summary>Held by a run that uses variables.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The variable that a graph uses; made where no graph did before.</summary>
    /// <exception cref="UnsupportedException">Its type or shape is not the one that another graph, or its first value, has.</exception>
    public Variable Use(VariableUse use)
    {
        var tensor = (use.Read ?? use.Written)!;
        lock (Gate)
        {
            if (!variables.TryGetValue(use.Name, out var variable))
            {
                variable = new(use.Name, tensor);
                variables.Add(use.Name, variable);
            }

            foreach (var other in new[] { use.Read, use.Written, use.Initial, first.GetValueOrDefault(use.Name) }.OfType<TensorInfo>())
            {
                if (other.Type != variable.Tensor.Type || !other.Shape.AsSpan().SequenceEqual(variable.Tensor.Shape.AsSpan()))
                {
                    throw new UnsupportedException($"variable '{use.Name}' is {variable.Tensor} in one place and {other} in another");
                }
            }

            if ((use.Initial ?? first.GetValueOrDefault(use.Name)) is { Data: { } data })
            {
                variable.SetInitial(data);
            }

            return variable;
        }
    }

    /// <summary>Runs a graph of the model once, whoever asks, and takes what it assigns as the first values of variables.</summary>
    /// <param name="compile">Makes the graph with a state of its own.</param>
    /// <exception cref="UnsupportedException">A first value has another type or shape than its variable.</exception>
    public void Initialize(int subgraph, Func<ModelState, CompiledGraph> compile)
    {
        if (initialized.Contains(subgraph))
        {
            return;
        }

        var alone = new ModelState();
        using (var graph = compile(alone))
        {
            graph.Run();
        }

        lock (Gate)
        {
            foreach (var assigned in alone.variables.Values.Where(variable => variable.IsAssigned))
            {
                first[assigned.Name] = assigned.Tensor with { Data = assigned.Value.Bytes.ToArray() };
                if (variables.ContainsKey(assigned.Name))
                {
                    Use(new(assigned.Name, assigned.Tensor, null));
                }
            }

            initialized.Add(subgraph);
        }
    }

    /// <summary>Every variable has its first value again, or none.</summary>
    public void Reset()
    {
        lock (Gate)
        {
            foreach (var variable in variables.Values)
            {
                variable.Reset();
            }
        }
    }
}
