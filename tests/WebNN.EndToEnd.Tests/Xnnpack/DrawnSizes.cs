using System.Globalization;
using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

/// <summary>
/// The sizes that one of the tests of TFLite's XNNPACK delegate draws, from a seed that its name gives: every run tries the same ones, and the
/// environment variable WEBNN_RANDOM_SEED others.
/// </summary>
internal sealed class DrawnSizes
{
    private const string SeedVariable = "WEBNN_RANDOM_SEED";

    private readonly Random random;
    private readonly Dictionary<char, int> dimensions = [];
    private readonly int threads;

    /// <param name="test">As TFLite names it: <c>Conv2D.3x3Stride2</c>.</param>
    public DrawnSizes(string test)
    {
        var setting = Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : 0;
        Seed = setting + test.Aggregate(0, (hash, letter) => ((hash * 31) + letter) & 0xFFFFFF);
        random = new(Seed);
        threads = test.Contains("MultiThreading", StringComparison.Ordinal) ? 2 : 1;
        TestContext.Current.TestOutputHelper?.WriteLine($"{test}: seed {Seed} ({SeedVariable} {setting})");
    }

    public int Seed { get; }

    /// <summary>Both ends included.</summary>
    public int In(Range range) => random.Next(range.Start.Value, range.End.Value + 1);

    /// <summary>A letter is a dimension from 2 to 5, the same wherever it stands, and 1 is 1: <c>BHWC</c> by <c>11WC</c>.</summary>
    public int[] Shape(string letters) => [.. letters.Select(Dimension)];

    public int[] Shape(int rank, Range range) => [.. Enumerable.Range(0, rank).Select(_ => In(range))];

    /// <summary>Run once, with the threads that the test's name asks for.</summary>
    public SingleOperator Operator(BuiltinOperator code, BuiltinOptions? options = null, int version = 1) =>
        new(code, options, version) { Seed = Seed, Draws = 1, Threads = threads };

    private int Dimension(char letter)
    {
        if (letter == '1')
        {
            return 1;
        }

        if (!dimensions.TryGetValue(letter, out var size))
        {
            dimensions[letter] = size = In(2..5);
        }

        return size;
    }
}
