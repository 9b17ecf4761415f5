using System.Globalization;

namespace WebNN.OnnxRuntime.Tests.RandomGraphs;

/// <summary>How many random graphs, and which.</summary>
internal static class RandomSettings
{
    public static int Factor { get; } = Setting("WEBNN_RANDOM_GRAPHS", 1);

    public static int FirstSeed { get; } = Setting("WEBNN_RANDOM_SEED", 0);

    private static int Setting(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
