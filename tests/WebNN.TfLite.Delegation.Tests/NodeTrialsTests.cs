using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests;

/// <summary>How often nodes are translated while a graph is planned.</summary>
public sealed class NodeTrialsTests : IDisposable
{
    private readonly Dictionary<string, int> translations = new(StringComparer.Ordinal);
    private readonly Model model = new();
    private readonly FakeContext context = new();

    public void Dispose() => context.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_node_is_translated_once_to_try_it_and_once_with_its_partition(bool isUnprepared)
    {
        var (x, y, z) = (model.Float("x", 2, 3), model.Float("y", 2, 3), model.Float("z", 2, 3));

        var plan = Plan(isUnprepared, z.Index, Counted("first", x, y), Counted("second", y, z));

        Assert.Equal([0, 1], Assert.Single(plan.Partitions).Nodes);
        Assert.Equal([("first", 2), ("second", 2)], translations.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void A_node_whose_shape_in_the_file_is_another_is_tried_again_with_its_own()
    {
        var (x, y, z) = (model.Float("x", 2, 3), model.Float("y", 7, 3), model.Float("z", 2, 3));

        var plan = Plan(isUnprepared: true, z.Index, Counted("first", x, y), Counted("second", y, z));

        Assert.Equal([0, 1], Assert.Single(plan.Partitions).Nodes);
        Assert.Equal([("first", 3), ("second", 2)], translations.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void A_second_reading_tries_what_the_open_dimensions_reach()
    {
        var (x, y, z) = (model.Float("x", 2), model.Float("y", 2), model.Float("z", 2));
        var (rows, odd) = (model.Float("rows", 1, 2) with { Signature = [-1, 2] }, model.Float("odd", 1, 2) with { Signature = [-1, 2] });

        var plan = Plan(isUnprepared: true, z.Index, Counted("fixed", x, y), Counted("refused", rows, odd, refuses: true), Counted("last", y, z));

        Assert.Equal([0, 2], Assert.Single(plan.Partitions).Nodes);
        // Its input and then its output have other examples.
        Assert.Equal([("fixed", 2), ("refused", 3), ("last", 2)], translations.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void A_shape_is_known_of_a_node_that_the_backend_refuses()
    {
        var (x, y, z) = (model.Float("x", 2, 3), model.Float("y", 1), model.Float("z", 1));
        model.Node(BuiltinOperator.Sin, null, [x], y);
        model.Node(BuiltinOperator.Relu, null, [y], z);
        context.Unsupported.Add("sin");

        var plan = new GraphDelegate(context, new()).Plan(new FakeHost(model.Nodes, z.Index) { IsUnprepared = true });

        Assert.Equal([2, 3], Assert.Single(plan.Partitions).OutputShapes[0]);
        Assert.Equal("SIN: fake has no sin", Assert.Single(plan.Report.Refused).Reason);
        Assert.Empty(plan.Uncertain);
    }

    private DelegationPlan Plan(bool isUnprepared, int output, params NodeInfo[] nodes) =>
        new GraphDelegate(context, new()).Plan(new FakeHost([.. nodes], output) { IsUnprepared = isUnprepared });

    /// <summary>A custom operator, a RELU that counts its translations.</summary>
    private NodeInfo Counted(string name, TensorInfo x, TensorInfo y, bool refuses = false)
    {
        var counted = new CustomOperator("Mine", node =>
        {
            translations[name] = translations.GetValueOrDefault(name) + 1;
            node.Require(!refuses, "refuses");
            return [node.Builder.Relu(node.Input(0), node.Label)];
        });
        return model.Node(BuiltinOperator.Custom, null, [x], y) with { CustomOperators = new([counted]) };
    }
}
