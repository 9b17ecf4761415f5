namespace WebNN.Tests;

/// <summary>Builds small graphs and says what came out.</summary>
internal static class Make
{
    public static MLOperandDescriptor F32(params ReadOnlySpan<int> shape) => new(MLOperandDataType.Float32, shape);

    public static MLOperandDescriptor F16(params ReadOnlySpan<int> shape) => new(MLOperandDataType.Float16, shape);

    public static MLOperandDescriptor I32(params ReadOnlySpan<int> shape) => new(MLOperandDataType.Int32, shape);

    public static MLOperandDescriptor I64(params ReadOnlySpan<int> shape) => new(MLOperandDataType.Int64, shape);

    public static MLOperandDescriptor I8(params ReadOnlySpan<int> shape) => new(MLOperandDataType.Int8, shape);

    public static MLOperandDescriptor U8(params ReadOnlySpan<int> shape) => new(MLOperandDataType.Uint8, shape);

    /// <summary>Inputs named a, b, c… of the given descriptors, and the text of what <paramref name="apply"/> makes of them.</summary>
    public static string Text(MLOperandDescriptor[] inputs, Func<MLGraphBuilder, MLOperand[], MLOperand> apply)
    {
        var builder = new MLGraphBuilder(new AcceptingContext());
        return builder.Define(new MLNamedOperand("y", apply(builder, Inputs(builder, inputs)))).ToText();
    }

    /// <summary>The line of the last operator, without the number of its result.</summary>
    public static string Line(MLOperandDescriptor[] inputs, Func<MLGraphBuilder, MLOperand[], MLOperand> apply)
    {
        var lines = Text(inputs, apply).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var line = lines.Last(text => text.Contains('('));
        return line[(line.IndexOf("= ", StringComparison.Ordinal) + 2)..];
    }

    /// <summary>The message with which the builder refuses.</summary>
    public static string Refusal(MLOperandDescriptor[] inputs, Func<MLGraphBuilder, MLOperand[], MLOperand> apply)
    {
        var builder = new MLGraphBuilder(new AcceptingContext());
        var operands = Inputs(builder, inputs);
        return Assert.Throws<ArgumentException>(() => apply(builder, operands)).Message;
    }

    private static MLOperand[] Inputs(MLGraphBuilder builder, MLOperandDescriptor[] inputs) =>
        [.. inputs.Select((descriptor, i) => builder.Input($"{(char)('a' + i)}", descriptor))];
}
