using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Lowering;

/// <summary>What the lowering of one operator sees: its operands as ONNX values, its options, and a place to emit nodes.</summary>
internal readonly struct OperatorContext(GraphLowering lowering, MLNode node)
{
    public MLNode Node { get; } = node;

    public GraphLowering Lowering { get; } = lowering;

    public OnnxGraph Graph => Lowering.Graph;

    /// <summary>The shape of the operator's only output.</summary>
    public ImmutableArray<int> OutputShape => Node.Output.Shape;

    public T Options<T>()
        where T : class => (T)Node.Options!;

    /// <summary>A required operand in stored form: int8 as shifted u8. For operators that move or order elements.</summary>
    public OnnxValue Stored(int index) => Lowering.Value(Node.Input(index));

    /// <summary>A required operand as it is: int8 as ONNX's int8. For operators that compute with elements.</summary>
    public OnnxValue Input(int index) => Lowering.TrueValue(Node.Input(index));

    /// <summary>An optional operand as it is; null where absent.</summary>
    public OnnxValue? OptionalInput(int index) => Node.OptionalInput(index) is { } operand ? Lowering.TrueValue(operand) : null;

    /// <summary>A node with one output.</summary>
    public OnnxValue Emit(string @operator, ReadOnlySpan<OnnxValue?> inputs, OrtElementType type, ImmutableArray<int> shape, params ReadOnlySpan<OnnxAttribute> attributes) =>
        Lowering.Emit(@operator, inputs, type, shape, attributes);

    /// <summary>A node whose output has the type and shape of the first input.</summary>
    public OnnxValue EmitLike(string @operator, ReadOnlySpan<OnnxValue?> inputs, params ReadOnlySpan<OnnxAttribute> attributes) =>
        Lowering.Emit(@operator, inputs, inputs[0]!.Type, inputs[0]!.Shape, attributes);

    /// <summary>A node that moves elements of the first input into the operator's output shape; shifted stays shifted.</summary>
    public OnnxValue Move(string @operator, ReadOnlySpan<OnnxValue?> inputs, params ReadOnlySpan<OnnxAttribute> attributes) =>
        Lowering.Emit(@operator, inputs, inputs[0]!.Type, OutputShape, attributes) with { Shifted = inputs[0]!.Shifted };

    public OnnxValue Cast(OnnxValue value, OrtElementType type) =>
        value.Type == type ? value : Emit("Cast", [value], type, value.Shape, OnnxAttribute.Int("to", (int)type));

    /// <summary>Gives the operator's output its value.</summary>
    public void Result(OnnxValue value, int index = 0) => Lowering.Define(Node.Outputs[index], value);

    /// <exception cref="UnsupportedException">The condition does not hold.</exception>
    public void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw Refuse(reason);
        }
    }

    public UnsupportedException Refuse(string reason) => new($"{Node.Subject}: {reason} (ONNX Runtime backend)");
}
