namespace WebNN.OnnxRuntime.Tests;

public sealed class DispatchTests
{
    /// <summary>The specification's own path: tensors by name instead of buffers by position.</summary>
    [Fact]
    public void A_graph_computes_over_the_contexts_tensors()
    {
        Native.Library();
        using var context = new OrtContext();
        var descriptor = new MLOperandDescriptor(MLOperandDataType.Int8, 3);
        using var step = context.CreateConstantTensor<sbyte>(descriptor, [1, 2, 3]);
        var builder = new MLGraphBuilder(context);
        var (a, b) = (builder.Input("a", descriptor), builder.Input("b", descriptor));
        using var graph = builder.Build(new MLNamedOperand("y", builder.Add(builder.Sub(a, b), builder.Constant(step))));
        using var first = context.CreateTensor(descriptor, writable: true);
        using var second = context.CreateTensor(descriptor, writable: true);
        using var result = context.CreateTensor(descriptor, readable: true);
        context.WriteTensor<sbyte>(first, [10, -100, 127]);
        context.WriteTensor<sbyte>(second, [1, 10, -1]);

        context.Dispatch(graph, new Dictionary<string, MLTensor> { ["b"] = second, ["a"] = first }, new Dictionary<string, MLTensor> { ["y"] = result });

        // 127 + 1 wraps around to -128.
        Assert.Equal([10, -108, -125], context.ReadTensor<sbyte>(result));
    }
}
