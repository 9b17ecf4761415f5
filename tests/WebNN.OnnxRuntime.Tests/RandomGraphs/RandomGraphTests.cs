using System.Globalization;
using System.Text;
using WebNN.Kernels;

namespace WebNN.OnnxRuntime.Tests.RandomGraphs;

/// <summary>
/// What Build accepts, Compute runs: random calls of every operator, at the edges of what the specification allows and past them. The
/// environment variables WEBNN_RANDOM_GRAPHS and WEBNN_RANDOM_SEED make the runs longer and start them elsewhere.
/// </summary>
public sealed class RandomGraphTests
{
    private static readonly int factor = RandomSettings.Factor;
    private static readonly int firstSeed = RandomSettings.FirstSeed;

    [Fact]
    public void Every_operator_is_drawn_once() =>
        Assert.Equal(OrtContext.SupportedOperators.Order(StringComparer.Ordinal), RandomOperator.All.Select(row => row.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void An_operator_that_the_builder_takes_builds_and_runs()
    {
        var report = new Report();
        using var context = Context();
        var seed = firstSeed;
        for (var round = 0; round < 25 * factor; round++)
        {
            foreach (var row in RandomOperator.All)
            {
                report.Add(row.Name, new RandomGraph(context, seed++), [row]);
            }
        }

        report.RequireNoFailure();
        report.RequireRuns(RandomOperator.All.Select(row => row.Name), 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_graph_of_several_operators_that_the_builder_takes_builds_and_runs(bool ownKernels)
    {
        var report = new Report();
        using var context = Context(new() { OwnKernels = ownKernels });
        for (var seed = firstSeed; seed < firstSeed + (250 * factor); seed++)
        {
            var random = new Random(seed);
            report.Add("graph", new RandomGraph(context, seed), random.GetItems([.. RandomOperator.All], random.Next(2, 8)));
        }

        report.RequireNoFailure();
        report.RequireRuns(["graph"], 100);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_quantized_pattern_that_the_builder_takes_builds_and_runs(bool unsignedWeights)
    {
        var report = new Report();
        using var context = Context(new() { ProcessorFeatures = unsignedWeights ? ProcessorFeatures.All & ~ProcessorFeatures.Vnni : ProcessorFeatures.All });
        for (var seed = firstSeed; seed < firstSeed + (250 * factor); seed++)
        {
            report.Add("pattern", new RandomGraph(context, seed), [RandomPatterns.Any]);
        }

        report.RequireNoFailure();
        report.RequireRuns(["pattern"], 100);
    }

    /// <summary>A tensor of 2 GiB is never made: what cannot be refused by its sizes is recorded without looking at its elements.</summary>
    [Fact]
    public void A_huge_operand_is_refused_or_recorded_without_memory_for_it()
    {
        const long most = 1 << 20;
        using var context = Context();
        var seed = firstSeed;
        for (var round = 0; round < 50 * factor; round++)
        {
            foreach (var row in RandomOperator.All)
            {
                var draw = new Draw(seed++, new MLGraphBuilder(context)) { Huge = true };
                var before = GC.GetAllocatedBytesForCurrentThread();
                var error = Record.Exception(() => row.Call(draw));
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(error is null || (error is ArgumentException refusal && !RandomGraph.IsOfTheBackend(refusal)), $"seed {seed - 1}, {row.Name}: {error}");
                Assert.True(allocated < most, $"seed {seed - 1}, {row.Name}: {allocated} bytes allocated; {error?.Message}");
            }
        }
    }

    private static OrtContext Context(OrtContextOptions? options = null)
    {
        Native.Library();
        return new(options);
    }

    /// <summary>Outcomes by name, and the failures with what repeats them.</summary>
    private sealed class Report
    {
        private const int MostFailures = 20;
        private const int MostLines = 6;

        private readonly Dictionary<(string Name, Outcome Outcome), int> outcomes = [];
        private readonly SortedSet<string> refusals = new(StringComparer.Ordinal);
        private readonly StringBuilder failures = new();
        private int failed;

        public void Add(string name, RandomGraph graph, RandomOperator[] operators)
        {
            try
            {
                var outcome = graph.Run(operators);
                outcomes[(name, outcome)] = outcomes.GetValueOrDefault((name, outcome)) + 1;
                if (outcome is Outcome.Unsupported)
                {
                    refusals.Add(graph.Refusal);
                }
            }
            catch (Exception e)
            {
                if (failed++ < MostFailures)
                {
                    var error = string.Join('\n', e.ToString().Split('\n').Take(MostLines));
                    failures.Append(CultureInfo.InvariantCulture, $"seed {graph.Seed}, {string.Join(' ', operators.Select(row => row.Name))}: {error}\n{graph.Text}\n");
                }
            }
        }

        public void RequireNoFailure()
        {
            foreach (var refusal in refusals)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"refused by the backend: {refusal}");
            }

            Assert.True(failed == 0, $"{failed} graphs failed\n{failures}");
        }

        /// <summary>A draw that the builder always refuses shows nothing.</summary>
        public void RequireRuns(IEnumerable<string> names, int least) => Assert.All(names, name => Assert.True(
            outcomes.GetValueOrDefault((name, Outcome.Ran)) >= least,
            $"{name} ran less than {least} times: {string.Join(", ", Enum.GetValues<Outcome>().Select(outcome => $"{outcome} {outcomes.GetValueOrDefault((name, outcome))}"))}"));
    }
}
