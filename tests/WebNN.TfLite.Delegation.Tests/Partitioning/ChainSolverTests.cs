using System.Collections.Immutable;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Delegation.Tests.Partitioning;

public sealed class ChainSolverTests
{
    private static readonly SwitchCosts switches = new(WebNNRun: 10, HostRun: 2, BorderPerByte: 0.5);

    public static TheoryData<string, double[], double[], long[], string> Chains => new()
    {
        { "nothing", [], [], [], "" },
        { "WebNN wins alone only where it wins more than it takes to begin", [9], [17], [0], "h" },
        { "a tie goes to the host", [9], [17.0], [0], "h" },
        { "more than a tie goes to WebNN", [9], [17.1], [0], "w" },
        { "segments share one beginning", [9, 9], [14, 14], [0, 0], "ww" },
        { "what WebNN cannot run stays", [double.PositiveInfinity, 1], [5, 30], [0, 0], "hw" },
        { "a short loss is better than two changes", [1, 6, 1], [40, 5, 40], [0, 0, 0], "www" },
        { "a long loss is not", [1, 60, 1], [40, 5, 40], [0, 0, 0], "whw" },
        { "bytes that change sides are paid for", [1, 60, 1], [40, 5, 40], [0, 100, 100], "www" },
        { "of choices that take equally long, the one with least on WebNN", [7, 0, 1], [5, 0, 50], [0, 0, 0], "hhw" },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public void Each_segment_gets_its_side(string what, double[] webnn, double[] host, long[] borders, string expected)
    {
        var sides = ChainSolver.Solve(Chain(webnn, host, borders), switches);
        Assert.True(expected == Letters(sides), $"{what}: expected {expected}, found {Letters(sides)}");
    }

    [Fact]
    public void A_total_counts_every_beginning_and_every_border() => Assert.Equal(
        10 + 1 + (2 + 50 + 5) + (10 + 20 + 3),
        ChainSolver.Total(Chain([1, 60, 3], [40, 5, 40], [7, 100, 40]), [true, false, true], switches));

    [Fact]
    public void No_choice_of_all_is_cheaper()
    {
        const int seed = 11;
        var random = new Random(seed);
        for (var trial = 0; trial < 300; trial++)
        {
            var length = random.Next(1, 9);
            var chain = Chain(Draw(), Draw(), [.. Enumerable.Range(0, length).Select(_ => (long)random.Next(0, 30))]);
            var best = Enumerable.Range(0, 1 << length).Min(choice => Total(chain, choice));
            var found = ChainSolver.Total(chain, ChainSolver.Solve(chain, switches), switches);
            Assert.True(Math.Abs(best - found) < 1e-9, $"seed {seed}, trial {trial}: best {best}, found {found}");

            double[] Draw() => [.. Enumerable.Range(0, length).Select(_ => (double)random.Next(0, 40))];
        }
    }

    private static double Total(ImmutableArray<SegmentCost> chain, int choice) =>
        ChainSolver.Total(chain, [.. Enumerable.Range(0, chain.Length).Select(i => (choice >> i & 1) == 1)], switches);

    private static ImmutableArray<SegmentCost> Chain(double[] webnn, double[] host, long[] borders) =>
        [.. Enumerable.Range(0, webnn.Length).Select(i => new SegmentCost(new([i], [i], borders[i]), webnn[i], host[i]))];

    private static string Letters(ImmutableArray<bool> sides) => string.Concat(sides.Select(side => side ? 'w' : 'h'));
}
