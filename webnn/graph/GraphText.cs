using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace WebNN;

/// <summary>Writes the one text form of a graph: a line per operand, numbered in the order of first use.</summary>
internal sealed class GraphText
{
    private readonly StringBuilder text = new();
    private readonly Dictionary<MLOperand, int> numbers = [];

    public static string Of(MLGraphDefinition definition)
    {
        var writer = new GraphText();
        foreach (var node in definition.Nodes)
        {
            writer.Write(node);
        }

        foreach (var (_, operand) in definition.Inputs)
        {
            writer.Name(operand);
        }

        foreach (var (name, operand) in definition.Outputs)
        {
            writer.Line($"output {name} = {writer.Name(operand)}");
        }

        return writer.text.ToString();
    }

    private void Write(MLNode node)
    {
        var operands = string.Join(", ", Trimmed(node.Inputs).Select(operand => operand is null ? "_" : Name(operand)));
        var results = string.Join(", ", node.Outputs.Select(Number));
        var types = string.Join(", ", node.Outputs.Select(output => output.Descriptor));
        Line($"{results} = {node.Operator}({operands}{OperatorText.Arguments(node)}){OperatorText.Attributes(node)} {types}");
    }

    /// <summary>The operand's name; its own line first, where it is an input or a constant that was not used before.</summary>
    private string Name(MLOperand operand)
    {
        if (numbers.TryGetValue(operand, out var number))
        {
            return $"%{number}";
        }

        var name = Number(operand);
        Line(operand.InputName is { } input ? $"{name} = input {input} {operand.Descriptor}" : $"{name} = constant {operand.Descriptor}{Value(operand)}");
        return name;
    }

    private string Number(MLOperand operand)
    {
        numbers.Add(operand, numbers.Count);
        return $"%{numbers[operand]}";
    }

    /// <summary>The value of a constant that has one: scales, zero points and bounds are what a reader looks for.</summary>
    private static string Value(MLOperand constant)
    {
        if (constant.Descriptor.ElementCount != 1)
        {
            return "";
        }

        var bytes = constant.ConstantData!.Value.Span;
        return " " + constant.DataType switch
        {
            MLOperandDataType.Float32 => Text(MemoryMarshal.Read<float>(bytes)),
            MLOperandDataType.Float16 => Text(MemoryMarshal.Read<Half>(bytes)),
            MLOperandDataType.Int32 => Text(MemoryMarshal.Read<int>(bytes)),
            MLOperandDataType.Uint32 => Text(MemoryMarshal.Read<uint>(bytes)),
            MLOperandDataType.Int64 => Text(MemoryMarshal.Read<long>(bytes)),
            MLOperandDataType.Uint64 => Text(MemoryMarshal.Read<ulong>(bytes)),
            MLOperandDataType.Int8 => Text((sbyte)bytes[0]),
            _ => Text(bytes[0]),
        };
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static IEnumerable<MLOperand?> Trimmed(ImmutableArray<MLOperand?> operands)
    {
        var length = operands.Length;
        while (length > 0 && operands[length - 1] is null)
        {
            length--;
        }

        return operands.Take(length);
    }

    private void Line(string line) => text.Append(line).Append('\n');
}
