using static WebNN.Tests.Make;

namespace WebNN.Tests.Validation;

/// <summary>A context with a builder, a graph and tensors, made when they are asked for.</summary>
internal sealed class Scene
{
    private Scene? foreign;

    public Scene()
    {
        Builder = new(Context);
        X = Builder.Input("a", U8(2));
        Y = Builder.Identity(X);
        Constant = Builder.Constant(U8(2), new byte[2]);
        Tensor = Context.CreateTensor(U8(2), readable: true, writable: true);
        Other = Context.CreateTensor(U8(2), readable: true, writable: true);
        Unreadable = Context.CreateTensor(U8(2), writable: true);
        Unwritable = Context.CreateTensor(U8(2), readable: true);
        Fixed = Context.CreateConstantTensor(U8(2), new byte[2]);
        var builder = new MLGraphBuilder(Context);
        Graph = builder.Build(new MLNamedOperand("y", builder.Identity(builder.Input("a", U8(2)))));
    }

    public AcceptingContext Context { get; } = new();

    public MLGraphBuilder Builder { get; }

    public MLOperand X { get; }

    public MLOperand Y { get; }

    public MLOperand Constant { get; }

    public MLGraph Graph { get; }

    public MLTensor Tensor { get; }

    public MLTensor Other { get; }

    public MLTensor Unreadable { get; }

    public MLTensor Unwritable { get; }

    public MLTensor Fixed { get; }

    /// <summary>The same on another context.</summary>
    public Scene Foreign => foreign ??= new();

    public MLGraphBuilder Built()
    {
        Builder.Build(new MLNamedOperand("y", Y));
        return Builder;
    }

    public Scene Lost()
    {
        Context.Destroy();
        return this;
    }

    public static MLTensor Destroyed(MLTensor tensor)
    {
        tensor.Destroy();
        return tensor;
    }

    public static MLGraph Destroyed(MLGraph graph)
    {
        graph.Destroy();
        return graph;
    }

    public byte[] Into(int length)
    {
        var bytes = new byte[length];
        Context.ReadTensor(Tensor, bytes.AsSpan());
        return bytes;
    }

    public MLTensor Write(MLTensor tensor, int length = 2)
    {
        Context.WriteTensor(tensor, new byte[length]);
        return tensor;
    }

    public MLGraph Dispatch(MLGraph graph, MLTensor input, MLTensor output) => DispatchNamed(graph, new() { ["a"] = input }, new() { ["y"] = output });

    public MLGraph DispatchNamed(MLGraph graph, Dictionary<string, MLTensor> inputs, Dictionary<string, MLTensor> outputs)
    {
        Context.Dispatch(graph, inputs, outputs);
        return graph;
    }
}
