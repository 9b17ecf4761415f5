using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>Turns TFLite nodes into one WebNN graph.</summary>
internal sealed class GraphTranslator(MLContext context, ConstantFolding constants)
{
    private readonly Dictionary<int, MLOperand> operands = [];
    private readonly Dictionary<int, MLOperand> reals = [];
    private readonly Dictionary<MLOperand, MLOperand> steps = [];
    private readonly Dictionary<string, TensorInfo> inputs = new(StringComparer.Ordinal);
    private readonly List<(TensorInfo Variable, MLOperand Next)> states = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    public MLGraphBuilder Builder { get; } = new(context);

    /// <summary>The tensors that the graph may read at run time, by the names of its inputs.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Inputs => inputs;

    /// <summary>The variables that the graph's nodes write: their next values are its last outputs, in this order.</summary>
    public ImmutableArray<TensorInfo> States => [.. states.Select(state => state.Variable)];

    /// <summary>How many operators lead to what is known so far.</summary>
    public int OperatorCount
    {
        get
        {
            var seen = new HashSet<MLNode>();
            var open = new Stack<MLOperand>(operands.Values.Concat(states.Select(state => state.Next)));
            while (open.TryPop(out var operand))
            {
                if (operand.Producer is { } producer && seen.Add(producer))
                {
                    foreach (var input in producer.Inputs.OfType<MLOperand>())
                    {
                        open.Push(input);
                    }
                }
            }

            return seen.Count;
        }
    }

    /// <summary>Translates a node; its outputs are then known to the nodes after it.</summary>
    /// <exception cref="UnsupportedException">WebNN or the backend cannot run it.</exception>
    /// <exception cref="ArgumentException">The node breaks WebNN's rules.</exception>
    public void Add(NodeInfo node)
    {
        if (!constants.IsFolded(node.Index))
        {
            Add(node, static _ => { });
        }
    }

    /// <summary>The same for any node.</summary>
    /// <param name="found">Hears of the shapes that the node's outputs come to, before they are held against those that they are said to have.</param>
    /// <inheritdoc cref="Add(NodeInfo)"/>
    public void Add(NodeInfo node, Action<ImmutableArray<ImmutableArray<int>>> found)
    {
        var (op, results) = Translate(node);
        found([.. results.Select((result, i) => node.Outputs[i].IsComplex() ? result.Shape.RemoveAt(0) : result.Shape)]);
        for (var i = 0; i < results.Length; i++)
        {
            var (tensor, result) = (node.Outputs[i], op.Store(results[i], i));
            var expected = tensor.IsComplex() ? tensor.PartsDescriptor() : tensor.Descriptor();
            op.Require(result.Descriptor.Equals(expected), $"output {i} came out as {result.Descriptor}; TFLite has {expected}");
            operands[tensor.Index] = result;
        }
    }

    private (OperatorContext Op, ImmutableArray<MLOperand> Results) Translate(NodeInfo node)
    {
        var row = OperatorTable.Find(node);
        var op = new OperatorContext(node, this);
        op.RequireInt16(row.TakesInt16);
        var results = row.Translate(op, node.Params);
        op.Require(results.Length == node.Outputs.Length, $"has {node.Outputs.Length} outputs; expected {results.Length}");
        return (op, results);
    }

    /// <summary>The operand of a tensor as it is stored: known, constant, or an input of this graph.</summary>
    public MLOperand Resolve(TensorInfo tensor)
    {
        var descriptor = tensor.Descriptor();
        if (!operands.ContainsKey(tensor.Index))
        {
            if (tensor.Data is { } data)
            {
                operands.Add(tensor.Index, Builder.Constant(descriptor, tensor.Type == TfLiteType.Int16 ? WideIntegers.Widen(data.Span) : data));
            }
            else if (tensor.IsVariable)
            {
                throw new UnsupportedException($"tensor '{tensor.Name}' is a variable, which this operator does not keep");
            }
        }

        return Known(tensor, descriptor);
    }

