using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests;

/// <summary>What the backend refuses to compile goes back to TFLite, and no more than that.</summary>
public sealed class CompilationTests : IDisposable
{
    private readonly FakeContext context = new();
    private readonly Model model = new();

    public void Dispose() => context.Dispose();

    [Fact]
    public void The_node_that_the_message_names_stays_and_the_others_are_claimed()
    {
        var output = Chain(BuiltinOperator.Relu, BuiltinOperator.Tanh, BuiltinOperator.Abs);
        Refuse("tanh", "Non-zero status code returned while running Tanh node. Name:'#1 TANH/y': out of tanh");

        var plan = Plan(output);

        Assert.Equal([[0], [2]], plan.Partitions.Select(partition => partition.Nodes.ToArray()));
        Assert.Equal(
            new(1, "TANH", "does not compile: Non-zero status code returned while running Tanh node. Name:'#1 TANH/y': out of tanh"),
            Assert.Single(plan.Report.Refused));
        Assert.Null(plan.Report.Failure);
    }

    [Fact]
    public void A_label_is_no_part_of_a_longer_one()
    {
        var output = Chain(BuiltinOperator.Relu, BuiltinOperator.Relu6);
        Refuse("clamp", "Name:'#1 RELU6'");
        Assert.Equal([1], Plan(output).Report.Refused.Select(node => node.Node));
    }

    [Fact]
    public void Nodes_that_no_message_names_are_found_by_halving()
    {
        BuiltinOperator[] codes = [.. Enumerable.Range(0, 20).Select(i => i is 7 or 12 ? BuiltinOperator.Tanh : BuiltinOperator.Abs)];
        var output = Chain(codes);
        Refuse("tanh", "out of memory, or so it says");

        var plan = Plan(output);

        Assert.Equal([7, 12], plan.Report.Refused.Select(node => node.Node));
        Assert.Equal(18, plan.Report.DelegatedNodes);
        Assert.All(plan.Partitions, partition => Assert.False(((FakeGraph)partition.Graph).Disposed));
        Assert.Equal(plan.Partitions.Length, context.Graphs.Count(graph => !graph.Disposed));
    }

    [Fact]
    public void A_partition_whose_parts_compile_and_it_does_not_stays_as_a_whole_and_costs_the_others_nothing()
    {
        var output = Chain(BuiltinOperator.Relu, BuiltinOperator.ComplexAbs, BuiltinOperator.Tanh, BuiltinOperator.Abs);
        context.OnCompile = graph =>
        {
            if (graph.Nodes.Length == 2)
            {
                throw new InvalidOperationException("not together");
            }
        };

        var plan = Plan(output);

        Assert.Equal([0], Assert.Single(plan.Partitions).Nodes);
        Assert.Equal([1, 2, 3], plan.Report.Refused.Select(node => node.Node));
        Assert.Equal("in a partition of 2 nodes that does not compile: not together", plan.Report.Refused[2].Reason);
        Assert.Null(plan.Report.Failure);
    }

    [Fact]
    public void Nodes_that_compile_apart_and_not_together_stay_and_the_rest_of_their_partition_is_claimed()
    {
        var output = Chain(BuiltinOperator.Relu, BuiltinOperator.Abs, BuiltinOperator.Tanh, BuiltinOperator.Logistic);
        context.OnCompile = graph =>
        {
            if (graph.Nodes.Any(node => node.Operator == "tanh") && graph.Nodes.Any(node => node.Operator == "sigmoid"))
            {
                throw new InvalidOperationException("not together");
            }
        };

        var plan = Plan(output);

        Assert.Equal([0, 1], Assert.Single(plan.Partitions).Nodes);
        Assert.Equal(
            [new(2, "TANH", "does not compile: not together"), new(3, "LOGISTIC", "does not compile: not together")],
            plan.Report.Refused);
    }

    [Fact]
    public void A_backend_that_compiles_nothing_is_given_up_and_the_report_has_its_words()
    {
        var output = Chain([.. Enumerable.Repeat(BuiltinOperator.Abs, 300)]);
        var attempts = 0;
        context.OnCompile = _ => throw new InvalidOperationException($"attempt {attempts++ % 1}");

        var plan = Plan(output);

        Assert.Empty(plan.Partitions);
        Assert.Equal("fake could not compile a partition of 300 nodes (from #0): attempt 0", plan.Report.Failure);
        Assert.Equal(300, plan.Report.Refused.Length);
        Assert.InRange(attempts, 2, 70);
    }

    [Fact]
    public void A_backend_that_names_a_node_at_a_time_is_asked_a_bounded_number_of_times()
    {
        var output = Chain([.. Enumerable.Repeat(BuiltinOperator.Tanh, 30)]);
        var attempts = 0;
        context.OnCompile = graph =>
        {
            attempts++;
            throw new InvalidOperationException($"Name:'{graph.Nodes[0].Label}'");
        };

        Assert.Empty(Plan(output).Partitions);
        Assert.InRange(attempts, 3, 70);
    }

    private void Refuse(string @operator, string message) => context.OnCompile = graph =>
    {
        if (graph.Nodes.Any(node => node.Operator == @operator))
        {
            throw new InvalidOperationException(message);
        }
    };

    private DelegationPlan Plan(int output) => new GraphDelegate(context, new()).Plan(new FakeHost(model.Nodes, output));

    /// <summary>Operators one after the other; the last tensor.</summary>
    private int Chain(params BuiltinOperator[] codes)
    {
        var tensor = model.Float("t0", 2);
        foreach (var code in codes)
        {
            var next = model.Float("t", 2);
            model.Node(code, null, [tensor], next);
            tensor = next;
        }

        return tensor.Index;
    }
}
