using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>
/// LOGISTIC, TANH and SOFTMAX of int16, integer by integer as TensorFlow Lite's kernels have them in tables: the functions themselves are up to a
/// dozen steps away. Null for another type.
/// </summary>
internal static class WideActivation
{
    /// <summary>The least power of 2 that is no greater than a sum of exponentials: the largest of them is 1.</summary>
    private const int LeastPower = 14;

    /// <summary>Sums of 2^15 times as many exponentials are below 2^31.</summary>
    private const int MostClasses = 1 << 16;

    public static MLOperand? Sigmoid(OperatorContext op) => Scale(op) is { } scale ? Looked(op, WideTables.Sigmoids(scale)) : null;

    public static MLOperand? Tanh(OperatorContext op) => Scale(op) is { } scale ? Looked(op, WideTables.Tanhs(scale)) : null;

    /// <summary>
    /// Exponentials of the differences to a row's largest, times the reciprocal of their sum. That is looked up for the sum's 16 bits behind the
    /// highest, and the power of 2 that they are multiples of is found by comparing: all of it are integers of less than 31 bits.
    /// </summary>
    public static MLOperand? Softmax(OperatorContext op, float beta)
    {
        if (Scale(op) is not { } scale)
        {
            return null;
        }

        var (b, stored) = (op.Builder, op.Stored(0));
        var row = new MLReduceOptions { Axes = [stored.Rank - 1], KeepDimensions = true };
        op.Require(stored.Shape[^1] < MostClasses && beta > 0 && float.IsFinite(scale * beta), $"{stored.Shape[^1]} classes of int16, beta {beta}");
        var differences = b.Sub(stored, b.ReduceMax(stored, row, op.Label), op.Label);
        var exponentials = Look(op, WideTables.Exponentials((double)scale * beta), b.Add(differences, op.Scalar(differences, ushort.MaxValue), op.Label));
        var sums = b.ReduceSum(exponentials, row, op.Label);

        int[] powers = [.. Enumerable.Range(LeastPower, Math.ILogB((double)stored.Shape[^1]) + 2)];
        var power = Power(op, sums, powers, row);
        int[] below = [.. powers.Select(p => 1 << Math.Max(p - 16, 0))];
        var rounded = b.Add(
            b.Mul(sums, Look(op, [.. powers.Select(p => 1 << Math.Max(16 - p, 0))], power), op.Label), Look(op, [.. below.Select(unit => unit / 2)], power), op.Label);
        var leading = b.Sub(b.Div(rounded, Look(op, below, power), op.Label), op.Scalar(rounded, WideTables.Length), op.Label);
        var reciprocals = Look(op, WideTables.Reciprocals(), b.Clamp(leading, new() { MinValue = 0, MaxValue = (int)ushort.MaxValue }, op.Label));

        var products = b.Add(b.Mul(exponentials, reciprocals, op.Label), Look(op, [.. powers.Select(p => 1 << (p - 1))], power), op.Label);
        var quotients = b.Div(products, Look(op, [.. powers.Select(p => 1 << p)], power), op.Label);
        return b.Clamp(quotients, new() { MinValue = 0, MaxValue = (int)short.MaxValue }, op.Label);
    }

    /// <summary>Which of the powers of 2 is the greatest that is no greater than the sum.</summary>
    private static MLOperand Power(OperatorContext op, MLOperand sums, int[] powers, MLReduceOptions row)
    {
        var limits = op.Constant([.. powers.Skip(1).Select(p => 1 << p)], powers.Length - 1);
        var reached = op.Builder.Cast(op.Builder.GreaterOrEqual(sums, limits, op.Label), MLOperandDataType.Int32, op.Label);
        return op.Builder.ReduceSum(reached, row, op.Label);
    }

    private static MLOperand Looked(OperatorContext op, int[] table)
    {
        op.Require(op.OutputTensor().Quantization is { PerTensor: true } output && output.Scales[0] == 1f / (1 << 15), $"'{op.OutputTensor().Name}' has another scale than 2^-15");
        var stored = op.Stored(0);
        return Look(op, table, op.Builder.Add(stored, op.Scalar(stored, -short.MinValue), op.Label));
    }

    private static MLOperand Look(OperatorContext op, int[] table, MLOperand index) => op.Builder.Gather(op.Constant(table, table.Length), index, 0, op.Label);

    private static float? Scale(OperatorContext op)
    {
        var input = op.InputTensor(0);
        if (input.Type != TfLiteType.Int16)
        {
            return null;
        }

        op.Require(input.IsQuantized(), $"input 0 '{input.Name}' is {input} without quantization");
        return Quantizer.RequireScale(input, op.Label);
    }
}
