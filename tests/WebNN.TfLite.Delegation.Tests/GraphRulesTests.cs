using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests;

/// <summary>What a host hands over unchecked: a broken graph is left alone, a broken node costs itself.</summary>
public sealed class GraphRulesTests : IDisposable
{
    private readonly FakeContext context = new();
    private readonly Model model = new();

    public void Dispose() => context.Dispose();

    [Fact]
    public void A_node_that_reads_what_it_writes_costs_the_whole_model_and_the_host_is_asked_for_no_partition()
    {
        var (x, y) = (model.Float("x", 2), model.Float("y", 2));
        model.Node(BuiltinOperator.Add, default(TfLiteActivationParams), [x, y], y);
        AssertLeftAlone("#0 ADD reads tensor 'y' before #0 ADD writes it");
    }

    [Fact]
    public void So_does_a_node_that_reads_what_a_later_one_writes()
    {
        var (x, y, z) = (model.Float("x", 2), model.Float("y", 2), model.Float("z", 2));
        model.Node(BuiltinOperator.Abs, null, [y], z);
        model.Node(BuiltinOperator.Relu, null, [x], y);
        AssertLeftAlone("#0 ABS reads tensor 'y' before #1 RELU writes it");
    }

    [Fact]
    public void So_does_a_tensor_that_two_nodes_write()
    {
        var (x, y) = (model.Float("x", 2), model.Float("y", 2));
        model.Node(BuiltinOperator.Abs, null, [x], y);
        model.Node(BuiltinOperator.Relu, null, [x], y);
        AssertLeftAlone("tensor 'y' is written by #0 ABS and by #1 RELU");
    }

    [Fact]
    public void So_does_a_node_that_writes_one_tensor_twice()
    {
        var (x, y) = (model.Float("x", 2, 2), model.Float("y", 2));
        model.Node(BuiltinOperator.Unpack, new TfLiteUnpackParams(2, 0), [x], y, y);
        AssertLeftAlone("tensor 'y' is written twice by #0 UNPACK");
    }

    [Fact]
    public void So_does_a_graph_that_has_no_output_although_its_nodes_read_each_other()
    {
        var (x, y) = (model.Float("x", 2), model.Float("y", 2));
        model.Node(BuiltinOperator.Abs, null, [x], y);
        model.Node(BuiltinOperator.Relu, null, [y], model.Float("z", 2));

        var plan = Plan();

        Assert.Empty(plan.Partitions);
        Assert.True(plan.Report.IsUnsound);
        Assert.Equal("the model is left as it is: the graph has no output that a node writes", plan.Report.Failure);
    }

    [Fact]
    public void A_graph_that_only_assigns_a_variable_needs_no_output()
    {
        var (handle, x, y) = (model.Tensor("handle", TfLiteType.Resource), model.Float("x", 2), model.Float("y", 2));
        model.Node(BuiltinOperator.Abs, null, [x], y);
        model.Node(BuiltinOperator.AssignVariable, null, [handle, y]);
        Assert.Equal([0], Assert.Single(Plan().Partitions).Nodes);
    }

    [Theory]
    [InlineData(0f, "tensor 'x': has the scale 0; expected a finite number above 0")]
    [InlineData(-0.5f, "tensor 'x': has the scale -0.5; expected a finite number above 0")]
    [InlineData(float.NaN, "tensor 'x': has the scale NaN; expected a finite number above 0")]
    [InlineData(float.PositiveInfinity, "tensor 'x': has the scale Infinity; expected a finite number above 0")]
    public void A_scale_that_is_none_costs_the_node(float scale, string reason) =>
        AssertRefused(model.Int8("x", scale, 0, 2), reason);

    [Theory]
    [InlineData(TfLiteType.Int8, 300, "tensor 'x': is Int8 with the zero point 300; expected -128 to 127")]
    [InlineData(TfLiteType.UInt8, -1, "tensor 'x': is UInt8 with the zero point -1; expected 0 to 255")]
    public void A_zero_point_outside_the_type_costs_the_node(TfLiteType type, int zeroPoint, string reason) =>
        AssertRefused(model.Tensor("x", type, 2) with { Quantization = new([1], [zeroPoint], 0) }, reason);

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Scales_along_an_axis_that_is_not_there_cost_the_node(int axis) =>
        AssertRefused(
            model.Tensor("x", TfLiteType.Int8, 2) with { Quantization = new([1, 1], [0, 0], axis), Data = new byte[2] },
            $"tensor 'x': has 2 scales along axis {axis} of [2]");

    [Theory]
    [InlineData(2_000_000_000, 1)]
    [InlineData(1, 2_000_000_000)]
    [InlineData(73, 1)]
    public void A_window_far_beyond_its_image_costs_the_node(int height, int width)
    {
        var node = model.Node(
            BuiltinOperator.L2Pool2D,
            new TfLitePoolParams { Padding = TfLitePadding.Same, StrideHeight = 1, StrideWidth = 1, FilterHeight = height, FilterWidth = width },
            [model.Float("x", 1, 4, 4, 1)],
            model.Float("y", 1, 4, 4, 1));
        Assert.Equal($"#0 L2_POOL_2D: a window of {new Size2D(height, width)} over an image of {new Size2D(4, 4)}", node.Objection());
    }

