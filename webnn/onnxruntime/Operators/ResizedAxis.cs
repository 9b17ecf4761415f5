namespace WebNN.OnnxRuntime.Operators;

/// <summary>
/// An axis that resample2d gives another length: where its elements come from, exactly. ONNX Runtime's Resize computes the places in float32
/// and takes what is up to a millionth above a middle for the middle (measured: 1.31.1 on x64). Of 30 elements that become 297 it takes a wrong
/// one; linear places are off by a thousandth of the distance of two neighbours where there are 32768, and by half of it where there are
/// sixteen million.
/// </summary>
internal readonly record struct ResizedAxis(int Axis, int From, int To)
{
    /// <summary>Ten times what ONNX Runtime allows for.</summary>
    private const double AboveMiddle = 1e-5;

    /// <summary>A longer axis is not looked at place by place, since recording an operator asks, too.</summary>
    private const int Longest = 1 << 20;

    /// <summary>How far from the exact place a linear one may be, as a share of the distance of two neighbours.</summary>
    private const double MostMoved = 1.0 / 1024;

    /// <summary>The element at <c>ceil(place - 0.5)</c>, in integers.</summary>
    public long Nearest(int index) => ((((2L * index) + 1) * From) - 1) / (2L * To);

    /// <summary>The elements at both sides of a place, and the share of the second.</summary>
    public (long Below, long Above, double Share) Neighbours(int index)
    {
        var (below, rest) = Math.DivRem(Math.Max((((2L * index) + 1) * From) - To, 0), 2L * To);
        return (below, Math.Min(below + 1, From - 1), rest / (2.0 * To));
    }

    /// <summary>Whether ONNX Runtime finds the nearest element everywhere, or for linear places ones that are near enough.</summary>
    public bool IsInSingle(MLInterpolationMode mode)
    {
        for (var i = 0; i < To && To <= Longest; i++)
        {
            // As ONNX Runtime computes it.
            var place = ((i + 0.5f) / ((float)To / From)) - 0.5f;
            if (!(mode is MLInterpolationMode.NearestNeighbor ? IsNearest(place, Nearest(i)) : IsNear(place, Neighbours(i))))
            {
                return false;
            }
        }

        return To <= Longest;
    }

    private bool IsNearest(double place, long nearest) =>
        (nearest == 0 || place - (nearest - 0.5) > AboveMiddle) && (nearest == From - 1 || place <= nearest + 0.5);

    private bool IsNear(double place, (long Below, long Above, double Share) exact) =>
        Math.Abs(Math.Clamp(place, 0, From - 1) - Math.Min(exact.Below + exact.Share, From - 1)) <= MostMoved;
}
