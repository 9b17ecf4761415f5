using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.OnnxRuntime.Kernels;
using WebNN.OnnxRuntime.Layouts;
using WebNN.OnnxRuntime.Model;
using WebNN.OnnxRuntime.Patterns;

namespace WebNN.OnnxRuntime.Lowering;

/// <summary>
/// Turns WebNN operators into an ONNX graph. Where a constant is all there is behind an operand, it is computed on the host; where a
/// quantizeLinear ends a pattern that ONNX Runtime has an integer kernel for, the whole pattern becomes that kernel.
/// </summary>
internal sealed class GraphLowering
{
    private readonly Dictionary<MLOperand, OnnxValue> values = [];
    private readonly Dictionary<MLOperand, OnnxValue> trueInt8 = [];
    private readonly Dictionary<(string Name, string Permutation), OnnxValue> transposed = [];
    private readonly Dictionary<(string Name, string Order), OnnxValue> reordered = [];

    /// <summary>The quantized patterns of the graph; empty while a single operator is probed.</summary>
    private readonly QuantizedPatterns patterns;

    private GraphLowering(QuantizedPatterns patterns) => this.patterns = patterns;

    public OnnxGraph Graph { get; } = new();

    /// <summary>What the kernels of webnn/kernels, which run what they can, are made for; null for none of them.</summary>
    public KernelTarget? OwnKernels { get; private init; }

    /// <summary>Whether weights may be packed that ONNX Runtime's kernels would read as they are.</summary>
    public bool PacksWeights { get; private init; } = true;

    /// <summary>Lowers a whole graph. Inputs and outputs keep their order; int8 ones are shifted u8, which <see cref="OrtPorts"/> sees to.</summary>
    /// <param name="ownKernels">See <see cref="OwnKernels"/>.</param>
    /// <param name="ownIntegerKernels">What those of integers are made for; null for none of them.</param>
    /// <param name="packsWeights">See <see cref="PacksWeights"/>.</param>
    /// <exception cref="UnsupportedException">An operator cannot be expressed.</exception>
    public static OnnxGraph Lower(MLGraphDefinition definition, KernelTarget? ownKernels = null, KernelTarget? ownIntegerKernels = null, bool packsWeights = true)
    {
        definition = ChannelsLast.Apply(GraphPatterns.Apply(definition), ownKernels, ownIntegerKernels);
        var lowering = new GraphLowering(QuantizedPatterns.Find(definition)) { OwnKernels = ownKernels, PacksWeights = packsWeights };
        foreach (var (_, operand) in definition.Inputs)
        {
            lowering.AddInput(operand);
        }

        lowering.LowerNodes(definition);
        foreach (var (_, operand) in definition.Outputs)
        {
            lowering.Graph.AddOutput(lowering.Value(operand));
        }

        lowering.Graph.RemoveUnreadNodes();
        if (ownKernels is { } target)
        {
            WindowFusion.Apply(lowering.Graph, target);
        }

        if (ownIntegerKernels is { } integers)
        {
            IntegerFusion.Apply(lowering.Graph, integers);
        }

        BorderRewrites.Apply(lowering.Graph);
        return lowering.Graph;
    }

    /// <summary>
    /// The same graph for others than this backend: inputs and outputs have the definition's names and types, and every operator is ONNX
    /// Runtime's.
    /// </summary>
    /// <exception cref="UnsupportedException">An operator cannot be expressed.</exception>
    public static OnnxGraph LowerForExport(MLGraphDefinition definition)
    {
        definition = GraphPatterns.Apply(definition);
        var lowering = new GraphLowering(QuantizedPatterns.Find(definition));
        lowering.Graph.Reserve(definition.Inputs.Concat(definition.Outputs).Select(operand => operand.Name));
        foreach (var (name, operand) in definition.Inputs)
        {
            lowering.Define(operand, lowering.Graph.AddInput(name, OnnxTypes.Of(operand.DataType), operand.Shape));
        }

        lowering.LowerNodes(definition);
        foreach (var (name, operand) in definition.Outputs)
        {
            lowering.Graph.AddOutput(name, lowering.TrueValue(operand));
        }

        lowering.Graph.RemoveUnreadNodes();
        lowering.Graph.RemoveUnreadConstants();
        return lowering.Graph;
    }

