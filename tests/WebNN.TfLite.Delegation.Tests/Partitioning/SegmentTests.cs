using System.Collections.Immutable;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Delegation.Tests.Partitioning;

public sealed class SegmentTests
{
    private readonly Model model = new();

    [Fact]
    public void A_chain_is_cut_before_every_node_and_knows_what_crosses()
    {
        var (x, y, z) = (model.Float("x", 4), model.Float("y", 4), model.Tensor("z", TfLiteType.Int8, 4));
        model.Node(BuiltinOperator.Relu, null, [x], y);
        model.Node(BuiltinOperator.Quantize, null, [y], z);
        model.Node(BuiltinOperator.Relu, null, [z], model.Tensor("out", TfLiteType.Int8, 4));

        Assert.Equal(["0|0 16", "1|1 16", "2| 4"], Chain(0, 1));
    }

    [Fact]
    public void Where_more_than_three_tensors_are_live_there_is_no_cut()
    {
        var x = model.Float("x", 1);
        TensorInfo[] branches = [.. Enumerable.Range(0, 4).Select(i => model.Float($"b{i}", 1))];
        foreach (var branch in branches)
        {
            model.Node(BuiltinOperator.Relu, null, [x], branch);
        }

        model.Node(BuiltinOperator.Concatenation, null, branches, model.Float("out", 4));

        // Before nodes 1 and 2 x and what was made of it are live, before node 3 four tensors.
        Assert.Equal(["0|0 4", "1|1 8", "2,3,4|2,3,4 12"], Chain(0, 1, 2, 3, 4));
    }

    [Fact]
    public void A_node_that_computes_a_constant_belongs_to_its_first_reader()
    {
        var (half, weights) = (model.Tensor("half", TfLiteType.Float16, 2) with { Data = new byte[4] }, model.Float("weights", 2));
        model.Node(BuiltinOperator.Dequantize, null, [half], weights);
        var (x, y, z) = (model.Float("x", 2), model.Float("y", 2), model.Float("z", 2));
        model.Node(BuiltinOperator.Relu, null, [x], y);
        model.Node(BuiltinOperator.Add, default(TfLiteActivationParams), [y, weights], z);
        model.Node(BuiltinOperator.Mul, default(TfLiteActivationParams), [z, weights], model.Float("out", 2));

        Assert.Equal(["1|1 8", "0,2|0,2 8", "3|3 8"], Chain(0, 1, 2, 3));
    }

    [Fact]
    public void A_graph_of_constants_alone_is_one_segment()
    {
        model.Node(BuiltinOperator.Dequantize, null, [model.Tensor("half", TfLiteType.Float16, 2) with { Data = new byte[4] }], model.Float("y", 2));
        Assert.Equal(["0|0 0"], Chain(0));
    }

    private IEnumerable<string> Chain(params int[] accepted) =>
        Segment.Chain(new(new ConstantFolding(model.Nodes), [.. accepted], new(() => throw new InvalidOperationException("no key is needed"))))
            .Select(segment => $"{Join(segment.Nodes)}|{Join(segment.Claimable)} {segment.BorderBytes}");

    private static string Join(ImmutableArray<int> nodes) => string.Join(',', nodes);
}
