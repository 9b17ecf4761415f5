using System.Globalization;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Delegation.Tests.Partitioning;

/// <summary>What a delegate claims under each partitioning.</summary>
public sealed class PolicyTests : IDisposable
{
    private readonly FakeContext context = new();
    private readonly Model model = new();
    private readonly TensorInfo result;

    /// <summary>RELU, a function, RELU, an operator that WebNN lacks, a function: 1000 floats each.</summary>
    public PolicyTests()
    {
        var last = model.Float("x", 1000);
        foreach (var code in new[] { BuiltinOperator.Relu, BuiltinOperator.Tanh, BuiltinOperator.Relu, BuiltinOperator.ComplexAbs, BuiltinOperator.Tanh })
        {
            var next = model.Float($"t{model.Nodes.Length}", 1000);
            model.Node(code, null, [last], next);
            last = next;
        }

        result = last;
    }

    public void Dispose() => context.Dispose();

    [Theory]
    [InlineData(PartitioningMode.All, "0-2,4")]
    [InlineData(PartitioningMode.None, "")]
    public void All_or_nothing(PartitioningMode mode, string claimed)
    {
        var report = Plan(new() { Mode = mode });
        Assert.Equal(claimed, Claimed(report));
        Assert.Equal((mode, mode, null, null), (report.Decision!.Asked, report.Decision.Source, report.Decision.Problem, report.Decision.Key));
    }

    [Fact]
    public void A_node_that_nobody_asked_for_has_that_as_its_reason() => Assert.Equal(
        "left to TensorFlow Lite by the option partitioning=none", Plan(new() { Mode = PartitioningMode.None }).Refused[0].Reason);

    [Theory]
    [InlineData(10, 1000, 10, 1000, "0-2,4")]   // every node wins
    [InlineData(1000, 10, 1000, 10, "")]        // every node loses
    [InlineData(500, 500, 500, 500, "")]        // ties
    [InlineData(480, 500, 480, 500, "")]        // wins by less than a profile knows
    [InlineData(10, 500, 5000, 2000, "0,2")]    // the function loses by more than it takes to change sides
    [InlineData(300, 600, 600, 500, "0-2,4")]   // it loses less than that
    public void What_is_predicted_to_win_is_claimed(double relu, double reluOnHost, double tanh, double tanhOnHost, string claimed)
    {
        var report = Plan(new() { Mode = PartitioningMode.Predicted, Profile = Profile(relu, reluOnHost, tanh, tanhOnHost) });
        Assert.Equal(claimed, Claimed(report));
        Assert.Equal((PartitioningMode.Predicted, PartitioningMode.Predicted, null), (report.Decision!.Asked, report.Decision.Source, report.Decision.Problem));
    }

    [Fact]
    public void A_mixture_that_wins_by_little_is_not_worth_its_risk()
    {
        // With what a side takes to begin, and the margin: 1220 for all of it, 1095 for the mixture.
        var report = Plan(new() { Mode = PartitioningMode.Predicted, Profile = Profile(100, 1000, 450, 400) });
        Assert.Equal("0-2,4", Claimed(report));
    }

    [Fact]
    public void The_evidence_says_what_was_predicted_and_from_where() => Assert.Equal(
        ["predicted: all 0.1 us, none 4 us, chosen 0.1 us", "machine profile: AVX2, a machine"],
        Plan(new() { Mode = PartitioningMode.Predicted, Profile = Profile(10, 1000, 10, 1000) }).Decision!.Evidence);

    [Fact]
    public void Without_a_profile_everything_is_claimed_and_the_report_says_why()
    {
        var report = Plan(new() { Mode = PartitioningMode.Predicted, Processor = "Arm64" });
        Assert.Equal("0-2,4", Claimed(report));
        Assert.Equal((PartitioningMode.All, "there is no machine profile for Arm64"), (report.Decision!.Source, report.Decision.Problem));
        Assert.Equal(5, report.Decision.Segments.Length);
    }

    [Fact]
    public void A_profile_that_could_not_be_read_is_told()
    {
        var report = Plan(new() { Mode = PartitioningMode.Predicted, Profile = Profile(10, 1000, 10, 1000), ProfileProblem = "it is cut short" });
        Assert.Equal((PartitioningMode.Predicted, "it is cut short"), (report.Decision!.Source, report.Decision.Problem));
    }

    [Theory]
    [InlineData(PartitioningMode.Given)]
    [InlineData(PartitioningMode.Measured)]
    public void A_decision_that_holds_is_followed(PartitioningMode mode)
    {
        var stored = new StoredDecision(Key(), [1, 2, 3], PartitioningMode.Measured, "net", ["0.5 of the time"]);
        var report = Plan(new() { Mode = mode, Decisions = new Decisions(stored.ToJson()) });

        Assert.Equal("1-2", Claimed(report));
        Assert.Equal((mode, PartitioningMode.Measured, null), (report.Decision!.Asked, report.Decision.Source, report.Decision.Problem));
        Assert.Equal(["0.5 of the time", "decision file: here"], report.Decision.Evidence);
        Assert.Equal("measured to be as fast or faster in TensorFlow Lite", report.Refused[0].Reason);
    }