    /// <summary>Lowers one operator and throws the result away: it can run exactly where this succeeds.</summary>
    /// <exception cref="UnsupportedException">It cannot be expressed.</exception>
    public static void Probe(MLNode node) => new GraphLowering(QuantizedPatterns.None).LowerNode(node);

    /// <summary>
    /// The operand's value in stored form: int8 as shifted u8. Constants, and what is worth emitting only where it is used, come into
    /// being here; while probing, so does everything else.
    /// </summary>
    public OnnxValue Value(MLOperand operand)
    {
        if (values.TryGetValue(operand, out var known))
        {
            return known;
        }

        if (HostConstant.TryResolve(operand, out var data))
        {
            var shifted = operand.DataType is MLOperandDataType.Int8;
            var type = shifted ? OrtElementType.UInt8 : OnnxTypes.Of(operand.DataType);
            var constant = Graph.Constant(type, operand.Shape, shifted ? new(() => HostConstants.Shift(data.Bytes.Span)) : data) with { Shifted = shifted };
            values.Add(operand, constant);
            return constant;
        }

        if (operand.Producer is { } producer && patterns.Covers(producer))
        {
            LowerNode(producer);
            return values[operand];
        }

        return AddInput(operand);
    }

    /// <summary>The operand's value with int8 as ONNX's int8: two nodes more, for operators that need the numbers themselves.</summary>
    public OnnxValue TrueValue(MLOperand operand)
    {
        if (operand.DataType is not MLOperandDataType.Int8)
        {
            return Value(operand);
        }

        if (!trueInt8.TryGetValue(operand, out var value))
        {
            value = HostConstant.TryResolve(operand, out var data)
                ? Graph.Constant(OrtElementType.Int8, operand.Shape, data)
                : Emit("Cast", [FlipSign(Value(operand))], OrtElementType.Int8, operand.Shape, OnnxAttribute.Int("to", (int)OrtElementType.Int8));
            trueInt8.Add(operand, value);
        }

        return value;
    }

    /// <inheritdoc cref="QuantizedPatterns.Covers"/>
    public bool Covers(MLNode node) => patterns.Covers(node);

    /// <inheritdoc cref="QuantizedPatterns.IsReadOnce"/>
    public bool IsReadOnce(MLOperand operand) => patterns.IsReadOnce(operand);

    /// <summary>Gives an operand its value, turned into stored form where it is a true int8.</summary>
    public void Define(MLOperand operand, OnnxValue value)
    {
        if (operand.DataType is MLOperandDataType.Int8 && value.Type is OrtElementType.Int8)
        {
            trueInt8[operand] = value;
            value = FlipSign(Emit("Cast", [value], OrtElementType.UInt8, value.Shape, OnnxAttribute.Int("to", (int)OrtElementType.UInt8)));
        }

        var stored = operand.DataType is MLOperandDataType.Int8 ? OrtElementType.UInt8 : OnnxTypes.Of(operand.DataType);
        if (value.Type != stored || value.Shifted != operand.DataType is MLOperandDataType.Int8 || !value.Shape.AsSpan().SequenceEqual(operand.Shape.AsSpan()))
        {
            throw new InvalidOperationException($"{operand.Producer?.Operator} came out as {value}{(value.Shifted ? " shifted" : "")}; WebNN has {operand.Descriptor}");
        }

        values.Add(operand, value);
    }

    public OnnxValue Emit(string @operator, ReadOnlySpan<OnnxValue?> inputs, OrtElementType type, ImmutableArray<int> shape, params ReadOnlySpan<OnnxAttribute> attributes) =>
        EmitIn("", @operator, inputs, type, shape, attributes);

    public OnnxValue EmitIn(
        string domain, string @operator, ReadOnlySpan<OnnxValue?> inputs, OrtElementType type, ImmutableArray<int> shape, params ReadOnlySpan<OnnxAttribute> attributes) =>
        Graph.Add(@operator, domain, CurrentLabel, inputs, [(type, shape)], attributes)[0];

