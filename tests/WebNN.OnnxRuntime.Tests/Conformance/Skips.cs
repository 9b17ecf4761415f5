namespace WebNN.OnnxRuntime.Tests.Conformance;

/// <summary>Cases that are not run, each with its reason.</summary>
internal static class Skips
{
    private static readonly Dictionary<(string File, string Name), string> reasons = new()
    {
        [("clamp", "maxValue as -Infinity")] = LostInfinities,
        [("clamp", "minValue as NaN")] = LostInfinities,
        [("clamp", "maxValue as NaN")] = LostInfinities,
    };

    private const string LostInfinities = "the JSON has null for infinities and NaN, so the case does not say which; ActivationTests covers them";

    /// <summary>Why a case is skipped; null where it runs.</summary>
    public static string? Reason(ConformanceCase test) => reasons.GetValueOrDefault((test.File, test.Name));
}
