using System.Text;
using WebNN.OnnxRuntime.Tests.RandomGraphs;

namespace WebNN.OnnxRuntime.Tests.Agreement;

/// <summary>
/// What ONNX Runtime computes is what the definitions say, for operands of all kinds: extremes, infinities, NaN, every type and rank. As
/// in <see cref="RandomGraphTests"/>, environment variables make the runs longer and start them elsewhere.
/// </summary>
public sealed class AgreementTests
{
    private const int CasesOfOperator = 12;
    private const int MostDraws = 200;
    private const int MostOperators = 20;
    private const int GraphsOfKind = 100;

    public static TheoryData<string> Operators => [.. RandomOperator.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Operators))]
    public void An_operator_computes_what_its_definition_says(string name)
    {
        var row = RandomOperator.All.Single(each => each.Name == name);
        var report = new StringBuilder();
        using var context = Context();
        var ran = 0;
        for (var i = 0; i < MostDraws * RandomSettings.Factor && ran < CasesOfOperator * RandomSettings.Factor; i++)
        {
            ran += Check(new(context, RandomSettings.FirstSeed + i, tame: (RandomSettings.FirstSeed + i) % 2 == 0), [row], report) ? 1 : 0;
        }

        Assert.True(report.Length == 0, report.ToString());
        Assert.True(ran == CasesOfOperator * RandomSettings.Factor, $"{name} ran {ran} times only");
    }

    /// <param name="linked">Whether the graphs show some of their results only, so that operators may be fused.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_operator_of_a_graph_computes_what_its_definition_says(bool linked)
    {
        var (report, ran) = (new StringBuilder(), 0);
        using var context = Context();
        using var withoutOwnKernels = Context(new() { OwnKernels = false });
        for (var i = 0; i < GraphsOfKind * RandomSettings.Factor; i++)
        {
            var seed = RandomSettings.FirstSeed + i;
            var random = new Random(seed);
            var most = random.Next(2, MostOperators + 1);
            ran += Check(new(seed % 4 < 2 ? context : withoutOwnKernels, seed, tame: seed % 2 == 0, linked), random.GetItems([.. RandomOperator.All], 2 * most), report, most) ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{ran} graphs ran");
        Assert.True(report.Length == 0, report.ToString());
        Assert.True(ran > GraphsOfKind / 2 * RandomSettings.Factor, $"{ran} graphs ran only");
    }

    /// <summary>Whether the graph ran; what is wrong with it is added to the report.</summary>
    private static bool Check(RandomGraph graph, RandomOperator[] operators, StringBuilder report, int most = int.MaxValue)
    {
        try
        {
            if (graph.Run(operators, most) is not Outcome.Ran)
            {
                return false;
            }
        }
        catch (MLOperationException e)
        {
            report.Append($"seed {graph.Seed}: {e.Message}\n{graph.Text}\n");
            return true;
        }

        if (NodeAgreement.Violation(graph.Definition!, graph.Values) is { } violation)
        {
            report.Append($"seed {graph.Seed}: {violation}\n{graph.Text}\n");
        }

        return true;
    }

    private static OrtContext Context(OrtContextOptions? options = null)
    {
        Native.Library();
        return new(options);
    }
}
