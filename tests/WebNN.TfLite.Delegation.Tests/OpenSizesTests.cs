using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests;

/// <summary>Graphs that TFLite has not prepared: what is known of their sizes, what is claimed, and how it is compiled later.</summary>
public sealed class OpenSizesTests
{
    [Fact]
    public void Sizes_that_follow_from_those_of_the_inputs_replace_those_of_the_file()
    {
        var model = new Model();
        var (x, y, z) = (model.Float("x", 3, 2), model.Float("y", 9, 9), model.Float("z", 1));
        model.Node(BuiltinOperator.Relu, null, [x], y);
        model.Node(BuiltinOperator.Abs, null, [y], z);

        var plan = Plan(model, [z.Index]);

        Assert.Equal([3, 2], Assert.Single(plan.Partitions).OutputShapes[0]);
        Assert.Equal([3, 2], plan.Nodes[1].Outputs[0].Shape);
        Assert.Empty(plan.Uncertain);
    }

    [Fact]
    public void Weights_are_made_floats_once_for_their_shapes_and_for_the_graph()
    {
        const int Size = 512;
        var model = new Model();
        var (x, weights, y) = (model.Float("x", 1, Size), model.Float("weights", Size, Size), model.Float("y", 1, Size));
        var stored = model.Int8("stored", 1, 0, Size, Size) with { Data = new byte[Size * Size] };
        model.Node(BuiltinOperator.Dequantize, null, [stored], weights);
        model.Node(BuiltinOperator.FullyConnected, new TfLiteFullyConnectedParams(), [x, weights, null], y);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var plan = Plan(model, [y.Index]);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Single(plan.Partitions);
        Assert.InRange(allocated, Size * Size * sizeof(float), 1.5 * Size * Size * sizeof(float));
    }

    [Fact]
    public void What_lies_behind_a_node_of_unknown_size_is_compiled_for_the_sizes_of_the_run()
    {
        var plan = Plan(Rows(out var output), [output]);

        Assert.Empty(plan.Partitions);
        Assert.True(Assert.Single(plan.Report.Partitions).IsOpen);
        var recipe = Assert.Single(plan.Recipes);
        Assert.Equal([1, 2, 3, 4, 5], recipe.Nodes.Order());
        Assert.Equal([5, 2, 2], recipe.Compile([[5, 4]]).OutputShapes[0]);
        Assert.Equal([7, 2, 2], recipe.Compile([[7, 4]]).OutputShapes[0]);
    }

    [Fact]
    public void A_shape_that_nodes_of_TFLite_compute_is_computed_again_with_the_partition()
    {
        var plan = Plan(Rows(out var output), [output], new() { Exclude = ["SHAPE", "STRIDED_SLICE", "PACK"] });

        var recipe = Assert.Single(plan.Recipes);
        Assert.Equal([4, 5], recipe.Nodes);
        Assert.Equal([6, 2, 2], recipe.Compile([[6, 4]]).OutputShapes[0]);
    }

    [Fact]
    public void Without_elements_there_are_shapes_and_nothing_to_compute()
    {
        var recipe = Assert.Single(Plan(Rows(out var output), [output]).Recipes);

        Assert.Equal([0, 2, 2], recipe.EmptyOutputs([[0, 4]])[0]);
    }

    [Fact]
    public void A_result_that_has_elements_without_any_in_the_input_is_refused()
    {
        var model = new Model();
        var (x, rows, product, sum) = (model.Float("x", 4), Open(model, "rows", -1, 4), Open(model, "product", -1, 4), model.Float("sum", 4));
        model.Node(BuiltinOperator.Custom, null, [x], rows);
        model.Node(BuiltinOperator.FullyConnected, new TfLiteFullyConnectedParams(), [rows, model.FloatConstant("w", 4, 4), null], product);
        model.Node(BuiltinOperator.Sum, new TfLiteReducerParams(false), [product, model.Indices("axis", 0)], sum);
        var recipe = Assert.Single(Plan(model, [sum.Index]).Recipes);

        var error = Assert.Throws<UnsupportedException>(() => recipe.EmptyOutputs([[0, 4]]));

        Assert.Equal("an input has no elements, and outputs have the shapes [4]", error.Message);
    }

