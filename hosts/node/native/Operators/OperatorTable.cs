using System.Collections.Frozen;
using System.Collections.Immutable;

namespace WebNN.Node.Operators;

/// <summary>Reads an operator's arguments and records it.</summary>
internal delegate ImmutableArray<MLOperand> Operation(MLGraphBuilder builder, ref CallReader call, string label);

/// <summary>How each operator of MLGraphBuilder is recorded, by the specification's name. A family lists its rows in its own file.</summary>
internal static class OperatorTable
{
    private static readonly FrozenDictionary<string, Operation> rows =
        new[] { Elementwise.Rows, Windows.Rows, Shapes.Rows, Reductions.Rows, Products.Rows, Recurrent.Rows }.SelectMany(family => family).ToFrozenDictionary();

    /// <summary>The names of all operators.</summary>
    public static IEnumerable<string> Names => rows.Keys;

    public static Operation Find(string name) => rows.GetValueOrDefault(name) ?? throw new ArgumentException($"there is no operator '{name}'");

    public static KeyValuePair<string, Operation> Unary(string name, Func<MLGraphBuilder, MLOperand, string, MLOperand> record) =>
        new(name, (builder, ref call, label) => [record(builder, call.Operand(), label)]);

    public static KeyValuePair<string, Operation> Binary(string name, Func<MLGraphBuilder, MLOperand, MLOperand, string, MLOperand> record) =>
        new(name, (builder, ref call, label) => [record(builder, call.Operand(), call.Operand(), label)]);

    public static KeyValuePair<string, Operation> Ternary(string name, Func<MLGraphBuilder, MLOperand, MLOperand, MLOperand, string, MLOperand> record) =>
        new(name, (builder, ref call, label) => [record(builder, call.Operand(), call.Operand(), call.Operand(), label)]);
}
