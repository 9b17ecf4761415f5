using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests;

public sealed class ConstantFoldingTests : IDisposable
{
    private readonly FakeContext context = new();
    private readonly Model model = new();

    public void Dispose() => context.Dispose();

    [Fact]
    public void Fp16_weights_behind_dequantize_become_float_constants_of_their_consumer()
    {
        var (x, y, z) = (model.Float("x", 2), model.Float("y", 2), model.Float("z", 2));
        model.Node(BuiltinOperator.Dequantize, null, [Halves("half", 0.5f, -2)], y);
        model.Node(BuiltinOperator.Mul, default(TfLiteActivationParams), [x, y], z);

        var partition = Assert.Single(Plan(z.Index).Partitions);

        Assert.Equal([0, 1], partition.Nodes);
        Assert.Equal([x.Index], partition.Inputs);
        Assert.Equal([z.Index], partition.Outputs);
        Assert.Equal([0.5f, -2], Floats(new ConstantFolding(model.Nodes).Constant(y.Index)!));
    }

    [Fact]
    public void Int8_weights_behind_dequantize_are_folded_per_channel()
    {
        var stored = model.Int8("stored", 1, 0, 2, 2) with { Quantization = new([0.5f, 2], [0, 1], 1), Data = new byte[] { 2, 3, 0xFF, 0 } };
        var real = model.Float("real", 2, 2);
        model.Node(BuiltinOperator.Dequantize, null, [stored], real);
        Assert.Equal([1, 4, -0.5f, -2], Floats(new ConstantFolding(model.Nodes).Constant(real.Index)!));
    }

    [Fact]
    public void Channels_along_the_first_axis_have_all_that_is_inside_them()
    {
        var stored = model.Int8("stored", 1, 0, 2, 2) with { Quantization = new([0.5f, 2], [0, 1], 0), Data = new byte[] { 2, 3, 0xFF, 0 } };
        var real = model.Float("real", 2, 2);
        model.Node(BuiltinOperator.Dequantize, null, [stored], real);
        Assert.Equal([1, 1.5f, -4, -2], Floats(new ConstantFolding(model.Nodes).Constant(real.Index)!));
    }

    [Fact]
    public void Weights_that_a_node_of_TFLites_reads_stay_with_TFLite()
    {
        var (x, y, z, w) = (model.Float("x", 2), model.Float("y", 2), model.Float("z", 2), model.Float("w", 2));
        model.Node(BuiltinOperator.Dequantize, null, [Halves("half", 0.5f, -2)], y);
        model.Node(BuiltinOperator.Mul, default(TfLiteActivationParams), [x, y], z);
        model.Node(BuiltinOperator.ComplexAbs, null, [y], w);

        var plan = Plan(z.Index, w.Index);

        Assert.Equal([1], Assert.Single(plan.Partitions).Nodes);
        Assert.Equal([x.Index], plan.Partitions[0].Inputs);
        Assert.Equal("computes a constant that a node of TFLite's reads", plan.Report.Refused[0].Reason);
    }

    [Fact]
    public void Weights_for_another_partition_are_not_written_at_every_run()
    {
        var tensors = Enumerable.Range(0, 4).Select(i => model.Float($"t{i}", 2)).ToArray();
        var weights = model.Float("weights", 2);
        model.Node(BuiltinOperator.Dequantize, null, [Halves("half", 0.5f, -2)], weights);
        model.Node(BuiltinOperator.Relu, null, [tensors[0]], tensors[1]);
        model.Node(BuiltinOperator.ComplexAbs, null, [tensors[1]], tensors[2]);
        model.Node(BuiltinOperator.Mul, default(TfLiteActivationParams), [tensors[2], weights], tensors[3]);

        var plan = Plan(tensors[3].Index);

        Assert.Equal([0, 1], plan.Partitions[0].Nodes);
        Assert.Equal([tensors[1].Index], plan.Partitions[0].Outputs);
        Assert.Equal([tensors[2].Index], plan.Partitions[1].Inputs);
    }

    [Fact]
    public void Weights_that_the_models_caller_reads_are_written()
    {
        var (x, weights, y) = (model.Float("x", 2), model.Float("weights", 2), model.Float("y", 2));
        model.Node(BuiltinOperator.Dequantize, null, [Halves("half", 0.5f, -2)], weights);
        model.Node(BuiltinOperator.Mul, default(TfLiteActivationParams), [x, weights], y);
        Assert.Equal([weights.Index, y.Index], Plan(weights.Index, y.Index).Partitions[0].Outputs.Order());
    }