    [Fact]
    public void A_stride_beyond_any_model_costs_the_node_and_does_not_overflow()
    {
        var node = model.Node(
            BuiltinOperator.MaxPool2D,
            new TfLitePoolParams { Padding = TfLitePadding.Same, StrideHeight = int.MaxValue, StrideWidth = 1, FilterHeight = 2, FilterWidth = 2 },
            [model.Float("x", 1, 4, 4, 1)],
            model.Float("y", 1, 1, 4, 1));
        Assert.Equal($"#0 MAX_POOL_2D: strides {new Size2D(int.MaxValue, 1)}; expected 1 to 32768", node.Objection());
    }

    [Fact]
    public void A_resize_whose_weights_would_fill_the_memory_costs_the_node()
    {
        var node = model.Node(
            BuiltinOperator.ResizeBilinear,
            default(TfLiteResizeParams),
            [model.Float("x", 1, 100_000, 1, 1), model.Indices("size", 100_000, 1)],
            model.Float("y", 1, 100_000, 1, 1));
        Assert.Equal("#0 RESIZE_BILINEAR: an image of 100000 x 1 to 100000 x 1: too large for a matrix of weights", node.Objection());
    }

    [Fact]
    public void A_number_of_parts_that_is_not_the_nodes_costs_the_node_before_they_are_allocated()
    {
        var node = model.Node(
            BuiltinOperator.Unpack, new TfLiteUnpackParams(2_000_000_000, 0), [model.Tensor("x", TfLiteType.Bool, 2_000_000_000)], model.Tensor("y", TfLiteType.Bool));
        Assert.Equal("#0 UNPACK: has 1 outputs; expected 2000000000", node.Objection());
    }

    [Fact]
    public void A_stride_as_long_as_an_int_takes_the_first_element()
    {
        var slice = Assert.Single(StridedSlices.Resolve(default, [5], [1], [5], [int.MaxValue])!.Value);
        Assert.Equal((1, 1), (slice.Start, slice.Count));
        slice = Assert.Single(StridedSlices.Resolve(default, [5], [4], [0], [int.MinValue])!.Value);
        Assert.Equal((4, 1), (slice.Start, slice.Count));
    }

    [Fact]
    public void A_constant_whose_scales_lead_nowhere_is_not_folded_and_costs_its_node_alone()
    {
        var weights = model.Int8("weights", 1, 0, 2) with { Quantization = new([1, 1], [0, 0], -7), Data = new byte[2] };
        var (real, x, y, z) = (model.Float("real", 2), model.Float("x", 2), model.Float("y", 2), model.Float("z", 2));
        model.Node(BuiltinOperator.Dequantize, null, [weights], real);
        model.Node(BuiltinOperator.Abs, null, [x], y);
        model.Node(BuiltinOperator.Add, default(TfLiteActivationParams), [y, real], z);

        var plan = Plan(z.Index);

        Assert.Equal([1, 2], Assert.Single(plan.Partitions).Nodes);
        Assert.Equal(new(0, "DEQUANTIZE", "tensor 'weights': has 2 scales along axis -7 of [2]"), Assert.Single(plan.Report.Refused));
    }

    private void AssertRefused(TensorInfo x, string reason)
    {
        var (a, b) = (model.Float("a", 2), model.Float("b", 2));
        model.Node(BuiltinOperator.Abs, null, [a], b);
        model.Node(BuiltinOperator.Dequantize, null, [x], model.Float("y", 2));

        var plan = Plan(b.Index, model.Nodes[1].Outputs[0].Index);

        Assert.Equal([0], Assert.Single(plan.Partitions).Nodes);
        Assert.Equal(new(1, "DEQUANTIZE", reason), Assert.Single(plan.Report.Refused));
    }

    private void AssertLeftAlone(string violation)
    {
        var plan = new GraphDelegate(context, new()).Plan(new NoPartitions(model));
        Assert.Empty(plan.Partitions);
        Assert.True(plan.Report.IsUnsound);
        Assert.Equal($"the model is left as it is: {violation}", plan.Report.Failure);
    }

    private DelegationPlan Plan(params int[] outputs) => new GraphDelegate(context, new()).Plan(new FakeHost(model.Nodes, outputs));

    /// <summary>TFLite's own partitioning reads outside its arrays for such graphs.</summary>
    private sealed class NoPartitions(Model model) : IDelegateHost
    {
        public System.Collections.Immutable.ImmutableArray<NodeInfo> Nodes => model.Nodes;

        public System.Collections.Immutable.ImmutableArray<PartitionInfo> Partition(System.Collections.Immutable.ImmutableArray<int> nodes) =>
            throw new InvalidOperationException("asked to partition");
    }
}
