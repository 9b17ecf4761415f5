namespace WebNN.Cli.Measuring;

/// <summary>
/// How far values are from their reference, gathered over any number of draws. Values are given as they are stored (an int8 tensor's are
/// integers); <paramref name="scale"/> turns a stored difference into a real one, <paramref name="step"/> is one quantization step in
/// stored units (0: there is none).
/// </summary>
internal sealed class ErrorMetrics(double scale, double zeroPoint, double step, bool measuresUlps)
{
    /// <summary>Steps computed from floats are not whole numbers: this much above one still is one.</summary>
    private const double StepSlack = 1e-3;

    private double sumOfErrors;

    public long Elements { get; private set; }

    public double MaxAbs { get; private set; }

    /// <summary>Over the elements whose reference is not zero.</summary>
    public double MaxRelative { get; private set; }

    /// <summary>The largest error of a draw by that draw's largest reference value; the worst draw counts.</summary>
    public double MaxAbsByLargest { get; private set; }

    /// <summary>In units in the last place of a float32.</summary>
    public long? MaxUlp { get; private set; } = measuresUlps ? 0 : null;

    public double? MaxSteps { get; private set; } = step > 0 ? 0 : null;

    /// <summary>How many elements are more than one step away.</summary>
    public long MoreThanOneStep { get; private set; }

    /// <summary>Elements where exactly one side is not a number or an infinity, save for one beside the largest finite float.</summary>
    public long NotComparable { get; private set; }

    public double MeanAbs => Elements == 0 ? 0 : sumOfErrors / Elements;

    /// <summary>Of the draws' cosines the smallest.</summary>
    public double Cosine { get; private set; } = 1;

    /// <summary>Whether in every draw the winner is one of the reference's winners.</summary>
    public bool Top1Equal { get; private set; } = true;

    public void Add(ReadOnlySpan<double> reference, ReadOnlySpan<double> actual)
    {
        if (reference.Length != actual.Length)
        {
            throw new ArgumentException($"{actual.Length} values against {reference.Length} of the reference", nameof(actual));
        }

        var (largest, worst, dot, referenceNorm, actualNorm) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < reference.Length; i++)
        {
            var error = AddElement(reference[i], actual[i]);
            var (r, a) = ((reference[i] - zeroPoint) * scale, (actual[i] - zeroPoint) * scale);
            worst = Math.Max(worst, error);
            if (double.IsFinite(r) && double.IsFinite(a))
            {
                (dot, referenceNorm, actualNorm) = (dot + (r * a), referenceNorm + (r * r), actualNorm + (a * a));
                largest = Math.Max(largest, Math.Abs(r));
            }
        }

        Elements += reference.Length;
        MaxAbs = Math.Max(MaxAbs, worst);
        MaxAbsByLargest = Math.Max(MaxAbsByLargest, worst == 0 ? 0 : worst / largest);
        Cosine = Math.Min(Cosine, CosineOf(dot, referenceNorm, actualNorm));
        Top1Equal &= SameWinner(reference, actual);
    }

    /// <summary>The distance of two floats counted in floats.</summary>
    public static long UlpDistance(float a, float b) => Math.Abs(Ordered(a) - Ordered(b));

    private double AddElement(double reference, double actual)
    {
        if (reference.Equals(actual) || IsLimit(reference, actual))   // NaN equals NaN here, and an infinity itself
        {
            return 0;
        }

        var difference = Math.Abs(actual - reference);
        if (!double.IsFinite(difference))
        {
            NotComparable++;
            return double.PositiveInfinity;
        }

        var error = difference * scale;
        sumOfErrors += error;
        if (reference != zeroPoint)
        {
            MaxRelative = Math.Max(MaxRelative, difference / Math.Abs(reference - zeroPoint));
        }

        if (MaxUlp is { } ulps)
        {
            MaxUlp = Math.Max(ulps, UlpDistance((float)reference, (float)actual));
        }

        if (MaxSteps is { } steps)
        {
            MaxSteps = Math.Max(steps, difference / step);
            MoreThanOneStep += difference / step > 1 + StepSlack ? 1 : 0;
        }

        return error;
    }

    /// <summary>TFLite's kernels with a fused activation, NONE too, end at the largest finite floats; the delegate passes infinities on.</summary>
    private static bool IsLimit(double reference, double actual) =>
        reference > 0 == actual > 0
        && Math.Max(Math.Abs(reference), Math.Abs(actual)) == double.PositiveInfinity
        && Math.Min(Math.Abs(reference), Math.Abs(actual)) == float.MaxValue;

    private static double CosineOf(double dot, double referenceNorm, double actualNorm)
    {
        if (referenceNorm == 0 || actualNorm == 0)
        {
            return referenceNorm == actualNorm ? 1 : 0;
        }

        return Math.Clamp(dot / Math.Sqrt(referenceNorm) / Math.Sqrt(actualNorm), -1, 1);
    }

    private static bool SameWinner(ReadOnlySpan<double> reference, ReadOnlySpan<double> actual)
    {
        var (best, winner) = (0, 0);
        for (var i = 1; i < reference.Length; i++)
        {
            best = reference[i] > reference[best] ? i : best;
            winner = actual[i] > actual[winner] ? i : winner;
        }

        return reference.IsEmpty || reference[winner].Equals(reference[best]);
    }

    /// <summary>Maps floats to integers in the same order, so that neighbours differ by one and both zeros are the same.</summary>
    private static long Ordered(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        return bits >= 0 ? bits : int.MinValue - (long)bits;
    }
}