    [Fact]
    public void A_shape_and_what_is_computed_from_it_are_constants()
    {
        var x = model.Float("x", 4, 5);
        var shape = model.Tensor("shape", TfLiteType.Int32, 2);
        var rows = model.Tensor("rows", TfLiteType.Int32, 1);
        var target = model.Tensor("target", TfLiteType.Int32, 2);
        var y = model.Float("y", 4, 5);
        model.Node(BuiltinOperator.Shape, new TfLiteShapeParams(TfLiteType.Int32), [x], shape);
        model.Node(
            BuiltinOperator.StridedSlice,
            default(TfLiteStridedSliceParams),
            [shape, model.Indices("begin", 0), model.Indices("end", 1), model.Indices("strides", 1)],
            rows);
        model.Node(BuiltinOperator.Concatenation, new TfLiteConcatenationParams(0, default), [rows, model.Indices("five", 5)], target);
        model.Node(BuiltinOperator.Reshape, null, [x, target], y);

        var plan = Plan(y.Index);

        Assert.Equal(4, plan.Report.DelegatedNodes);
        Assert.Equal([x.Index], plan.Partitions[0].Inputs);
        Assert.Equal([4, 5], MemoryMarshal.Cast<byte, int>(new ConstantFolding(model.Nodes).Constant(target.Index)!.Data!.Value.Span).ToArray());
    }

    [Fact]
    public void Int64_values_are_joined_and_cut_whole()
    {
        const long big = 1L << 40;
        var (joined, cut) = (model.Tensor("joined", TfLiteType.Int64, 3), model.Tensor("cut", TfLiteType.Int64, 2));
        model.Node(BuiltinOperator.Concatenation, new TfLiteConcatenationParams(0, default), [Longs("a", big, 7), Longs("b", -big)], joined);
        model.Node(
            BuiltinOperator.StridedSlice,
            default(TfLiteStridedSliceParams),
            [joined, Longs("begin", 1), Longs("end", long.MaxValue), Longs("strides", 1)],
            cut);

        var constants = new ConstantFolding(model.Nodes);

        Assert.Equal([big, 7, -big], Longs(constants.Constant(joined.Index)!));
        Assert.Equal([7, -big], Longs(constants.Constant(cut.Index)!));
    }

    [Fact]
    public void A_cast_to_int32_drops_the_high_bits()
    {
        var narrow = model.Tensor("narrow", TfLiteType.Int32, 2);
        model.Node(BuiltinOperator.Cast, null, [Longs("wide", (1L << 40) + 3, -1)], narrow);
        Assert.Equal([3, -1], MemoryMarshal.Cast<byte, int>(new ConstantFolding(model.Nodes).Constant(narrow.Index)!.Data!.Value.Span).ToArray());
    }

    [Theory]
    [InlineData(TfLiteType.Float32)]
    [InlineData(TfLiteType.Bool)]
    public void A_cast_to_what_does_not_count_is_no_constant(TfLiteType type)
    {
        var cast = model.Tensor("cast", type, 2);
        model.Node(BuiltinOperator.Cast, null, [Longs("wide", 3, -1)], cast);
        Assert.Null(new ConstantFolding(model.Nodes).Constant(cast.Index));
    }

    [Theory]
    [InlineData(BuiltinOperator.Add, 7, -2, 5)]
    [InlineData(BuiltinOperator.Sub, 7, -2, 9)]
    [InlineData(BuiltinOperator.Mul, 7, -2, -14)]
    [InlineData(BuiltinOperator.FloorDiv, 7, -2, -4)]
    [InlineData(BuiltinOperator.FloorDiv, -8, 2, -4)]
    [InlineData(BuiltinOperator.FloorMod, 7, -2, -1)]
    [InlineData(BuiltinOperator.FloorMod, -7, 2, 1)]
    [InlineData(BuiltinOperator.Maximum, 7, -2, 7)]
    [InlineData(BuiltinOperator.Minimum, 7, -2, -2)]
    [InlineData(BuiltinOperator.Add, int.MaxValue, 1, null)]
    [InlineData(BuiltinOperator.Mul, 1 << 16, 1 << 16, null)]
    [InlineData(BuiltinOperator.FloorDiv, int.MinValue, -1, null)]
    [InlineData(BuiltinOperator.FloorDiv, 7, 0, null)]
    [InlineData(BuiltinOperator.FloorMod, 7, 0, null)]
    [InlineData(BuiltinOperator.Div, 7, 2, null)]
    [InlineData(BuiltinOperator.LogicalAnd, 1, 1, null)]
    public void Counters_are_computed_where_they_are_the_same_everywhere(BuiltinOperator code, int a, int b, int? expected)
    {
        var result = model.Tensor("result", TfLiteType.Int32);
        model.Node(code, null, [model.Scalar("a", a), model.Scalar("b", b)], result);
        Assert.Equal(expected, new ConstantFolding(model.Nodes).Constant(result.Index) is { Data: { } data } ? MemoryMarshal.Read<int>(data.Span) : null);
    }

