using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>ATAN2, of which WebNN has no part.</summary>
internal static class Trigonometry
{
    public static readonly OperatorRow[] Rows = [OperatorRow.Of(BuiltinOperator.Atan2, maxVersion: 1, Atan2)];

    /// <summary>
    /// The angle of the smaller by the larger coordinate, then the octant it is in. WebNN tells no sign of a zero: one counts as positive.
    /// </summary>
    private static MLOperand Atan2(OperatorContext op)
    {
        var (b, y, x) = (op.Builder, op.Input(0), op.Input(1));
        op.Require(y.DataType == MLOperandDataType.Float32 && x.DataType == y.DataType, $"{y.Descriptor} and {x.Descriptor}; expected floats");
        var (height, width) = (b.Abs(y, op.Label), b.Abs(x, op.Label));
        var (zero, largest) = (op.Scalar(y, 0), b.Max(height, width, op.Label));
        var divisor = b.Where(b.Equal(largest, zero, op.Label), op.Scalar(y, 1), largest, op.Label);
        var angle = Arctangent(op, b.Div(b.Min(height, width, op.Label), divisor, op.Label));
        angle = b.Where(b.Greater(height, width, op.Label), b.Sub(op.Scalar(y, Math.PI / 2), angle, op.Label), angle, op.Label);
        angle = b.Where(b.Lesser(x, zero, op.Label), b.Sub(op.Scalar(y, Math.PI), angle, op.Label), angle, op.Label);
        return b.Where(b.Lesser(y, zero, op.Label), b.Neg(angle, op.Label), angle, op.Label);
    }

    /// <summary>From 0 to 1: beyond the tangent of an eighth of pi as a difference from a quarter, then a series of odd powers.</summary>
    private static MLOperand Arctangent(OperatorContext op, MLOperand value)
    {
        var b = op.Builder;
        var (one, isLarge) = (op.Scalar(value, 1), b.Greater(value, op.Scalar(value, Math.Sqrt(2) - 1), op.Label));
        var reduced = b.Div(b.Sub(value, one, op.Label), b.Add(value, one, op.Label), op.Label);
        var t = b.Where(isLarge, reduced, value, op.Label);
        var square = b.Mul(t, t, op.Label);
        var series = op.Scalar(value, -1.0 / 15);
        for (var power = 13; power >= 3; power -= 2)
        {
            series = b.Add(b.Mul(series, square, op.Label), op.Scalar(value, (power % 4 == 1 ? 1.0 : -1.0) / power), op.Label);
        }

        var angle = b.Add(b.Mul(b.Mul(series, square, op.Label), t, op.Label), t, op.Label);
        return b.Where(isLarge, b.Add(angle, op.Scalar(value, Math.PI / 4), op.Label), angle, op.Label);
    }
}