    [Fact]
    public void Nodes_of_unknown_size_are_not_worth_compiling_without_a_product_unless_they_are_included()
    {
        var model = new Model();
        var (x, rows, y) = (model.Float("x", 4), Open(model, "rows", -1, 4), Open(model, "y", -1, 4));
        model.Node(BuiltinOperator.Custom, null, [x], rows);
        model.Node(BuiltinOperator.Relu, null, [rows], y);

        var plan = Plan(model, [y.Index]);

        Assert.StartsWith("its sizes are known only when the model runs", plan.Report.Refused[1].Reason, StringComparison.Ordinal);
        Assert.Equal([1], Assert.Single(Plan(model, [y.Index], new() { Include = ["RELU"] }).Recipes).Nodes);
    }

    [Fact]
    public void A_size_that_the_file_has_is_believed_behind_an_unknown_operator_and_not_called_certain()
    {
        var model = new Model();
        var (x, middle, y) = (model.Float("x", 4), model.Float("middle", 2, 4), model.Float("y", 2, 4));
        model.Node(BuiltinOperator.Custom, null, [x], middle);
        model.Node(BuiltinOperator.Relu, null, [middle], y);

        var plan = Plan(model, [y.Index]);

        Assert.Equal([2, 4], Assert.Single(plan.Partitions).OutputShapes[0]);
        Assert.Equal([middle.Index, y.Index], plan.Uncertain.Order());
        Assert.Equal([3, 4], Assert.Single(plan.Recipes).Compile([[3, 4]]).OutputShapes[0]);
    }

    [Fact]
    public void The_shape_used_longest_ago_is_given_up_for_a_ninth()
    {
        var kept = new RecentlyUsed<FakeGraph>();
        var graphs = Enumerable.Range(0, 9).Select(_ => new FakeGraph(new([], [], []))).ToList();
        for (var i = 0; i < 8; i++)
        {
            kept.Add([[i]], graphs[i]);
        }

        Assert.Same(graphs[0], kept.Use([[0]]));
        kept.Add([[8]], graphs[8]);

        Assert.True(graphs[1].Disposed);
        Assert.Null(kept.Use([[1]]));
        Assert.Same(graphs[0], kept.Use([[0]]));
        kept.Clear();
        Assert.All(graphs, graph => Assert.True(graph.Disposed));
    }

    /// <summary>[?,4] that nobody knows before the run, times a matrix, in as many pairs of rows as it has rows.</summary>
    private static Model Rows(out int output)
    {
        var model = new Model();
        var (x, rows, product) = (model.Float("x", 4), Open(model, "rows", -1, 4), Open(model, "product", -1, 4));
        var (shape, count, target) = (model.Tensor("shape", TfLiteType.Int32, 2), model.Tensor("count", TfLiteType.Int32), model.Tensor("target", TfLiteType.Int32, 3));
        var pairs = Open(model, "pairs", -1, 2, 2);
        output = pairs.Index;
        model.Node(BuiltinOperator.Custom, null, [x], rows);
        model.Node(BuiltinOperator.Shape, null, [rows], shape);
        model.Node(
            BuiltinOperator.StridedSlice, new TfLiteStridedSliceParams(0, 0, 0, 0, 1), [shape, model.Indices("begin", 0), model.Indices("end", 1), model.Indices("step", 1)], count);
        model.Node(BuiltinOperator.Pack, new TfLitePackParams(3, 0), [count, model.Scalar("two", 2), model.Scalar("pair", 2)], target);
        model.Node(BuiltinOperator.FullyConnected, new TfLiteFullyConnectedParams(), [rows, model.FloatConstant("w", 4, 4), null], product);
        model.Node(BuiltinOperator.Reshape, null, [product, target], pairs);
        return model;
    }

    private static TensorInfo Open(Model model, string name, params int[] signature) =>
        model.Float(name, [.. signature.Select(size => Math.Max(1, size))]) with { Signature = [.. signature] };

    private static DelegationPlan Plan(Model model, int[] outputs, DelegateOptions? options = null) =>
        new GraphDelegate(new FakeContext(), options ?? new()).Plan(new FakeHost(model.Nodes, outputs) { IsUnprepared = true });
}
