using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>Which elements of an axis TFLite's resize operators read, and how much of each.</summary>
internal static class Interpolation
{
    /// <summary>1/1024 of an element: what TFLite's int8 kernel counts in.</summary>
    private const int One = 1 << 10;

    /// <summary>A matrix of <paramref name="to"/> rows and <paramref name="from"/> columns, row-major: each row interpolates one element.</summary>
    /// <param name="fixedPoint">Positions rounded as in the int8 kernel.</param>
    public static float[] Weights(int from, int to, TfLiteResizeParams p, bool fixedPoint)
    {
        var weights = new float[to * from];
        for (var i = 0; i < to; i++)
        {
            var (low, high, fraction) = fixedPoint ? FixedPosition(i, from, to, p) : Position(i, from, to, p);
            weights[(i * from) + low] += 1 - fraction;
            weights[(i * from) + high] += fraction;
        }

        return weights;
    }

    /// <summary>The element that stands nearest, by TFLite's rounding: down, or half away from zero where corners are aligned.</summary>
    public static int[] Nearest(int from, int to, TfLiteResizeParams p)
    {
        var scale = Scale(from, to, p);
        var offset = p.HalfPixelCenters ? 0.5f : 0;
        var indices = new int[to];
        for (var i = 0; i < to; i++)
        {
            var position = (i + offset) * scale;
            var index = (int)(p.AlignCorners ? MathF.Round(position, MidpointRounding.AwayFromZero) : MathF.Floor(position));
            indices[i] = Math.Clamp(index, 0, from - 1);
        }

        return indices;
    }

    private static (int Low, int High, float Fraction) Position(int i, int from, int to, TfLiteResizeParams p)
    {
        var scale = Scale(from, to, p);
        var position = p.HalfPixelCenters ? ((i + 0.5f) * scale) - 0.5f : i * scale;
        var low = Math.Max((int)MathF.Floor(position), 0);
        var high = Math.Min((int)MathF.Ceiling(position), from - 1);
        return (Math.Min(low, from - 1), Math.Max(high, 0), position - low);
    }

    private static (int Low, int High, float Fraction) FixedPosition(int i, int from, int to, TfLiteResizeParams p)
    {
        var (numerator, denominator) = p.AlignCorners && to > 1 ? (from - 1, to - 1) : (from, to);
        var scale = ((One * numerator) + (denominator / 2)) / denominator;
        var position = (i * scale) + (p.HalfPixelCenters ? (scale / 2) - (One / 2) : 0);
        var low = Math.Clamp(position / One, 0, from - 1);
        var high = Math.Min((position + One - 1) / One, from - 1);
        return (low, high, (position - (One * low)) / (float)One);
    }

    private static float Scale(int from, int to, TfLiteResizeParams p) =>
        p.AlignCorners && to > 1 ? (from - 1) / (float)(to - 1) : from / (float)to;
}
