using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

public sealed class ShapeValuesTests
{
    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int32)]
    [InlineData(TensorType.Int64)]
    public void Zeros_agree(TensorType type) =>
        new SingleOperator(BuiltinOperator.ZerosLike).Input(Kinds.Of(type), 2, 3).Output(Kinds.Of(type), 2, 3).AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.Int32)]
    [InlineData(TensorType.Bool)]
    public void A_value_everywhere_agrees(TensorType type) =>
        new SingleOperator(BuiltinOperator.Fill).Vector(2, 3).Input(Kinds.Of(type)).Output(Kinds.Of(type), 2, 3).AgreesWithTFLite(Tolerance.Exact);

    [Theory]
    [InlineData(2, 11, 3, 3)]
    [InlineData(5, -4, -2, 5)]
    public void Integers_in_steps_are_told(int start, int limit, int delta, int count) =>
        new SingleOperator(BuiltinOperator.Range).Scalar(start).Scalar(limit).Scalar(delta).Output(Elements.Int32(0, 0), count)
            .Gives([.. Enumerable.Range(0, count).Select(i => start + (i * delta))]);

    [Fact]
    public void Floats_in_steps_add_up_as_in_TFLite()
    {
        var (elements, sum, expected) = (Elements.Float, 0f, new float[11]);
        for (var i = 0; i < expected.Length; i++, sum += 0.1f)
        {
            expected[i] = sum;
        }

        new SingleOperator(BuiltinOperator.Range).Constant(elements, Bytes(0)).Constant(elements, Bytes(1.05f)).Constant(elements, Bytes(0.1f)).Output(elements, 11)
            .Gives(expected);
    }

    [Fact]
    public void Shape_rank_and_a_common_shape_are_told()
    {
        var writer = new ModelWriter();
        var (x, y) = (writer.AddTensor("x", TensorType.Float32, [2, 3]), writer.AddTensor("y", TensorType.Float32, [2, 3]));
        var (shape, rank, common) = (writer.AddTensor("shape", TensorType.Int32, [2]), writer.AddTensor("rank", TensorType.Int32, []), writer.AddTensor("common", TensorType.Int32, [3]));
        var other = writer.AddTensor("other", TensorType.Int32, [3], data: MemoryMarshal.AsBytes<int>([4, 1, 3]).ToArray());
        writer.AddOperator(BuiltinOperator.Relu, [x], [y]);
        writer.AddOperator(BuiltinOperator.Shape, [x], [shape], new ShapeOptions(TensorType.Int32));
        writer.AddOperator(BuiltinOperator.Rank, [x], [rank]);
        writer.AddOperator(BuiltinOperator.BroadcastArgs, [shape, other], [common]);
        writer.SetInputs([x]);
        writer.SetOutputs([y, shape, rank, common]);
        Natives.SkipUnlessPresent();
        using var compiled = WebNN.TfLite.CompiledModel.FromBytes(writer.ToArray());

        compiled.Run();

        Assert.Equal([[2, 3], [2], [4, 2, 3]], compiled.Outputs.Skip(1).Select(output => output.Data<int>().ToArray()));
    }

    private static byte[] Bytes(float value) => MemoryMarshal.AsBytes<float>([value]).ToArray();
}
