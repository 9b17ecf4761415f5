using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.TfLite.Tests;

/// <summary>Sparse constants that TFLite read: the delegate makes them dense from its records.</summary>
public sealed class SparseConstantsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Blocks_are_put_side_by_side(bool densify)
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [1, 4]);
        // Blocks of 1 x 2 in 2 x 4: [1 2] at block column 1 of row 0, [3 4] at block column 0 of row 1.
        var weights = writer.AddTensor(new("weights", TensorType.Float32, [2, 4])
        {
            Data = MemoryMarshal.AsBytes<float>([1, 2, 3, 4]).ToArray(),
            Sparsity = new([0, 1, 2], [1], [new(2), new(2, [0, 1, 2], [1, 0]), new(2)]),
        });
        if (densify)
        {
            var dense = writer.AddTensor("dense", TensorType.Float32, [2, 4]);
            writer.AddOperator(BuiltinOperator.Densify, [weights], [dense]);
            weights = dense;
        }

        var y = writer.AddTensor("y", TensorType.Float32, [1, 2]);
        writer.AddOperator(BuiltinOperator.FullyConnected, [x, weights, -1], [y], new FullyConnectedOptions());
        Delegate(writer, x, y, interpreter =>
        {
            Assert.Equal(densify ? 2 : 1, interpreter.Report!.DelegatedNodes);
            interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
            interpreter.Run();
            Assert.Equal([(1 * 3) + (2 * 4), (3 * 1) + (4 * 2)], interpreter.Outputs[0].Data<float>().ToArray());
        });
    }

    [Fact]
    public void A_type_that_TFLites_kernels_do_not_make_dense_is_refused_by_name()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Int32, [2, 3]);
        var sparse = writer.AddTensor(new("sparse", TensorType.Int32, [2, 3])
        {
            Data = MemoryMarshal.AsBytes<int>([5, 7, 9, 0, 0, 0]).ToArray(),
            Sparsity = new([0, 1], [], [new(2), new(3, [0, 1, 3], [1, 0, 2])]),
        });
        var y = writer.AddTensor("y", TensorType.Int32, [2, 3]);
        writer.AddOperator(BuiltinOperator.Add, [x, sparse], [y], new AddOptions());
        Delegate(writer, x, y, interpreter => Assert.Contains(
            "'sparse': is sparse with elements of Int32", Assert.Single(interpreter.Report!.Refused).Reason, StringComparison.Ordinal));
    }

    private static void Delegate(ModelWriter writer, int x, int y, Action<Interpreter> check)
    {
        TestModels.RequireOnnxRuntime();
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        using var model = TfLiteModel.FromBytes(writer.ToArray());
        using var webnn = new WebNNDelegate();
        using var interpreter = new Interpreter(model, new InterpreterOptions { Delegates = [webnn] });
        check(interpreter);
    }
}
