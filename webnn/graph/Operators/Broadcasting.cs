namespace WebNN;

/// <summary>The specification's broadcasting: shapes aligned at their last axis, where a 1 stretches.</summary>
internal static class Broadcasting
{
    /// <summary>The shape that both broadcast to (bidirectional).</summary>
    public static int[] Shape(Require require, MLOperand a, MLOperand b) => Shape(require, a.Shape.AsSpan(), b.Shape.AsSpan());

    public static int[] Shape(Require require, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var shape = new int[Math.Max(a.Length, b.Length)];
        for (var i = 0; i < shape.Length; i++)
        {
            var (left, right) = (FromEnd(a, i), FromEnd(b, i));
            require.That(
                left == right || left == 1 || right == 1,
                $"shapes do not broadcast (expected equal dimensions or 1, found {a.Text()} and {b.Text()})");
            shape[^(i + 1)] = left == 1 ? right : left;
        }

        return shape;
    }

    /// <summary>Refuses an operand that would have to shrink or gain axes to become <paramref name="shape"/> (unidirectional).</summary>
    public static void RequireTo(Require require, MLOperand operand, string name, ReadOnlySpan<int> shape)
    {
        var fits = operand.Rank <= shape.Length;
        for (var i = 0; fits && i < operand.Rank; i++)
        {
            var dimension = FromEnd(operand.Shape.AsSpan(), i);
            fits = dimension == 1 || dimension == FromEnd(shape, i);
        }

        require.That(fits, $"{name} does not broadcast (expected to reach {shape.Text()}, found {operand.Descriptor})");
    }

    /// <summary>Refuses an operand that is not blockwise broadcastable: same rank, each dimension dividing the input's.</summary>
    public static void RequireBlocks(Require require, MLOperand operand, string name, MLOperand input)
    {
        require.Rank(operand, name, input.Rank);
        for (var i = 0; i < input.Rank; i++)
        {
            require.That(
                input.Shape[i] % operand.Shape[i] == 0,
                $"{name} does not divide the input into blocks (expected divisors of {input.Shape.AsSpan().Text()}, found {operand.Descriptor})");
        }
    }

    private static int FromEnd(ReadOnlySpan<int> shape, int index) => index < shape.Length ? shape[^(index + 1)] : 1;
}
