using static WebNN.Tests.Make;

namespace WebNN.Tests;

public sealed class LifetimeTests : IDisposable
{
    private readonly AcceptingContext context = new();

    public void Dispose() => context.Dispose();

    [Fact]
    public async Task A_destroyed_context_is_lost_and_says_why()
    {
        Assert.False(context.IsLost);
        Assert.False(context.Lost.IsCompleted);
        context.Destroy();
        context.Destroy();

        Assert.True(context.IsLost);
        Assert.Equal("the context was destroyed", (await context.Lost).Message);
    }

    [Fact]
    public void A_lost_context_refuses_everything_but_its_limits()
    {
        var builder = new MLGraphBuilder(context);
        var x = builder.Input("x", F32(1));
        var y = new MLNamedOperand("y", builder.Relu(x));
        var tensor = context.CreateTensor(F32(1), readable: true, writable: true);
        var graph = Built();
        context.Destroy();

        string Refused(Action call) => Assert.Throws<InvalidOperationException>(call).Message;
        Assert.Equal("the MLContext is lost: the context was destroyed", Refused(() => _ = new MLGraphBuilder(context)));
        Refused(() => builder.Input("z", F32(1)));
        Refused(() => builder.Relu(x));
        Refused(() => builder.Concat([x], 0));
        Refused(() => builder.Constant(MLOperandDataType.Int8, 1));
        Refused(() => builder.Build(y));
        Refused(() => context.CreateTensor(F32(1)));
        Refused(() => context.CreateConstantTensor(F32(1), new byte[4]));
        Refused(() => context.ReadTensor(tensor));
        Refused(() => context.WriteTensor(tensor, new byte[4]));
        Refused(() => context.Dispatch(graph, [tensor], [tensor]));
        Assert.Equal(95, context.OpSupportLimits().Operations.Count);
    }

    [Fact]
    public void A_builder_that_has_built_records_nothing_more()
    {
        var builder = new MLGraphBuilder(context);
        var x = builder.Input("x", F32(1));
        builder.Build(new MLNamedOperand("y", builder.Relu(x)));

        string Refused(Action call) => Assert.Throws<InvalidOperationException>(call).Message;
        Assert.Equal("this MLGraphBuilder has built; make another for another graph", Refused(() => builder.Relu(x)));
        Refused(() => builder.Input("z", F32(1)));
        Refused(() => builder.Constant(F32(1), new byte[4]));
        Refused(() => builder.Constant(context.CreateConstantTensor(F32(1), new byte[4])));
        Refused(() => builder.Concat([x], 0));
        Refused(() => builder.Split(x, 1));
        Refused(() => builder.Gru(x, x, x, 1, 1));
    }

    [Fact]
    public void A_build_that_breaks_a_rule_leaves_the_builder_open()
    {
        var builder = new MLGraphBuilder(context);
        var x = builder.Input("x", F32(1));
        Assert.Throws<ArgumentException>(() => builder.Build(new MLNamedOperand("y", x)));

        Assert.Equal(["x"], builder.Build(new MLNamedOperand("y", builder.Relu(x))).Inputs.Select(port => port.Name));
    }

    [Fact]
    public void A_graph_has_the_inputs_that_its_outputs_need()
    {
        var builder = new MLGraphBuilder(context);
        var (a, _, c) = (builder.Input("a", F32(1)), builder.Input("b", F32(1)), builder.Input("c", F32(1)));
        builder.Relu(builder.Input("d", F32(1)));

        Assert.Equal(["a", "c"], builder.Build(new MLNamedOperand("y", builder.Add(c, a))).Inputs.Select(port => port.Name));
    }

    [Fact]
    public void A_destroyed_graph_and_one_of_another_context_are_not_dispatched()
    {
        var (graph, tensor) = (Built(), context.CreateTensor(F32(1)));
        graph.Destroy();
        graph.Destroy();
        Assert.True(graph.IsDestroyed);
        Assert.Throws<ObjectDisposedException>(() => context.Dispatch(graph, [tensor], [context.CreateTensor(F32(1))]));

        var other = new AcceptingContext();
        Assert.Equal(
            "the graph was built on another MLContext",
            Assert.Throws<ArgumentException>(() => other.Dispatch(Built(), [other.CreateTensor(F32(1))], [other.CreateTensor(F32(1))])).Message);
    }

