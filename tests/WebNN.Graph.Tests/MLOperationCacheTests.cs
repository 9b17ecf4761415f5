using System.Collections.Immutable;
using static WebNN.Tests.Make;

namespace WebNN.Tests;

/// <summary>What is compiled when, and for how long it is kept; what comes out is WebNN.OnnxRuntime.Tests' to say.</summary>
public sealed class MLOperationCacheTests : IDisposable
{
    private static readonly MLOperation<MLConv2dOptions> conv2d = new((builder, x, options) => builder.Conv2d(x[0], x[1], null, options));
    private static readonly MLOperation<ValueTuple> matmul = new((builder, x, _) => builder.Matmul(x[0], x[1]));
    private static readonly MLOperation<int> softmax = new((builder, x, axis) => builder.Softmax(x[0], axis));
    private static readonly MLOperation<MLSplitAttributes> split = new((builder, x, options) => builder.Split(x[0], options.Sizes.AsSpan(), options.Axis));

    private readonly AcceptingContext context = new();
    private readonly MLOperationCache cache;

    public MLOperationCacheTests() => cache = new(context, capacity: 3);

    public void Dispose()
    {
        cache.Dispose();
        context.Dispose();
    }

    [Fact]
    public void A_call_with_equal_options_and_shapes_finds_its_graph()
    {
        var (image, filter, result) = (Tensor(F32(1, 1, 4, 4)), Tensor(F32(1, 1, 3, 3)), Tensor(F32(1, 1, 4, 4)));
        for (var i = 0; i < 3; i++)
        {
            cache.Compute(conv2d, new() { Padding = new(1, 1, 1, 1) }, [image, filter], [result]);
        }

        Assert.Equal((1, 1, 2), (cache.Count, cache.Misses, cache.Hits));
        Assert.Single(context.Graphs);
        Assert.Equal(3, context.Graphs[0].FirstBytes.Count / 2);
    }

    [Fact]
    public void Other_options_shapes_types_and_operations_are_other_graphs()
    {
        Assert.Equal(["f32[1,1,2,2]"], Shapes(conv2d, new(), F32(1, 1, 4, 4), F32(1, 1, 3, 3)));
        Assert.Equal(["f32[1,1,4,4]"], Shapes(conv2d, new() { Padding = new(1, 1, 1, 1) }, F32(1, 1, 4, 4), F32(1, 1, 3, 3)));
        Assert.Equal(["f16[1,1,2,2]"], Shapes(conv2d, new(), F16(1, 1, 4, 4), F16(1, 1, 3, 3)));
        Assert.Equal(["f32[1,1,3,3]"], Shapes(conv2d, new(), F32(1, 1, 5, 5), F32(1, 1, 3, 3)));
        Assert.Equal(["f32[2,5]"], Shapes(matmul, default, F32(2, 3), F32(3, 5)));
        Assert.Equal(["f32[1,2]", "f32[1,3]"], Shapes(split, new(1, [2, 3]), F32(1, 5)));
        Assert.Equal((6, 0), (cache.Misses, cache.Hits));
    }

    [Fact]
    public void A_constant_tensor_is_compiled_in_and_known_by_itself()
    {
        var image = Tensor(F32(1, 1, 3, 3));
        var result = Tensor(F32(1, 1, 1, 1));
        var (first, second) = (Constant(F32(1, 1, 3, 3)), Constant(F32(1, 1, 3, 3)));
        foreach (var filter in new[] { first, second, first })
        {
            cache.Compute(conv2d, new(), [image, filter], [result]);
        }

        Assert.Equal((2, 1), (cache.Misses, cache.Hits));
        Assert.All(context.Graphs, graph => Assert.Equal(["0"], graph.Inputs.Select(input => input.Name)));
    }

    [Fact]
    public void An_operand_that_the_operation_leaves_out_is_no_input()
    {
        var last = new MLOperation<ValueTuple>((builder, x, _) => builder.Relu(x[2]));
        MLTensor[] inputs = [Tensor(F32(1)), Tensor(F32(2)), Tensor(F32(3))];
        inputs[2].Data<float>()[0] = BitConverter.Int32BitsToSingle(7);

        cache.Compute(last, default, inputs, [Tensor(F32(3))]);

        Assert.Equal([7], context.Graphs[0].FirstBytes);
    }