    /// <summary>The value with its axes moved; on the host for a constant, once per permutation otherwise.</summary>
    public OnnxValue Transpose(OnnxValue value, params ReadOnlySpan<int> permutation)
    {
        var key = (value.Name, string.Join(',', permutation.ToArray()));
        if (transposed.TryGetValue(key, out var known))
        {
            return known with { Shifted = value.Shifted };
        }

        var shape = HostConstants.Transpose(value.Shape, permutation);
        var result = value.Data is { } data
            ? Graph.Constant(value.Type, shape, HostConstants.Transposed(data, value.Shape, [.. permutation], value.Type.ByteSize()))
            : Emit("Transpose", [value], value.Type, shape, OnnxAttribute.Ints("perm", [.. permutation]));
        result = result with { Shifted = value.Shifted };
        transposed.Add(key, result);
        return result;
    }

    /// <summary>The value with the equal parts of an axis in another order; on the host for a constant, once per order.</summary>
    public OnnxValue Reorder(OnnxValue value, int axis, ImmutableArray<int> order)
    {
        var key = (value.Name, $"{axis}: {string.Join(',', order)}");
        if (reordered.TryGetValue(key, out var known))
        {
            return known;
        }

        var outer = value.Shape.Take(axis).Aggregate(1, (product, dimension) => product * dimension);
        OnnxValue result;
        if (value.Data is { } data)
        {
            result = Graph.Constant(value.Type, value.Shape, new HostData(() => HostConstants.Reorder(data.Bytes.Span, outer, order)));
        }
        else
        {
            ImmutableArray<int> parts = [outer, order.Length, value.Shape.Skip(axis).Aggregate(1, (product, dimension) => checked(product * dimension)) / order.Length];
            var moved = Emit("Gather", [Reshape(value, parts), Graph.Integers(order)], value.Type, parts, OnnxAttribute.Int("axis", 1));
            result = Reshape(moved, value.Shape);
        }

        reordered.Add(key, result);
        return result;
    }

    public OnnxValue Reshape(OnnxValue value, ImmutableArray<int> shape)
    {
        if (value.Shape.AsSpan().SequenceEqual(shape.AsSpan()))
        {
            return value;
        }

        var result = value.Data is { } data
            ? Graph.Constant(value.Type, shape, data)
            : Emit("Reshape", [value, Graph.Integers(shape)], value.Type, shape);
        return result with { Shifted = value.Shifted };
    }

    /// <summary>What stands before a node's name in ONNX Runtime's messages.</summary>
    private string CurrentLabel { get; set; } = "n";

    private void LowerNode(MLNode node)
    {
        var outer = CurrentLabel;
        CurrentLabel = $"{(node.Label.Length > 0 ? node.Label : node.Operator)}/";
        var context = new OperatorContext(this, node);
        if (patterns.FusedAt(node) is { } fused)
        {
            fused(context);
        }
        else
        {
            OperatorTable.Find(node)(context);
        }

        CurrentLabel = outer;
    }

    /// <summary>Operators that cost nothing unless something other than a quantized pattern reads them.</summary>
    private static bool IsDeferred(MLNode node)
    {
        var source = node;
        for (var i = 0; i < HostConstant.LongestChain && source is { Operator: "reshape" or "transpose" } && source.Input(0).Producer is { } producer; i++)
        {
            source = producer;
        }

        return source.Operator is "dequantizeLinear" || HostConstant.TryResolve(node.Output, out _);
    }

    private void LowerNodes(MLGraphDefinition definition)
    {
        foreach (var node in definition.Nodes)
        {
            if (!patterns.Absorbs(node) && !IsDeferred(node))
            {
                LowerNode(node);
            }
        }
    }

    private OnnxValue AddInput(MLOperand operand)
    {
        var isInt8 = operand.DataType is MLOperandDataType.Int8;
        var value = Graph.AddInput(isInt8 ? OrtElementType.UInt8 : OnnxTypes.Of(operand.DataType), operand.Shape, isInt8);
        values.Add(operand, value);
        return value;
    }

    /// <summary>Shifts int8 bytes to the unsigned range, or back: the same bit either way.</summary>
    private OnnxValue FlipSign(OnnxValue value) =>
        Emit("BitwiseXor", [value, Graph.Scalar(OrtElementType.UInt8, 0x80)], OrtElementType.UInt8, value.Shape) with { Shifted = !value.Shifted };
}