    [Fact]
    public void A_graph_is_dispatched_by_position()
    {
        var graph = (RecordingGraph)Built();
        using var input = context.CreateTensor(F32(1), writable: true);
        using var output = context.CreateTensor(F32(1), readable: true);
        context.WriteTensor(input, (ReadOnlySpan<byte>)[5, 0, 0, 0]);

        context.Dispatch(graph, [input], [output]);

        Assert.Equal([5], graph.FirstBytes);
        Assert.Equal([1, 0, 0, 0], context.ReadTensor(output));
        Assert.Equal("the graph has 1 inputs; got 0", Assert.Throws<ArgumentException>(() => context.Dispatch(graph, [], [output])).Message);
    }

    [Fact]
    public void Among_many_tensors_one_that_is_bound_twice_is_found()
    {
        var builder = new MLGraphBuilder(context);
        var sum = builder.Concat([.. Enumerable.Range(0, 40).Select(i => builder.Input($"x{i}", F32(1)))], 0);
        var graph = builder.Build(new MLNamedOperand("y", sum));
        MLTensor[] inputs = [.. Enumerable.Range(0, 40).Select(_ => context.CreateTensor(F32(1)))];
        using var output = context.CreateTensor(F32(40));

        context.Dispatch(graph, inputs, [output]);
        inputs[39] = inputs[3];

        Assert.StartsWith("tensor f32[1] is bound twice", Assert.Throws<ArgumentException>(() => context.Dispatch(graph, inputs, [output])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_have_a_limit()
    {
        var builder = new MLGraphBuilder(context);
        var x = builder.Input("x", U8(8193));
        MLOperand[] parts = [.. Enumerable.Repeat(builder.Input("part", U8(1)), 8193)];

        Assert.Equal("concat: inputs are too many (expected at most 8192, found 8193)", Assert.Throws<ArgumentException>(() => builder.Concat(parts, 0)).Message);
        Assert.Equal(8192, builder.Concat(parts.AsSpan(1), 0).Shape[0]);
        Assert.Equal(
            "split: sizes are too many (expected at most 8192, found 8193)",
            Assert.Throws<ArgumentException>(() => builder.Split(x, [.. Enumerable.Repeat(1, 8193)])).Message);
        Assert.Equal("split: parts are out of range (expected 1 to 8192, found 8193)", Assert.Throws<ArgumentException>(() => builder.Split(x, 8193)).Message);
        Assert.Equal("split: parts do not divide the dimension (expected a divisor of 8193, found 2)", Assert.Throws<ArgumentException>(() => builder.Split(x, 2)).Message);
        Assert.Equal([2731, 2731, 2731], builder.Split(x, 3).Select(part => part.Shape[0]));
    }

    [Theory]
    [InlineData("TypeError", typeof(ArgumentException))]
    [InlineData("TypeError", typeof(ArgumentNullException))]
    [InlineData("TypeError", typeof(ArgumentOutOfRangeException))]
    [InlineData("InvalidStateError", typeof(InvalidOperationException))]
    [InlineData("NotSupportedError", typeof(NotSupportedException))]
    [InlineData("UnknownError", typeof(OutOfMemoryException))]
    public void Exceptions_are_errors_of_the_specification(string name, Type type)
    {
        Assert.Equal(name, MLError.NameOf((Exception)Activator.CreateInstance(type)!));
        Assert.Equal("OperationError", MLError.NameOf(new MLOperationException("")));
        Assert.Equal("NotSupportedError", MLError.NameOf(new UnsupportedException("")));
        Assert.Equal("InvalidStateError", MLError.NameOf(new ObjectDisposedException("")));
    }

    [Fact]
    public void A_graph_that_does_not_compile_is_an_operation_error()
    {
        var builder = new MLGraphBuilder(new AcceptingContext { CompileFailure = "no room" });
        var failure = Assert.Throws<MLOperationException>(() => builder.Build(new MLNamedOperand("y", builder.Relu(builder.Input("x", F32(1))))));
        Assert.Equal("no room", failure.Message);
        Assert.IsType<UnsupportedException>(failure.InnerException);
    }

    [Fact]
    public void Contexts_prefer_accelerators_by_default() => Assert.True(new MLContextOptions().Accelerated);

    private MLGraph Built()
    {
        var builder = new MLGraphBuilder(context);
        return builder.Build(new MLNamedOperand("y", builder.Relu(builder.Input("x", F32(1)))));
    }
}