    [Fact]
    public void The_one_called_longest_ago_goes_first()
    {
        void Call(int rank) => Shapes(softmax, rank - 1, F32([.. Enumerable.Repeat(1, rank)]));
        foreach (var rank in (int[])[1, 2, 3, 1, 4])
        {
            Call(rank);
        }

        Assert.Equal([false, true, false, false], context.Graphs.Select(graph => graph.IsDestroyed));
        Call(1);
        Call(3);
        Assert.Equal((3, 4), (cache.Count, cache.Misses));
        Call(2);
        Assert.Equal([false, true, false, true, false], context.Graphs.Select(graph => graph.IsDestroyed));
    }

    [Fact]
    public void A_graph_in_use_is_destroyed_after_its_call()
    {
        var (x, y) = (Tensor(F32(1)), Tensor(F32(1)));
        var states = new List<(bool, int)>();
        context.OnCompute = graph =>
        {
            context.OnCompute = null;
            Shapes(softmax, 1, F32(1, 1));
            Shapes(softmax, 2, F32(1, 1, 1));
            Shapes(softmax, 3, F32(1, 1, 1, 1));
            states.Add((graph.IsDestroyed, cache.Count));
            cache.Dispose();
            states.Add((graph.IsDestroyed, cache.Count));
        };
        cache.Compute(softmax, 0, [x], [y]);

        Assert.Equal([(false, 3), (false, 0)], states);
        Assert.All(context.Graphs, graph => Assert.True(graph.IsDestroyed));
        Assert.Throws<ObjectDisposedException>(() => cache.Compute(softmax, 0, [x], [y]));
    }

    [Fact]
    public void What_does_not_compile_is_not_kept()
    {
        var x = Tensor(F32(2));
        Assert.Equal(
            "softmax: axis is out of range (expected 0 to 0, found 1)",
            Assert.Throws<ArgumentException>(() => cache.Compute(softmax, 1, [x], [Tensor(F32(2))])).Message);
        Assert.Equal(0, cache.Count);
        using var failing = new MLOperationCache(new AcceptingContext { CompileFailure = "no room" });
        Assert.Throws<MLOperationException>(() => failing.Outputs(softmax, 0, F32(1)));
        Assert.Equal((0, 1), (failing.Count, failing.Misses));
    }

    [Fact]
    public void A_tensor_may_be_both_operands_and_no_result()
    {
        var square = Tensor(F32(2, 2));
        cache.Compute(matmul, default, [square, square], [Tensor(F32(2, 2))]);

        Assert.Equal(
            "output 0, tensor f32[2,2], is bound twice (expected once, and not as an input)",
            Assert.Throws<ArgumentException>(() => cache.Compute(matmul, default, [square, Tensor(F32(2, 2))], [square])).Message);
        Assert.Contains("is bound twice", Assert.Throws<ArgumentException>(() => cache.Compute(split, new(0, [1, 1]), [square], [Row, Row])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_are_the_operations_and_the_contexts()
    {
        var x = Tensor(F32(2));
        Assert.Equal(
            "output '0' needs another tensor (expected f32[2], found f32[3])",
            Assert.Throws<ArgumentException>(() => cache.Compute(softmax, 0, [x], [Tensor(F32(3))])).Message);
        Assert.Equal("the graph has 1 outputs; got 0", Assert.Throws<ArgumentException>(() => cache.Compute(softmax, 0, [x], [])).Message);
        Assert.Equal("input 0 is null", Assert.Throws<ArgumentException>(() => cache.Compute(softmax, 0, [null!], [x])).Message);
        Assert.Equal(
            "there are 1 descriptors and 0 inputs", Assert.Throws<ArgumentException>(() => cache.Compute(softmax, 0, [F32(1)], [], [])).Message);
        var y = Tensor(F32(2));
        x.Destroy();
        Assert.Equal("tensor f32[2] is destroyed", Assert.Throws<ArgumentException>(() => cache.Compute(softmax, 0, [x], [y])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MLOperationCache(context, 0));
        context.Destroy();
        Assert.Throws<InvalidOperationException>(() => cache.Compute(softmax, 0, [x], [y]));
    }

    private static MLTensor Row { get; } = new AcceptingContext().CreateTensor(F32(1, 2));

    private IEnumerable<string> Shapes<T>(MLOperation<T> operation, T options, params ImmutableArray<MLOperandDescriptor> inputs)
        where T : IEquatable<T>? => cache.Outputs(operation, options, inputs.AsSpan()).Select(output => output.ToString());

    private MLTensor Tensor(MLOperandDescriptor descriptor) => context.CreateTensor(descriptor, readable: true, writable: true);

    private MLTensor Constant(MLOperandDescriptor descriptor) => context.CreateConstantTensor(descriptor, new byte[descriptor.ByteLength]);
}
