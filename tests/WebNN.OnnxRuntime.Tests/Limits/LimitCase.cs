namespace WebNN.OnnxRuntime.Tests.Limits;

/// <summary>
/// One small call of an operation, with types given per group of parameters that share one, and the rank of one parameter. The groups are
/// written down with the call, not taken from the library's own rules.
/// </summary>
internal sealed class LimitCase(MLContext context)
{
    private readonly List<MLNamedOperand> inputs = [];

    public MLGraphBuilder Builder { get; } = new(context);

    /// <summary>By the first parameter of each group.</summary>
    public Dictionary<string, MLOperandDataType> Types { get; init; } = [];

    /// <summary>The parameter whose rank is tried; empty for none.</summary>
    public string Focus { get; init; } = "";

    public int FocusRank { get; init; }

    public int MaxRank => context.MaxRank;

    /// <summary>Every parameter that the call has named, and its group.</summary>
    public Dictionary<string, string> Groups { get; } = [];

    /// <summary>Every operand that the call has made, results included.</summary>
    public Dictionary<string, MLOperand> Operands { get; } = [];

    public IReadOnlyList<MLNamedOperand> Inputs => inputs;

    public bool IsFocus(string name) => Focus == name;

    /// <summary>The rank that is tried where one of the parameters is in focus, else the usual one.</summary>
    public int Rank(int usual, params ReadOnlySpan<string> names) => names.Contains(Focus) ? FocusRank : usual;

    public MLOperandDataType Type(string group, string name)
    {
        Groups[name] = group;
        return Types.GetValueOrDefault(group, MLOperandDataType.Float32);
    }

    /// <summary>An input of the graph, of the group's type.</summary>
    public MLOperand In(string name, string group, params ReadOnlySpan<int> shape)
    {
        var operand = Builder.Input(name, new(Type(group, name), shape));
        inputs.Add(new(name, operand));
        Operands[name] = operand;
        return operand;
    }

    public void Out(MLOperand result, string group, string name = "output")
    {
        Type(group, name);
        Operands[name] = result;
    }

    /// <summary>A shape of one or two elements.</summary>
    public static int[] Shape(int rank)
    {
        var shape = new int[rank];
        Array.Fill(shape, 1);
        if (rank > 0)
        {
            shape[^1] = 2;
        }

        return shape;
    }
}
