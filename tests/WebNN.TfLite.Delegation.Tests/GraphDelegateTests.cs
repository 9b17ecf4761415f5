using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests;

public sealed class GraphDelegateTests : IDisposable
{
    private readonly FakeContext context = new();
    private readonly Model model = new();

    public void Dispose() => context.Dispose();

    [Fact]
    public void A_chain_of_known_operators_is_one_partition_that_reads_only_what_is_computed_at_run_time()
    {
        var (x, y) = (model.Float("x", 2, 3), model.Float("y", 2, 3));
        var (weights, z) = (model.FloatConstant("weights", 3), model.Float("z", 2, 3));
        model.Node(BuiltinOperator.Relu, null, [x], y);
        model.Node(BuiltinOperator.Mul, default(TfLiteActivationParams), [y, weights], z);

        var plan = Plan(new(), z.Index);

        Assert.Equal((2, 2), (plan.Report.Nodes, plan.Report.DelegatedNodes));
        Assert.Equal([x.Index], Assert.Single(plan.Partitions).Inputs);
        Assert.Equal([z.Index], plan.Partitions[0].Outputs);
        Assert.Empty(plan.Report.Refused);
        Assert.Null(plan.Report.Failure);
        Assert.Equal(
            """
            %0 = input x f32[2,3]
            %1 = relu(%0) f32[2,3]
            %2 = constant f32[3]
            %3 = mul(%1, %2) f32[2,3]
            output z = %3

            """,
            plan.Report.Partitions[0].GraphText);
    }

    [Fact]
    public void Every_node_that_stays_has_a_reason()
    {
        var tensors = Chain(BuiltinOperator.Relu, BuiltinOperator.Unique, BuiltinOperator.Abs, BuiltinOperator.Custom, BuiltinOperator.Relu);
        context.Unsupported.Add("abs");

        var plan = Plan(new() { Exclude = ["4"] }, tensors[^1].Index);

        Assert.Equal(
            [
                new(1, "UNIQUE", "UNIQUE: no WebNN equivalent"),
                new(2, "ABS", "ABS: fake has no abs"),
                new(3, "Mine", "custom operator Mine"),
                new(4, "RELU", "excluded by option"),
            ],
            plan.Report.Refused);
        Assert.Equal([0], Assert.Single(plan.Partitions).Nodes);
    }

    [Fact]
    public void A_tensor_of_a_type_that_WebNN_lacks_is_named()
    {
        var y = model.Tensor("y", TfLiteType.Float64, 2);
        model.Node(BuiltinOperator.Relu, null, [model.Tensor("x", TfLiteType.Float64, 2)], y);
        Assert.Equal("tensor 'x' is Float64; WebNN has no such type", Assert.Single(Plan(new(), y.Index).Report.Refused).Reason);
    }

    [Fact]
    public void A_node_that_takes_the_handle_of_a_variable_for_its_value_is_named()
    {
        var (handle, y, z) = (model.Float("handle", 4), model.Float("y", 4), model.Float("z", 4));
        model.Node(BuiltinOperator.VarHandle, null, [], handle);
        model.Node(BuiltinOperator.Abs, null, [handle], y);
        model.Node(BuiltinOperator.Relu, null, [y], z);

        var plan = Plan(new(), z.Index);

        Assert.Equal(new(1, "ABS", "reads tensor 'handle' as Float32[4]; VAR_HANDLE writes a Resource"), plan.Report.Refused[1]);
        Assert.Equal([2], Assert.Single(plan.Partitions).Nodes);
    }

    [Theory]
    [InlineData("RELU", new[] { 1 })]
    [InlineData("relu", new[] { 1 })]
    [InlineData("0", new[] { 1, 2 })]
    [InlineData("0-1", new[] { 2 })]
    public void Excluded_nodes_stay(string entry, int[] claimed)
    {
        var tensors = Chain(BuiltinOperator.Relu, BuiltinOperator.Tanh, BuiltinOperator.Relu);
        Assert.Equal(claimed, Plan(new() { Exclude = [entry] }, tensors[^1].Index).Partitions.SelectMany(partition => partition.Nodes));
    }

    [Fact]
    public void Only_included_nodes_are_claimed()
    {
        var tensors = Chain(BuiltinOperator.Relu, BuiltinOperator.Tanh, BuiltinOperator.Relu);
        var plan = Plan(new() { Include = ["TANH"] }, tensors[^1].Index);
        Assert.Equal([1], Assert.Single(plan.Partitions).Nodes);
        Assert.Equal("excluded by option: not among the included", plan.Report.Refused[0].Reason);
    }

    [Theory]
    [InlineData("CONV2D")]
    [InlineData("3-")]
    [InlineData("5-2")]
    [InlineData("-1")]
    [InlineData("")]
    public void An_entry_that_means_nothing_is_an_error_that_says_what_would(string entry)
    {
        var error = Assert.Throws<ArgumentException>(() => new GraphDelegate(context, new() { Exclude = [entry] }));
        Assert.Equal(
            $"Exclude: '{entry}' is neither a node (12), nor a range of nodes (3-9), nor an operator of TFLite (CONV_2D)", error.Message);
    }

