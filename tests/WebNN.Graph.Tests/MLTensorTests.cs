using static WebNN.Tests.Make;

namespace WebNN.Tests;

public sealed class MLTensorTests : IDisposable
{
    private const string Twice = "tensor u8[2] is bound twice (expected each once, among inputs and outputs together)";

    private readonly AcceptingContext context = new();

    public void Dispose() => context.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        using var tensor = context.CreateTensor(F32(2, 2), readable: true, writable: true);

        context.WriteTensor<float>(tensor, [1, 2, 3, 4]);

        Assert.Equal([1, 2, 3, 4], context.ReadTensor<float>(tensor));
    }

    [Fact]
    public void A_new_tensor_is_zero()
    {
        using var tensor = context.CreateTensor(I32(3), readable: true);

        Assert.Equal([0, 0, 0], context.ReadTensor<int>(tensor));
    }

    [Fact]
    public void The_elements_in_place_are_the_tensors()
    {
        using var tensor = context.CreateTensor(U8(2), readable: true, writable: true);

        tensor.Data<byte>()[1] = 9;

        Assert.Equal([0, 9], context.ReadTensor<byte>(tensor));
    }

    [Fact]
    public void A_read_into_the_callers_memory_leaves_the_rest_alone()
    {
        using var tensor = context.CreateTensor(U8(2), readable: true, writable: true);
        context.WriteTensor<byte>(tensor, [1, 2]);
        byte[] destination = [7, 7, 7];

        context.ReadTensor<byte>(tensor, destination);

        Assert.Equal([1, 2, 7], destination);
    }

    [Fact]
    public void Flags_are_kept()
    {
        using var tensor = context.CreateTensor(U8(2));

        Assert.Equal(
            "tensor u8[2] is not writable", Assert.Throws<ArgumentException>(() => context.WriteTensor<byte>(tensor, [1, 2])).Message);
        Assert.Equal("tensor u8[2] is not readable", Assert.Throws<ArgumentException>(() => context.ReadTensor<byte>(tensor)).Message);
        Assert.Throws<InvalidOperationException>(() => tensor.Data<byte>().Length);
    }

    [Fact]
    public void Elements_of_another_type_or_number_are_refused()
    {
        using var tensor = context.CreateTensor(F32(2), readable: true, writable: true);

        Assert.Equal("tensor f32[2] does not hold Int32", Assert.Throws<ArgumentException>(() => context.ReadTensor<int>(tensor)).Message);
        Assert.Equal(
            "tensor f32[2] holds 2 elements; got 3", Assert.Throws<ArgumentException>(() => context.WriteTensor<float>(tensor, [1, 2, 3])).Message);
    }

    [Fact]
    public void A_destroyed_tensor_is_refused()
    {
        var tensor = context.CreateTensor(F32(2), readable: true, writable: true);
        tensor.Destroy();
        tensor.Destroy();

        Assert.True(tensor.IsDestroyed);
        Assert.Equal("tensor f32[2] is destroyed", Assert.Throws<ArgumentException>(() => context.ReadTensor<float>(tensor)).Message);
        Assert.Throws<ArgumentException>(() => context.ReadTensor(tensor));
        Assert.Throws<ArgumentException>(() => context.WriteTensor(tensor, new byte[8]));
        Assert.Throws<ObjectDisposedException>(() => tensor.Data<float>().Length);
    }

    [Fact]
    public void Bytes_are_written_and_read_whatever_the_type()
    {
        using var tensor = context.CreateTensor(I64(2), readable: true, writable: true);
        byte[] bytes = [1, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255];

        context.WriteTensor(tensor, bytes);

        Assert.Equal([1, -1], context.ReadTensor<long>(tensor));
        Assert.Equal(bytes, context.ReadTensor(tensor));
        var longer = new byte[17];
        longer[16] = 7;
        context.ReadTensor(tensor, longer);
        Assert.Equal([.. bytes, 7], longer);
        Assert.Throws<ArgumentException>(() => context.ReadTensor(tensor, new byte[15]));
        Assert.Equal("tensor i64[2] holds 16 bytes; got 15", Assert.Throws<ArgumentException>(() => context.WriteTensor(tensor, new byte[15])).Message);
    }

    [Fact]
    public void A_constant_tensor_is_made_of_bytes()
    {
        var builder = new MLGraphBuilder(context);
        using var tensor = context.CreateConstantTensor(F32(1), (ReadOnlySpan<byte>)[0, 0, 32, 64]);

        Assert.StartsWith(
            "%0 = constant f32[1] 2.5\n", builder.Define(new MLNamedOperand("y", builder.Relu(builder.Constant(tensor)))).ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => context.CreateConstantTensor(F32(1), (ReadOnlySpan<byte>)[1, 2, 3]));
    }

    [Fact]
    public void A_tensor_of_another_context_is_refused()
    {
        using var tensor = new AcceptingContext().CreateTensor(F32(2), readable: true);

        Assert.Equal(
            "tensor f32[2] belongs to another MLContext", Assert.Throws<ArgumentException>(() => context.ReadTensor<float>(tensor)).Message);
    }

    [Fact]
    public void A_tensor_too_large_for_memory_is_refused() =>
        Assert.Throws<ArgumentException>(() => context.CreateTensor(U8(int.MaxValue)));

    [Fact]
    public void A_constant_tensor_becomes_a_constant()
    {
        var builder = new MLGraphBuilder(context);
        using var tensor = context.CreateConstantTensor<float>(F32(1), [2.5f]);

        var text = builder.Define(new MLNamedOperand("y", builder.Relu(builder.Constant(tensor)))).ToText();

        Assert.StartsWith("%0 = constant f32[1] 2.5\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_that_may_change_is_no_constant()
    {
        using var tensor = context.CreateTensor(F32(1), readable: true, writable: true);

        Assert.Equal(
            "tensor f32[1] is not constant", Assert.Throws<ArgumentException>(() => new MLGraphBuilder(context).Constant(tensor)).Message);
    }

    [Fact]
    public void Dispatch_binds_by_name_whatever_the_order()
    {
        using var graph = Sum();
        using var first = Bytes(3);
        using var second = Bytes(5);
        using var sum = Bytes(0);
        using var difference = Bytes(0);

        context.Dispatch(graph, new Dictionary<string, MLTensor> { ["b"] = second, ["a"] = first }, Outputs(difference, sum));

        Assert.Equal([3, 5], graph.FirstBytes);
        Assert.Equal(1, context.ReadTensor<byte>(sum)[0]);
        Assert.Equal(2, context.ReadTensor<byte>(difference)[0]);
    }

    [Fact]
    public void Dispatch_names_what_is_missing_or_wrong()
    {
        using var graph = Sum();
        using var good = Bytes(1);
        using var bad = context.CreateTensor(U8(3));
        using var sum = Bytes(0);
        using var difference = Bytes(0);
        string Refused(Dictionary<string, MLTensor> inputs) =>
            Assert.Throws<ArgumentException>(() => context.Dispatch(graph, inputs, Outputs(difference, sum))).Message;

        Assert.Equal("the graph has 2 inputs (a, b); got 1", Refused(new() { ["a"] = good }));
        Assert.Equal("input 'b' has no tensor", Refused(new() { ["a"] = good, ["c"] = good }));
        Assert.Equal("input 'b' needs another tensor (expected u8[2], found u8[3])", Refused(new() { ["a"] = good, ["b"] = bad }));
        Assert.Equal(Twice, Refused(new() { ["a"] = good, ["b"] = sum }));
        Assert.Equal(Twice, Refused(new() { ["a"] = good, ["b"] = good }));
        Assert.Equal(Twice, Assert.Throws<ArgumentException>(
            () => context.Dispatch(graph, new Dictionary<string, MLTensor> { ["a"] = good, ["b"] = bad }, Outputs(sum, sum))).Message);
    }

    private static Dictionary<string, MLTensor> Outputs(MLTensor difference, MLTensor sum) => new() { ["difference"] = difference, ["sum"] = sum };

    private MLTensor Bytes(byte value)
    {
        var tensor = context.CreateTensor(U8(2), readable: true, writable: true);
        tensor.Data<byte>().Fill(value);
        return tensor;
    }

    private RecordingGraph Sum()
    {
        var builder = new MLGraphBuilder(context);
        var (a, b) = (builder.Input("a", U8(2)), builder.Input("b", U8(2)));
        return (RecordingGraph)builder.Build(new("sum", builder.Add(a, b)), new("difference", builder.Sub(a, b)));
    }
}
