namespace WebNN.Kernels.MachineCode;

/// <summary>
/// What is taken out of all weights of a block, less their zero point, where 8 bits do not hold them, so that these hold what is left. It is added as often as
/// it takes for 8 bits to hold it, too.
/// </summary>
internal readonly record struct SharedPart(sbyte Value, int Times)
{
    public int Whole => Value * Times;

    /// <summary>Nothing, wherever that will do.</summary>
    /// <param name="least">Of the weights, which are within 255 of each other.</param>
    public static SharedPart Of(int least, int greatest)
    {
        var whole = Math.Clamp(0, greatest - sbyte.MaxValue, least - sbyte.MinValue);
        var times = whole == 0 ? 0 : whole > sbyte.MaxValue ? 2 : 1;
        return new((sbyte)(whole / Math.Max(1, times)), times);
    }
}