    [Theory]
    [InlineData(BuiltinOperator.Less, false, true, false, false)]
    [InlineData(BuiltinOperator.LessEqual, false, true, true, false)]
    [InlineData(BuiltinOperator.Greater, true, false, false, true)]
    [InlineData(BuiltinOperator.GreaterEqual, true, false, true, true)]
    [InlineData(BuiltinOperator.Equal, false, false, true, false)]
    [InlineData(BuiltinOperator.NotEqual, true, true, false, true)]
    public void Counters_are_compared(BuiltinOperator code, params bool[] expected)
    {
        var (both, none, result) = (model.Tensor("both", TfLiteType.Bool, 4), model.Tensor("none", TfLiteType.Bool, 4), model.Tensor("result", TfLiteType.Bool, 4));
        model.Node(code, null, [model.Indices("a", 3, 1, 2, 5), model.Indices("b", 2)], result);
        model.Node(BuiltinOperator.LogicalAnd, null, [result, model.Tensor("yes", TfLiteType.Bool) with { Data = new byte[] { 1 } }], both);
        model.Node(BuiltinOperator.LogicalNot, null, [both], none);

        var constants = new ConstantFolding(model.Nodes);

        Assert.Equal(expected, Array.ConvertAll(constants.Constant(both.Index)!.Data!.Value.ToArray(), value => value != 0));
        Assert.Equal(expected, Array.ConvertAll(constants.Constant(none.Index)!.Data!.Value.ToArray(), value => value == 0));
    }

    [Fact]
    public void What_a_fused_activation_or_no_broadcast_makes_of_counters_is_not_known()
    {
        var (fused, odd, truths) = (model.Tensor("fused", TfLiteType.Int32), model.Tensor("odd", TfLiteType.Int32, 3), model.Tensor("truths", TfLiteType.Bool));
        var yes = model.Tensor("yes", TfLiteType.Bool) with { Data = new byte[] { 1 } };
        model.Node(BuiltinOperator.Add, new TfLiteActivationParams(TfLiteFusedActivation.Relu), [model.Scalar("a", 1), model.Scalar("b", 2)], fused);
        model.Node(BuiltinOperator.Add, default(TfLiteActivationParams), [model.Indices("c", 1, 2, 3), model.Indices("d", 1, 2)], odd);
        model.Node(BuiltinOperator.Add, default(TfLiteActivationParams), [yes, yes], truths);

        var constants = new ConstantFolding(model.Nodes);

        Assert.All((TensorInfo[])[fused, odd, truths], tensor => Assert.Null(constants.Constant(tensor.Index)));
    }

    private static long[] Longs(TensorInfo constant) => MemoryMarshal.Cast<byte, long>(constant.Data!.Value.Span).ToArray();

    private TensorInfo Longs(string name, params long[] values) =>
        model.Tensor(name, TfLiteType.Int64, values.Length) with { Data = MemoryMarshal.AsBytes<long>(values).ToArray() };

    private static float[] Floats(TensorInfo constant) => MemoryMarshal.Cast<byte, float>(constant.Data!.Value.Span).ToArray();

    private TensorInfo Halves(string name, params float[] values) => model.Tensor(name, TfLiteType.Float16, values.Length) with
    {
        Data = MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, value => (Half)value)).ToArray(),
    };

    private DelegationPlan Plan(params int[] outputs) => new GraphDelegate(context, new()).Plan(new FakeHost(model.Nodes, outputs));
}
