using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;

namespace WebNN.OnnxRuntime.Model;

/// <summary>
/// An ONNX graph as data: what a lowering emits and <see cref="ModelEditor"/> hands to ONNX Runtime. Operator set 21 of ONNX and
/// set 1 of com.microsoft.
/// </summary>
internal sealed class OnnxGraph
{
    public const string Microsoft = "com.microsoft";

    private readonly List<OnnxNode> nodes = [];
    private readonly List<OnnxValue> inputs = [];
    private readonly List<OnnxValue> outputs = [];
    private readonly List<OnnxValue> constants = [];
    private readonly Dictionary<string, OnnxValue> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> reserved = new(StringComparer.Ordinal);
    private int names;

    public OnnxGraph()
    {
    }

    private OnnxGraph(OnnxGraph other)
    {
        (nodes, inputs, outputs, constants) = ([.. other.nodes], [.. other.inputs], [.. other.outputs], [.. other.constants]);
        (values, reserved, names) = (new(other.values, StringComparer.Ordinal), new(other.reserved, StringComparer.Ordinal), other.names);
    }

    public IReadOnlyList<OnnxNode> Nodes => nodes;

    public IReadOnlyList<OnnxValue> Inputs => inputs;

    public IReadOnlyList<OnnxValue> Outputs => outputs;

    public IReadOnlyList<OnnxValue> Constants => constants;

    /// <summary>The same graph, to be changed by itself. Constants are shared.</summary>
    public OnnxGraph Copy() => new(this);

    public OnnxValue AddInput(OrtElementType type, ImmutableArray<int> shape, bool shifted = false)
    {
        var input = new OnnxValue(Unique("in"), type, shape) { Shifted = shifted };
        inputs.Add(input);
        return input;
    }

    /// <summary>Names of inputs and outputs to come, which nothing else gets.</summary>
    public void Reserve(IEnumerable<string> wanted) => reserved.UnionWith(wanted);

    /// <summary>An input with a reserved name.</summary>
    public OnnxValue AddInput(string name, OrtElementType type, ImmutableArray<int> shape)
    {
        var input = new OnnxValue(name, type, shape);
        inputs.Add(input);
        return input;
    }

    /// <summary>An output with a reserved name: a copy of a value.</summary>
    public void AddOutput(string name, OnnxValue value)
    {
        nodes.Add(new("Identity", "", Unique("output"), [value.Name], [name], []));
        outputs.Add(value with { Name = name, Data = null });
    }

    /// <summary>Marks a value as an output; one that is an output or an input already is copied first.</summary>
    public void AddOutput(OnnxValue value)
    {
        if (value.Data is not null || inputs.Exists(input => input.Name == value.Name) || outputs.Exists(output => output.Name == value.Name))
        {
            value = Add("Identity", "", "output", [value], [(value.Type, value.Shape)])[0] with { Shifted = value.Shifted };
        }

        outputs.Add(value);
    }

    public OnnxValue Constant(OrtElementType type, ImmutableArray<int> shape, HostData data)
    {
        var constant = new OnnxValue(Unique("c"), type, shape) { Data = data };
        constants.Add(constant);
        return constant;
    }

    public OnnxValue Constant<T>(OrtElementType type, ImmutableArray<int> shape, T[] elements)
        where T : unmanaged => Constant(type, shape, new HostData(MemoryMarshal.AsBytes<T>(elements).ToArray()));

    /// <summary>A list of integers: shapes, axes, starts.</summary>
    public OnnxValue Integers(params ReadOnlySpan<long> values) => Constant(OrtElementType.Int64, [values.Length], values.ToArray());

    public OnnxValue Integers(ImmutableArray<int> values) => Integers([.. values.Select(value => (long)value)]);

    /// <summary>A tensor of rank 0. A double cannot hold the highest 64-bit integers: what is above them becomes the highest.</summary>
    public OnnxValue Scalar(OrtElementType type, double value) => Constant(type, [], new HostData(Encode(type, value)));

    /// <summary>A tensor of rank 0 of one of WebNN's types, exactly.</summary>
    public OnnxValue Scalar(MLOperandDataType type, MLNumber value) => Constant(OnnxTypes.Of(type), [], new HostData(value.ToBytes(type)));