    [Fact]
    public void Small_partitions_stay_where_the_options_ask_for_larger_ones()
    {
        var tensors = Chain(BuiltinOperator.Relu, BuiltinOperator.Unique, BuiltinOperator.Relu, BuiltinOperator.Tanh);
        var plan = Plan(new() { MinNodesPerPartition = 2 }, tensors[^1].Index);
        Assert.Equal([2, 3], Assert.Single(plan.Partitions).Nodes);
        Assert.Equal("in a partition of 1 nodes; the options ask for 2", plan.Report.Refused[0].Reason);
    }

    [Fact]
    public void The_largest_partitions_are_kept_where_the_options_limit_their_number()
    {
        var tensors = Chain(BuiltinOperator.Relu, BuiltinOperator.Unique, BuiltinOperator.Relu, BuiltinOperator.Tanh);
        var plan = Plan(new() { MaxPartitions = 1 }, tensors[^1].Index);
        Assert.Equal([2, 3], Assert.Single(plan.Partitions).Nodes);
        Assert.Equal("in one partition too many; the options allow 1", plan.Report.Refused[0].Reason);
    }

    [Fact]
    public void A_partition_of_which_nothing_is_read_stays_and_costs_the_others_nothing()
    {
        var tensors = Chain(BuiltinOperator.Relu, BuiltinOperator.Unique, BuiltinOperator.Tanh);

        var plan = Plan(new(), tensors[1].Index);

        Assert.Null(plan.Report.Failure);
        Assert.Equal([0], Assert.Single(plan.Partitions).Nodes);
        Assert.Equal(new(2, "TANH", "in a partition of which nothing is read"), plan.Report.Refused[^1]);
    }

    [Fact]
    public void Numbers_of_one_node_that_overflow_cost_the_others_nothing()
    {
        var (x, y) = (model.Float("x", 2, 6), model.Float("y", 2, 6));
        model.Node(BuiltinOperator.Relu, null, [x], y);
        model.Node(
            BuiltinOperator.SplitV,
            new TfLiteSplitParams(3),
            [y, model.Indices("sizes", int.MaxValue, int.MaxValue, -1), model.Scalar("axis", 1)],
            model.Float("a", 2, 1),
            model.Float("b", 2, 4),
            model.Float("c", 2, 1));

        var plan = Plan(new(), y.Index);

        Assert.Equal([0], Assert.Single(plan.Partitions).Nodes);
        Assert.Equal(1, Assert.Single(plan.Report.Refused).Node);
    }

    [Fact]
    public void An_output_that_is_an_input_or_another_output_gets_an_identity()
    {
        var (x, y, z) = (model.Float("x", 2), model.Float("y", 2), model.Float("z", 2));
        model.Node(BuiltinOperator.Reshape, null, [x], y);
        model.Node(BuiltinOperator.Reshape, null, [y], z);

        Assert.Equal(
            """
            %0 = input x f32[2]
            %1 = identity(%0) f32[2]
            %2 = identity(%0) f32[2]
            output y = %1
            output z = %2

            """,
            Plan(new(), y.Index, z.Index).Report.Partitions[0].GraphText);
    }

    [Fact]
    public void Two_outputs_of_one_operand_are_told_apart_by_an_identity()
    {
        var (x, y, z) = (model.Float("x", 2), model.Float("y", 2), model.Float("z", 2));
        model.Node(BuiltinOperator.Relu, null, [x], y);
        model.Node(BuiltinOperator.Reshape, null, [y], z);
        Assert.EndsWith(
            """
            %1 = relu(%0) f32[2]
            %2 = identity(%1) f32[2]
            output y = %1
            output z = %2

            """,
            Plan(new(), y.Index, z.Index).Report.Partitions[0].GraphText,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_one_name_become_ports_of_different_names()
    {
        var (a, b, c) = (model.Float("t", 2), model.Float("t", 2), model.Float("", 2));
        model.Node(BuiltinOperator.Add, default(TfLiteActivationParams), [a, b], c);
        var graph = Assert.Single(Plan(new(), c.Index).Partitions).Graph;
        Assert.Equal(["t", "t#1"], graph.Inputs.Select(port => port.Name));
        Assert.Equal(["tensor2"], graph.Outputs.Select(port => port.Name));
    }

    [Fact]
    public void A_variable_stays_with_TFLite()
    {
        var (state, y) = (model.Float("state", 2) with { IsVariable = true }, model.Float("y", 2));
        model.Node(BuiltinOperator.Relu, null, [state], y);
        Assert.Equal("tensor 'state' is a variable, which this operator does not keep", Assert.Single(Plan(new(), y.Index).Report.Refused).Reason);
    }

    private DelegationPlan Plan(DelegateOptions options, params int[] outputs) =>
        new GraphDelegate(context, options).Plan(new FakeHost(model.Nodes, outputs));

    /// <summary>Operators one after the other; the tensors between them.</summary>
    private List<TensorInfo> Chain(params BuiltinOperator[] codes)
    {
        var tensors = new List<TensorInfo> { model.Float("t0", 2) };
        foreach (var code in codes)
        {
            tensors.Add(model.Float($"t{tensors.Count}", 2));
            model.Node(code, null, [tensors[^2]], tensors[^1]);
        }

        return tensors;
    }
}
