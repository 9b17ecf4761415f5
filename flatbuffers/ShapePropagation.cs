namespace WebNN.FlatBuffers;

/// <summary>The shapes that follow from an operator's kind alone: of one value a value, and of two broadcast ones.</summary>
internal static class ShapePropagation
{
    /// <summary>
    /// Far above what any kernel takes. A damaged file may have a shape as long as itself, and the nodes that it goes through are as many.
    /// </summary>
    private const int MostAxes = 64;

    /// <summary>The output's shape; null where it depends on more than the inputs' shapes, or they do not fit together.</summary>
    public static int[]? Of(BuiltinOperator code, ReadOnlySpan<int> inputs, int[][] shapes)
    {
        if (inputs.IsEmpty || inputs[0] < 0) return null;
        if (shapes[inputs[0]].Length > MostAxes) return null;
        if (KeepsShape(code)) return shapes[inputs[0]];
        return Broadcasts(code) && inputs.Length == 2 && inputs[1] >= 0 && shapes[inputs[1]].Length <= MostAxes ? Broadcast(shapes[inputs[0]], shapes[inputs[1]]) : null;
    }

    private static bool KeepsShape(BuiltinOperator code) => code is
        BuiltinOperator.Abs or BuiltinOperator.Cast or BuiltinOperator.Ceil or BuiltinOperator.Cos or BuiltinOperator.Dequantize or
        BuiltinOperator.Elu or BuiltinOperator.Exp or BuiltinOperator.Floor or BuiltinOperator.Gelu or BuiltinOperator.HardSwish or
        BuiltinOperator.L2Normalization or BuiltinOperator.LeakyRelu or BuiltinOperator.Log or BuiltinOperator.LogicalNot or
        BuiltinOperator.Logistic or BuiltinOperator.LogSoftmax or BuiltinOperator.Neg or BuiltinOperator.Quantize or BuiltinOperator.Relu or
        BuiltinOperator.Relu6 or BuiltinOperator.ReluN1To1 or BuiltinOperator.Round or BuiltinOperator.Rsqrt or BuiltinOperator.Sign or
        BuiltinOperator.Sin or BuiltinOperator.Softmax or BuiltinOperator.Sqrt or BuiltinOperator.Square or BuiltinOperator.Tanh or
        BuiltinOperator.ZerosLike or BuiltinOperator.Cumsum or BuiltinOperator.ReverseV2;

    private static bool Broadcasts(BuiltinOperator code) => code is
        BuiltinOperator.Add or BuiltinOperator.Sub or BuiltinOperator.Mul or BuiltinOperator.Div or BuiltinOperator.Maximum or
        BuiltinOperator.Minimum or BuiltinOperator.Pow or BuiltinOperator.SquaredDifference or BuiltinOperator.FloorDiv or
        BuiltinOperator.FloorMod or BuiltinOperator.Prelu or BuiltinOperator.Equal or BuiltinOperator.NotEqual or BuiltinOperator.Less or
        BuiltinOperator.LessEqual or BuiltinOperator.Greater or BuiltinOperator.GreaterEqual or BuiltinOperator.LogicalAnd or
        BuiltinOperator.LogicalOr;

    private static int[]? Broadcast(int[] left, int[] right)
    {
        var result = new int[Math.Max(left.Length, right.Length)];
        for (var i = 1; i <= result.Length; i++)
        {
            var (a, b) = (i <= left.Length ? left[^i] : 1, i <= right.Length ? right[^i] : 1);
            if (a != b && a != 1 && b != 1) return null;
            result[^i] = a == 1 ? b : a;
        }

        return result;
    }
}