    /// <summary>The operand of complex numbers. As an input of the graph it only stands for what a node before would compute.</summary>
    public MLOperand ResolveComplex(TensorInfo tensor) => tensor.IsComplex() && tensor.Data is null
        ? Known(tensor, tensor.PartsDescriptor())
        : throw new UnsupportedException($"tensor '{tensor.Name}' is {tensor}; expected computed {TfLiteType.Complex64}");

    /// <summary>The operand of a variable's value before the graph runs.</summary>
    public MLOperand ResolveState(TensorInfo tensor) => tensor.IsVariable
        ? Known(tensor, tensor.Descriptor())
        : throw new UnsupportedException($"tensor '{tensor.Name}' is no variable");

    /// <summary>Makes a variable's value after the graph ran one of its outputs. One node of a graph has a variable.</summary>
    public void Keep(TensorInfo variable, MLOperand next) => states.Add((variable, next));

    private MLOperand Known(TensorInfo tensor, MLOperandDescriptor descriptor)
    {
        if (!operands.TryGetValue(tensor.Index, out var operand))
        {
            var name = PortName(tensor);
            operand = Builder.Input(name, descriptor);
            inputs.Add(name, tensor);
            operands.Add(tensor.Index, operand);
        }

        return operand;
    }

    /// <summary>What a quantized tensor stands for: one dequantizeLinear for all of its consumers.</summary>
    public MLOperand ResolveReal(TensorInfo tensor)
    {
        if (!reals.TryGetValue(tensor.Index, out var real))
        {
            real = tensor.Type == TfLiteType.Int16
                ? WideIntegers.Dequantize(Builder, Steps(tensor), tensor)
                : Quantizer.Dequantize(Builder, Resolve(tensor), tensor.Quantization!, $"'{tensor.Name}'");
            reals.Add(tensor.Index, real);
        }

        return real;
    }

    /// <summary>The integers of an int16 tensor as floats: those that were rounded to them, where a node of this graph did so.</summary>
    public MLOperand Steps(TensorInfo tensor)
    {
        var stored = Resolve(tensor);
        if (!steps.TryGetValue(stored, out var floats))
        {
            floats = Builder.Cast(stored, MLOperandDataType.Float32, $"'{tensor.Name}'");
            steps.Add(stored, floats);
        }

        return floats;
    }

    /// <summary>The elements of an int16 tensor, where floats hold its integers: who computes with them goes on from the floats.</summary>
    public MLOperand FromSteps(MLOperand floats, string label)
    {
        var stored = Builder.Cast(floats, MLOperandDataType.Int32, label);
        steps.Add(stored, floats);
        return stored;
    }

    /// <summary>A quantized constant among floats, as the floats it stands for.</summary>
    public MLOperand ResolveFolded(TensorInfo tensor)
    {
        if (!reals.TryGetValue(tensor.Index, out var real))
        {
            real = Builder.Constant(new MLOperandDescriptor(MLOperandDataType.Float32, tensor.Descriptor().Shape.AsSpan()), constants.Floats(tensor));
            reals.Add(tensor.Index, real);
        }

        return real;
    }

    /// <summary>The graph's outputs: tensors that its nodes computed, then the next values of <see cref="States"/>.</summary>
    public MLNamedOperand[] Outputs(IEnumerable<TensorInfo> tensors)
    {
        var taken = new HashSet<MLOperand>();
        var outputs = new List<MLNamedOperand>();
        foreach (var (tensor, value) in tensors.Select(tensor => (tensor, tensor.IsComplex() ? ResolveComplex(tensor) : Resolve(tensor))).Concat(states))
        {
            var operand = value;
            // WebNN's outputs are distinct, and none is an input or a constant.
            if (operand.Producer is null || !taken.Add(operand))
            {
                operand = Builder.Identity(operand, $"output '{tensor.Name}'");
            }

            outputs.Add(new(PortName(tensor), operand));
        }

        return [.. outputs];
    }

    /// <summary>The tensor's name, made unique where the model's names are not.</summary>
    private string PortName(TensorInfo tensor)
    {
        var name = tensor.Name.Length > 0 ? tensor.Name : $"tensor{tensor.Index}";
        if (!names.Add(name))
        {
            name = $"{name}#{tensor.Index}";
            names.Add(name);
        }

        return name;
    }
}