    public ImmutableArray<OnnxValue> Add(
        string @operator,
        string domain,
        string label,
        ReadOnlySpan<OnnxValue?> operands,
        ReadOnlySpan<(OrtElementType Type, ImmutableArray<int> Shape)> results,
        params ReadOnlySpan<OnnxAttribute> attributes)
    {
        // An absent operand at the end is left out: LayerNormalization's shape inference crashes on an empty name.
        while (operands is [.., null])
        {
            operands = operands[..^1];
        }

        var operandNames = ImmutableArray.CreateBuilder<string>(operands.Length);
        foreach (var operand in operands)
        {
            operandNames.Add(operand?.Name ?? "");
        }

        var made = ImmutableArray.CreateBuilder<OnnxValue>(results.Length);
        foreach (var (type, shape) in results)
        {
            var value = new OnnxValue(Unique("v"), type, shape);
            values.Add(value.Name, value);
            made.Add(value);
        }

        nodes.Add(new(@operator, domain, Unique(label), operandNames.MoveToImmutable(), [.. made.Select(value => value.Name)], [.. attributes]));
        return made.MoveToImmutable();
    }

    /// <summary>The value that a node computes; null for inputs and constants.</summary>
    public OnnxValue? Computed(string name) => values.GetValueOrDefault(name);

    /// <summary>The value that a node computes or the graph is given; null for constants.</summary>
    public OnnxValue? Variable(string name) => Computed(name) ?? inputs.Find(input => input.Name == name);

    public IEnumerable<OnnxNode> Readers(string name) => nodes.Where(node => node.Inputs.Contains(name));

    /// <summary>The one node that reads a value; null where several do or none, and for an output, which the caller reads.</summary>
    public OnnxNode? OnlyReader(string name) =>
        !outputs.Exists(output => output.Name == name) && Readers(name).Take(2).ToArray() is [var reader] ? reader : null;

    public void ReplaceInput(OnnxValue input, OnnxValue replacement) => inputs[inputs.IndexOf(input)] = replacement;

    public void ReplaceOutput(OnnxValue output, OnnxValue replacement) => outputs[outputs.IndexOf(output)] = replacement;

    public void Replace(OnnxNode node, OnnxNode replacement) => nodes[nodes.IndexOf(node)] = replacement;

    public void Remove(OnnxNode node) => nodes.Remove(node);

    /// <summary>Drops the nodes whose results nobody reads: an operator that was computed together with its reader, in another way.</summary>
    public void RemoveUnreadNodes()
    {
        var read = outputs.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (nodes[i].Outputs.Any(read.Contains))
            {
                read.UnionWith(nodes[i].Inputs);
            }
            else
            {
                nodes.RemoveAt(i);
            }
        }
    }

    /// <summary>Drops the constants that no node reads: originals of those that were moved or folded on the host.</summary>
    public void RemoveUnreadConstants()
    {
        var read = nodes.SelectMany(node => node.Inputs).ToHashSet(StringComparer.Ordinal);
        constants.RemoveAll(constant => !read.Contains(constant.Name));
    }

    /// <summary>One line per node: what tests compare and errors quote.</summary>
    public string ToText()
    {
        var text = new System.Text.StringBuilder();
        foreach (var node in nodes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{string.Join(", ", node.Outputs)} = {node.Operator}({string.Join(", ", node.Inputs)})");
            foreach (var attribute in node.Attributes)
            {
                text.Append(' ').Append(attribute);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private string Unique(string stem)
    {
        string name;
        do
        {
            name = $"{stem}{names++}";
        }
        while (reserved.Contains(name));
        return name;
    }

    private static byte[] Encode(OrtElementType type, double value)
    {
        var bytes = new byte[8];
        switch (type)
        {
            case OrtElementType.Float:
                BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value);
                return bytes[..4];
            case OrtElementType.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                return bytes;
            case OrtElementType.Float16:
                BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
                return bytes[..2];
            case OrtElementType.UInt64:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.CreateSaturating(value));
                return bytes;
        }

        BinaryPrimitives.WriteInt64LittleEndian(bytes, long.CreateSaturating(value));
        return type switch
        {
            OrtElementType.Int64 => bytes,
            OrtElementType.Int32 or OrtElementType.UInt32 => bytes[..4],
            OrtElementType.Int8 or OrtElementType.UInt8 or OrtElementType.Bool => bytes[..1],
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no scalar of this type is needed"),
        };
    }
}
