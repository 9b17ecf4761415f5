using System.Collections.Frozen;
using System.Collections.Immutable;
using WebNN.TfLite.Delegation.Operators;

namespace WebNN.TfLite.Delegation;

/// <summary>How an operator that is not TensorFlow Lite's own becomes operators of WebNN.</summary>
/// <param name="Name">As models name it. Of two operators of a name the caller's counts, not ours.</param>
/// <param name="Translate">
/// Returns an operand for each of the node's outputs, of the output's shape and type; of a quantized output as real numbers, too. What it
/// throws as <see cref="UnsupportedException"/> (<see cref="CustomNode.Require"/>) or <see cref="ArgumentException"/> is why the node stays
/// with TensorFlow Lite. It is called to ask as well as to translate, on any thread, and must neither keep nor change anything.
/// </param>
public sealed record CustomOperator(string Name, Func<CustomNode, IReadOnlyList<MLOperand>> Translate);

/// <summary>A node as the translation of its <see cref="CustomOperator"/> sees it. Good for one call.</summary>
public sealed class CustomNode
{
    private readonly OperatorContext op;

    internal CustomNode(OperatorContext op) => this.op = op;

    /// <summary>Where its operators are built.</summary>
    public MLGraphBuilder Builder => op.Builder;

    /// <summary>Names the node, for the labels of what is built.</summary>
    public string Label => op.Label;

    public int InputCount => op.InputCount;

    public int OutputCount => op.OutputCount;

    /// <summary>The bytes that the model keeps for the operator, in a form that only the operator knows.</summary>
    public ImmutableArray<byte> Options => op.CustomOptions;

    /// <summary>An input as numbers: dequantized where it is quantized.</summary>
    /// <exception cref="UnsupportedException">It is absent, or of a type that WebNN lacks.</exception>
    public MLOperand Input(int index) => op.Input(index);

    /// <summary>An input as the model stores it, but for int16, which is int32.</summary>
    /// <inheritdoc cref="Input"/>
    public MLOperand Stored(int index) => op.Stored(index);

    /// <summary>The elements of a constant of integers: a shape, axes.</summary>
    /// <exception cref="UnsupportedException">It is not a constant.</exception>
    public int[] Integers(int index) => op.Integers(index);

    /// <summary>The output's shape as the model has it.</summary>
    public ImmutableArray<int> OutputShape(int index = 0) => [.. op.OutputShape(index)];

    /// <summary>Leaves the node with TensorFlow Lite where the condition does not hold.</summary>
    /// <param name="what">What the model has.</param>
    /// <exception cref="UnsupportedException">It does not.</exception>
    public void Require(bool condition, string what) => op.Require(condition, what);
}

/// <summary>Operators that are not TensorFlow Lite's own, by their names: the caller's, then those that are known here.</summary>
public sealed class CustomOperators
{
    private readonly FrozenDictionary<string, OperatorRow> rows;

    /// <exception cref="ArgumentException">One is null, has no name, or has the name of another one.</exception>
    public CustomOperators(ImmutableArray<CustomOperator> operators)
    {
        if (operators.IsDefault || operators.Any(each => each is null || string.IsNullOrEmpty(each.Name) || each.Translate is null)
            || operators.DistinctBy(each => each.Name).Count() != operators.Length)
        {
            throw new ArgumentException("custom operators need a translation and a name of their own each", nameof(operators));
        }

        var known = MediaPipe.Rows.ToDictionary(StringComparer.Ordinal);
        foreach (var each in operators)
        {
            known[each.Name] = OperatorRow.OfCustom(op => [.. each.Translate(new CustomNode(op))]);
        }

        rows = known.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Those that are known here.</summary>
    public static CustomOperators Known { get; } = new([]);

    public IEnumerable<string> Names => rows.Keys;

    internal OperatorRow? Find(string? name) => name is null ? null : rows.GetValueOrDefault(name);
}
