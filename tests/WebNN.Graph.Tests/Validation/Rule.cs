namespace WebNN.Tests.Validation;

/// <summary>
/// A rule of the specification's algorithm for an operation: a call that breaks this rule alone, and the nearest one that keeps it. Of an
/// option whose every value is allowed the two calls differ in what they record.
/// </summary>
/// <param name="Member">The option or argument that the rule is about, as the specification spells it.</param>
/// <param name="Text">The rule in few words.</param>
/// <param name="Broken">The call that breaks the rule.</param>
/// <param name="Refusal">What the builder says of it, after the label and the operation; null where the call is allowed, too.</param>
/// <param name="Kept">The call that keeps the rule.</param>
/// <param name="Lines">What the calls record, the broken one first where it is allowed.</param>
internal sealed record Rule(
    string Operation, string Member, string Text, Func<MLGraphBuilder, MLOperand> Broken, string? Refusal, Func<MLGraphBuilder, MLOperand> Kept, params string[] Lines)
{
    /// <summary>The label of every call: messages start with it.</summary>
    public const string Label = "here";

    private static int inputs;

    public static string AnchorOf(string operation) => $"https://www.w3.org/TR/webnn/#dom-mlgraphbuilder-{operation.ToLowerInvariant()}";

    /// <summary>A rule that <paramref name="wrong"/> breaks and <paramref name="right"/> keeps.</summary>
    public static Rule Of<T>(string operation, string member, string text, Func<MLGraphBuilder, T, MLOperand> call, T wrong, T right, string refusal) =>
        new(operation, member, text, b => call(b, wrong), refusal, b => call(b, right));

    /// <summary>An option with no value that breaks a rule.</summary>
    public static Rule Any<T>(string operation, string member, string text, Func<MLGraphBuilder, T, MLOperand> call, (T Value, string Line) one, (T Value, string Line) other) =>
        new(operation, member, text, b => call(b, one.Value), null, b => call(b, other.Value), one.Line, other.Line);

    public override string ToString() => $"{Operation}, {Member}: {Text}";

    /// <summary>A new input of the graph.</summary>
    public static MLOperand Input(MLGraphBuilder builder, MLOperandDescriptor descriptor) => builder.Input($"x{Interlocked.Increment(ref inputs)}", descriptor);
}

/// <summary>How the rules' calls make their operands.</summary>
internal static class Operands
{
    public static MLOperand F32(this MLGraphBuilder builder, params ReadOnlySpan<int> shape) => Rule.Input(builder, Make.F32(shape));

    public static MLOperand F16(this MLGraphBuilder builder, params ReadOnlySpan<int> shape) => Rule.Input(builder, Make.F16(shape));

    public static MLOperand I32(this MLGraphBuilder builder, params ReadOnlySpan<int> shape) => Rule.Input(builder, Make.I32(shape));

    public static MLOperand I8(this MLGraphBuilder builder, params ReadOnlySpan<int> shape) => Rule.Input(builder, Make.I8(shape));

    public static MLOperand U8(this MLGraphBuilder builder, params ReadOnlySpan<int> shape) => Rule.Input(builder, Make.U8(shape));
}
