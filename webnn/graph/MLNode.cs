using System.Collections.Immutable;
using System.Globalization;

namespace WebNN;

/// <summary>One operator of a graph: what a backend lowers.</summary>
public sealed class MLNode
{
    internal MLNode(string @operator, ImmutableArray<MLOperand?> inputs, ImmutableArray<MLOperand> outputs, object? options, string label)
    {
        Operator = @operator;
        Inputs = inputs;
        Outputs = outputs;
        Options = options;
        Label = label;
    }

    /// <summary>The specification's name: <c>conv2d</c>.</summary>
    public string Operator { get; }

    /// <summary>The operands in the order of the specification's method, optional ones last and null where absent.</summary>
    public ImmutableArray<MLOperand?> Inputs { get; }

    public ImmutableArray<MLOperand> Outputs { get; }

    /// <summary>What is not an operand: the operator's options or attributes record with every default resolved; null where it has none.</summary>
    public object? Options { get; }

    /// <summary>The caller's label, quoted in errors; empty where none was given.</summary>
    public string Label { get; }

    /// <summary>What messages about the operator start with: <c>conv2d</c>, or <c>[label] conv2d</c>.</summary>
    public string Subject => SubjectOf(Operator, Label);

    /// <summary>The output of an operator that has one.</summary>
    public MLOperand Output => Outputs[0];

    /// <summary>A required operand.</summary>
    public MLOperand Input(int index) => Inputs[index] ?? throw new InvalidOperationException($"{Operator} has no operand {index}");

    /// <summary>An optional operand; null where absent.</summary>
    public MLOperand? OptionalInput(int index) => index < Inputs.Length ? Inputs[index] : null;

    /// <summary>The same before there is a node.</summary>
    public static string SubjectOf(string @operator, string label) => label.Length == 0 ? @operator : $"[{string.Concat(label.Select(Visible))}] {@operator}";

    /// <summary>A label may hold what turns the direction of the text around it, or moves a terminal's cursor.</summary>
    private static string Visible(char character) =>
        CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            ? $"\\u{(int)character:x4}"
            : character.ToString();
}