    public static TheoryData<Func<DecisionKey, string?>, string> Unusable => new()
    {
        { _ => null, "nothing is there" },
        { _ => "{", "the decision here cannot be used: it is not JSON" },
        { key => Stored(key with { Structure = "other" }), "the decision here does not hold here: it was made for another model" },
        { key => Stored(key with { Processor = "AVX-512" }), "the decision here does not hold here: it was made on AVX-512; this is " },
        { key => Stored(key with { Backend = "another" }), "the decision here does not hold here: it was made with another; this is fake" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void A_decision_that_is_damaged_or_foreign_is_replaced_by_the_prediction_with_the_reason(Func<DecisionKey, string?> text, string reason)
    {
        var report = Plan(new() { Mode = PartitioningMode.Given, Decisions = new Decisions(text(Key())), Profile = Profile(1000, 10, 1000, 10) });
        Assert.Equal("", Claimed(report));
        Assert.Null(report.Failure);
        Assert.Equal((PartitioningMode.Given, PartitioningMode.Predicted), (report.Decision!.Asked, report.Decision.Source));
        Assert.StartsWith(reason, report.Decision.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_profile_either_both_reasons_are_told_and_everything_is_claimed()
    {
        var report = Plan(new() { Mode = PartitioningMode.Measured, Processor = "AVX2" });
        Assert.Equal("0-2,4", Claimed(report));
        Assert.Equal(
            (PartitioningMode.All, "partitioning=measured has no place to find decisions in; there is no machine profile for AVX2"),
            (report.Decision!.Source, report.Decision.Problem));
    }

    [Fact]
    public void Limits_of_the_options_take_from_what_was_decided()
    {
        var stored = new StoredDecision(Key(new() { MaxPartitions = 1 }), [0, 2, 4], PartitioningMode.Given, "net", []);
        var options = new DelegateOptions { MaxPartitions = 1, Partitioning = new() { Mode = PartitioningMode.Given, Decisions = new Decisions(stored.ToJson()) } };
        Assert.Single(PlanWith(options).Partitions);
    }

    [Fact]
    public void The_same_question_has_the_same_answer_in_every_culture()
    {
        model.Node(BuiltinOperator.LeakyRelu, new TfLiteLeakyReluParams(0.5f), [result], model.Float("out", 1000));
        var options = new PartitioningOptions { Mode = PartitioningMode.Predicted, Profile = Profile(10.5, 510.5, 5000, 2000) };
        var first = Plan(options).Decision!;
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            var second = Plan(options).Decision!;
            Assert.Equal((first.Key, string.Join(',', first.Nodes), first.Evidence[0]), (second.Key, string.Join(',', second.Nodes), second.Evidence[0]));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_key_knows_parameters_and_shapes_and_not_weights()
    {
        Assert.Equal(KeyOf(2, 0.5f, 4), KeyOf(2, 0.75f, 4));
        Assert.NotEqual(KeyOf(2, 0.5f, 4), KeyOf(3, 0.5f, 4));
        Assert.NotEqual(KeyOf(2, 0.5f, 4), KeyOf(2, 0.5f, 5));

        static string KeyOf(float alpha, float weight, int size)
        {
            var graph = new Model();
            var (x, y) = (graph.Float("x", size), graph.Float("y", size));
            graph.Node(BuiltinOperator.LeakyRelu, new TfLiteLeakyReluParams(alpha), [x], y);
            graph.Node(BuiltinOperator.Add, default(TfLiteActivationParams), [y, graph.Float("w", 1) with { Data = BitConverter.GetBytes(weight) }], graph.Float("z", size));
            return DecisionKey.Of(new FakeHost(graph.Nodes), new(), "fake").Name;
        }
    }

    private static string Stored(DecisionKey key) => new StoredDecision(key, [0], PartitioningMode.Given, "net", []).ToJson();

    private static string Claimed(DelegationReport report) =>
        string.Join(',', StoredDecision.Ranges([.. report.Partitions.SelectMany(partition => partition.Nodes)]));

    /// <summary>Work costs nothing: nodes of a kind cost as much as they do; a change of sides costs 20.</summary>
    private static MachineProfile Profile(double relu, double reluOnHost, double tanh, double tanhOnHost) => new(
        "AVX2",
        "a machine",
        "libraries",
        new(20, 20, 0),
        [Cost(OperatorClass.Elementwise, relu, reluOnHost), Cost(OperatorClass.Function, tanh, tanhOnHost), Cost(OperatorClass.Move, 5, 5)]);

    private static OperatorCost Cost(OperatorClass @class, double webnn, double host) =>
        new(@class, OperatorType.Float32, new([new(0, webnn)]), new([new(0, host)]));

    private DecisionKey Key(DelegateOptions? options = null) => DecisionKey.Of(new FakeHost(model.Nodes), options ?? new(), "fake");

    private DelegationReport Plan(PartitioningOptions partitioning) => PlanWith(new() { Partitioning = partitioning });

    private DelegationReport PlanWith(DelegateOptions options) =>
        new GraphDelegate(context, options).Plan(new FakeHost(model.Nodes, result.Index)).Report;

    private sealed class Decisions(string? text) : IDecisionSource
    {
        public DecisionText Find(DecisionKey key) => new("here", text, text is null ? "nothing is there" : null);
    }
}
