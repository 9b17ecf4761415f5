using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>
/// RFFT2D and what takes its result apart: REAL, IMAG, COMPLEX_ABS. WebNN has no complex numbers: inside a partition their real and
/// imaginary parts lie one after the other along an axis in front.
/// </summary>
internal static class Spectral
{
    /// <summary>A table of 64 MiB, for transforms of 4096.</summary>
    private const long MaxTable = 1 << 24;

    private const int Parts = 2;

    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of(BuiltinOperator.Rfft2D, maxVersion: 1, Rfft2D),
        OperatorRow.Of(BuiltinOperator.Real, maxVersion: 1, op => Part(op, 0)),
        OperatorRow.Of(BuiltinOperator.Imag, maxVersion: 1, op => Part(op, 1)),
        OperatorRow.Of(BuiltinOperator.ComplexAbs, maxVersion: 1, op =>
            op.Builder.Sqrt(op.Builder.ReduceSumSquare(op.Complex(0), new() { Axes = [0] }, op.Label), op.Label)),
    ];

    /// <summary>Two products with tables of sines and cosines: along the rows, whose second half mirrors the first, then along the columns.</summary>
    private static MLOperand Rfft2D(OperatorContext op)
    {
        var input = op.Input(0);
        var lengths = op.Integers(1);
        op.Require(input.Rank >= 2 && lengths.Length == 2, $"input 0 is {input.Descriptor}, {lengths.Length} lengths");
        op.Require(Array.TrueForAll(lengths, length => length > 0 && int.IsPow2(length)), $"lengths [{string.Join(',', lengths)}]; TFLite transforms powers of 2 only");
        var (height, width) = (lengths[0], lengths[1]);
        op.Require((long)width * width <= MaxTable && 4L * height * height <= MaxTable, $"a transform of {height} x {width}: too large for a table");
        var leading = input.Shape.AsSpan()[..^2];
        var batch = 1;
        foreach (var dimension in leading)
        {
            batch *= dimension;
        }

        var half = (width / 2) + 1;
        var image = Fit(op, op.Reshape(input, batch, input.Shape[^2], input.Shape[^1]), height, width);
        var rows = op.Builder.Matmul(op.Reshape(image, batch * height, width), op.Constant(RowTable(width, half), Parts, width, half), op.Label);
        var spectrum = height == 1 ? rows : Columns(op, rows, batch, height, half);
        return op.Reshape(spectrum, [Parts, .. leading, height, half]);
    }

    /// <summary>TFLite cuts off what is longer than the transform, and fills up with zeros.</summary>
    private static MLOperand Fit(OperatorContext op, MLOperand image, int height, int width)
    {
        var (rows, columns) = (Math.Min(image.Shape[1], height), Math.Min(image.Shape[2], width));
        if (rows != image.Shape[1] || columns != image.Shape[2])
        {
            image = op.Builder.Slice(image, [0, 0, 0], [image.Shape[0], rows, columns], label: op.Label);
        }

        return rows == height && columns == width
            ? image
            : op.Builder.Pad(image, [0, 0, 0], [0, height - rows, width - columns], new(), op.Label);
    }

    /// <summary>Both parts of a column below each other, so that one product takes both.</summary>
    private static MLOperand Columns(OperatorContext op, MLOperand rows, int batch, int height, int half)
    {
        var parts = op.Builder.Transpose(op.Reshape(rows, Parts, batch, height, half), [1, 0, 2, 3], op.Label);
        var table = op.Constant(ColumnTable(height), 1, Parts * height, Parts * height);
        var product = op.Builder.Matmul(table, op.Reshape(parts, batch, Parts * height, half), op.Label);
        return op.Builder.Transpose(op.Reshape(product, batch, Parts, height, half), [1, 0, 2, 3], op.Label);
    }

    /// <summary>[2, length, half]: the cosines, then the negative sines.</summary>
    private static float[] RowTable(int length, int half)
    {
        var table = new float[Parts * length * half];
        for (var n = 0; n < length; n++)
        {
            for (var k = 0; k < half; k++)
            {
                var (sine, cosine) = Turn(n, k, length);
                table[(n * half) + k] = cosine;
                table[((length + n) * half) + k] = -sine;
            }
        }

        return table;
    }

    /// <summary>[2 * length, 2 * length]: (cos - i sin)(re + i im), the real parts above the imaginary ones.</summary>
    private static float[] ColumnTable(int length)
    {
        var width = Parts * length;
        var table = new float[width * width];
        for (var k = 0; k < length; k++)
        {
            for (var n = 0; n < length; n++)
            {
                var (sine, cosine) = Turn(n, k, length);
                table[(k * width) + n] = cosine;
                table[(k * width) + length + n] = sine;
                table[((length + k) * width) + n] = -sine;
                table[((length + k) * width) + length + n] = cosine;
            }
        }

        return table;
    }

    /// <summary>Of n * k parts of a circle, whole turns taken off before anything is rounded.</summary>
    private static (float Sine, float Cosine) Turn(int n, int k, int length)
    {
        var (sine, cosine) = Math.SinCos(2 * Math.PI * (n * (long)k % length) / length);
        return ((float)sine, (float)cosine);
    }

    private static MLOperand Part(OperatorContext op, int part)
    {
        var complex = op.Complex(0);
        int[] start = [part, .. new int[complex.Rank - 1]];
        return op.Reshape(op.Builder.Slice(complex, start, [1, .. complex.Shape.AsSpan()[1..]], label: op.Label), complex.Shape.AsSpan()[1..]);
    }
}
