using WebNN.TfLite;

namespace WebNN.EndToEnd.Tests.Xnnpack;

/// <summary>A test whose name says all.</summary>
internal sealed record Row(string Name, Action<DrawnSizes> Run)
{
    public override string ToString() => Name;
}

/// <summary>
/// The tests of TFLite's XNNPACK delegate, as tables of what their names say. The models are our own, and so are the values; the reference is
/// TFLite's kernel, as there. What they disable, because XNNPACK lacks it, is run here all the same.
/// </summary>
internal static class Suites
{
    private static readonly (string Name, string Shape)[] ranks =
        [("4D", "BHWC"), ("3D", "BWC"), ("2D", "BC"), ("1D", "B"), ("MultiThreading", "BHWC")];

    /// <summary>Where TFLite 2.9's own kernels give up: filters of int8 for a float image in TRANSPOSE_CONV, and groups in CONV_2D.</summary>
    private static readonly string[] lacks = ["weights->type != input->type", "input->dims->data[3] != filter->dims->data[3]"];

    /// <summary>Tests by their full names, as arguments of a theory.</summary>
    public static TheoryData<string> Names(this Dictionary<string, Action<DrawnSizes>> tests) => [.. tests.Keys];

    public static void Run(this Dictionary<string, Action<DrawnSizes>> tests, string test)
    {
        try
        {
            tests[test](new DrawnSizes(test));
        }
        catch (TfLiteException e) when (lacks.Any(lack => e.Message.Contains(lack, StringComparison.Ordinal)))
        {
            Assert.Skip($"TFLite's own kernel has no such form: {e.Message}");
        }
    }

    /// <summary>The tests of an operator of which only the shape is drawn.</summary>
    public static IEnumerable<Row> Ranks(Action<DrawnSizes, int[]> run) =>
        ranks.Select(rank => new Row(rank.Name, sizes => run(sizes, sizes.Shape(rank.Shape))));

    public static Dictionary<string, Action<DrawnSizes>> Add(
        this Dictionary<string, Action<DrawnSizes>> tests, string suite, IEnumerable<Row> rows) =>
        tests.Add(suite, rows, (row, sizes) => row.Run(sizes));

    /// <summary>A suite: each row's name after the suite's, and what it runs.</summary>
    public static Dictionary<string, Action<DrawnSizes>> Add<T>(
        this Dictionary<string, Action<DrawnSizes>> tests, string suite, IEnumerable<T> rows, Action<T, DrawnSizes> run)
        where T : notnull
    {
        foreach (var row in rows)
        {
            tests.Add($"{suite}.{row}", sizes => run(row, sizes));
        }

        return tests;
    }
}
