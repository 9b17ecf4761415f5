using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>
/// Arithmetic, comparisons and logic of constants that count something: sizes computed from sizes, a loop's counter and whether it goes on.
/// Integers and bools of at most one axis; what would overflow, or divide by 0, is not known.
/// </summary>
internal static class CounterArithmetic
{
    /// <summary>A constant of at most one axis that can count, or say whether.</summary>
    public static bool IsCounter(TensorInfo tensor) =>
        tensor is { Data: not null, Shape.Length: <= 1, Type: TfLiteType.Int32 or TfLiteType.Int64 or TfLiteType.Bool };

    /// <summary>The elements; a bool is 0 or 1.</summary>
    public static long[] Values(TensorInfo tensor) => tensor.Type switch
    {
        TfLiteType.Int64 => MemoryMarshal.Cast<byte, long>(tensor.Data!.Value.Span).ToArray(),
        TfLiteType.Int32 => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(tensor.Data!.Value.Span).ToArray(), value => (long)value),
        _ => Array.ConvertAll(tensor.Data!.Value.ToArray(), value => value != 0 ? 1L : 0),
    };

    /// <summary>The elements as a tensor has them, of int32 the low bits; null for a tensor that does not count.</summary>
    public static ReadOnlyMemory<byte>? Bytes(TensorInfo tensor, long[] values)
    {
        // No switch expression: it would take null for an empty array.
        switch (tensor.Type)
        {
            case TfLiteType.Int64:
                return MemoryMarshal.AsBytes<long>(values).ToArray();
            case TfLiteType.Int32:
                return MemoryMarshal.AsBytes<int>(Array.ConvertAll(values, value => unchecked((int)value))).ToArray();
            case TfLiteType.Bool:
                return Array.ConvertAll(values, value => (byte)(value != 0 ? 1 : 0));
            default:
                return null;
        }
    }

    /// <summary>The bytes of the node's only output; null where they do not follow from constants, or are something else on a processor than on paper.</summary>
    public static ReadOnlyMemory<byte>? Evaluate(NodeInfo node)
    {
        var values = node.Inputs switch
        {
            [{ } a, { } b] when Of(node.Code, a.Type) is { } compute && IsPlain(node) && IsCounter(a) && IsCounter(b) && a.Type == b.Type =>
                Elementwise(compute, Values(a), Values(b)),
            [{ Type: TfLiteType.Bool } a] when node.Code == BuiltinOperator.LogicalNot && IsCounter(a) => Array.ConvertAll(Values(a), value => 1 - value),
            _ => null,
        };
        var output = node.Outputs[0];
        return values is null || (output.Type == TfLiteType.Int32 && values.Any(value => value is < int.MinValue or > int.MaxValue)) ? null : Bytes(output, values);
    }

    private static Func<long, long, long>? Of(BuiltinOperator code, TfLiteType type) => code switch
    {
        BuiltinOperator.Equal => static (a, b) => a == b ? 1 : 0,
        BuiltinOperator.NotEqual => static (a, b) => a != b ? 1 : 0,
        BuiltinOperator.LogicalAnd when type == TfLiteType.Bool => static (a, b) => a & b,
        BuiltinOperator.LogicalOr when type == TfLiteType.Bool => static (a, b) => a | b,
        _ when type == TfLiteType.Bool => null,
        BuiltinOperator.Add => static (a, b) => checked(a + b),
        BuiltinOperator.Sub => static (a, b) => checked(a - b),
        BuiltinOperator.Mul => static (a, b) => checked(a * b),
        BuiltinOperator.FloorDiv => static (a, b) => checked((a - Modulo(a, b)) / b),
        BuiltinOperator.FloorMod => Modulo,
        BuiltinOperator.Maximum => Math.Max,
        BuiltinOperator.Minimum => Math.Min,
        BuiltinOperator.Less => static (a, b) => a < b ? 1 : 0,
        BuiltinOperator.LessEqual => static (a, b) => a <= b ? 1 : 0,
        BuiltinOperator.Greater => static (a, b) => a > b ? 1 : 0,
        BuiltinOperator.GreaterEqual => static (a, b) => a >= b ? 1 : 0,
        _ => null,
    };

    /// <summary>The rest of a division that rounds down: it has the divisor's sign.</summary>
    private static long Modulo(long a, long b) => a % b is var rest && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;

    private static bool IsPlain(NodeInfo node) => node.Params is not TfLiteActivationParams { Activation: not TfLiteFusedActivation.None };

    private static long[]? Elementwise(Func<long, long, long> compute, long[] a, long[] b) =>
        a.Length != b.Length && a.Length != 1 && b.Length != 1
            ? null
            : [.. Enumerable.Range(0, a.Length == 1 ? b.Length : a.Length).Select(i => compute(a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i]))];
}
