namespace WebNN.Kernels.Tests;

/// <summary>
/// What kernels are made for, by name: every width, on any processor (.NET puts vectors that it lacks together out of shorter ones), with a
/// second cache as processors have it, and with one so small that work is cut wherever it can be.
/// </summary>
internal static class Targets
{
    public static readonly KernelTarget Wide = new(VectorWidth.Bits512, 256 * 1024);

    public static readonly Dictionary<string, KernelTarget> All = new(StringComparer.Ordinal)
    {
        ["512 bits"] = Wide,
        ["256 bits"] = new(VectorWidth.Bits256, 128 * 1024),
        ["512 bits, a small cache"] = new(VectorWidth.Bits512, 12 * 1024),
        ["256 bits, a small cache"] = new(VectorWidth.Bits256, 12 * 1024),
    };

    /// <summary>Targets that differ in their width.</summary>
    public static IEnumerable<string> Widths => All.Keys.Where(name => !name.Contains("cache", StringComparison.Ordinal));

    /// <summary>Each of the names with each target, or with each width where a kernel does not look at the cache.</summary>
    public static TheoryData<string, string> With(IEnumerable<string> names, bool looksAtCache = true)
    {
        var cases = new TheoryData<string, string>();
        foreach (var name in names)
        {
            foreach (var target in looksAtCache ? All.Keys : Widths)
            {
                cases.Add(name, target);
            }
        }

        return cases;
    }
}
