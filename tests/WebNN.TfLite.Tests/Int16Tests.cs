using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.TfLite.Tests;

/// <summary>Tensors of int16 at the borders of partitions and of compiled models, where graphs have int32.</summary>
public sealed class Int16Tests
{
    /// <summary>Vectors, what is left of them, and all there is of int16.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(65536)]
    public void Elements_cross_the_border_as_they_are(int count)
    {
        using var model = TestModels.Load(Reshape(count));
        using var webnn = TestModels.RequireWebNN();
        using var delegated = new Interpreter(model, new() { Delegates = [webnn] });
        using var compiled = new CompiledModel(model);
        Assert.Equal(1, delegated.Report!.DelegatedNodes);
        short[] values = [.. Enumerable.Range(0, count).Select(i => (short)(short.MinValue + i))];
        foreach (var runner in new ModelRunner[] { delegated, compiled })
        {
            runner.Inputs[0].CopyFrom<short>(values);
            runner.Run();
            Assert.Equal(values, runner.Outputs[0].Data<short>().ToArray());
            Assert.Equal(count * sizeof(short), runner.Outputs[0].ByteLength);
        }
    }

    [Fact]
    public void Other_sizes_have_borders_of_their_own()
    {
        using var model = TestModels.Load(Reshape(4));
        using var webnn = TestModels.RequireWebNN();
        using var delegated = new Interpreter(model, new() { Delegates = [webnn] });
        using var compiled = new CompiledModel(model);
        delegated.ResizeInput(0, [9]);
        delegated.AllocateTensors();
        compiled.Resize([9]);
        foreach (var runner in new ModelRunner[] { delegated, compiled })
        {
            runner.Inputs[0].CopyFrom<short>([1, -2, 3, -4, 5, -6, 7, short.MaxValue, short.MinValue]);
            runner.Run();
            Assert.Equal([1, -2, 3, -4, 5, -6, 7, short.MaxValue, short.MinValue], runner.Outputs[0].Data<short>().ToArray());
        }
    }

    /// <summary>A node of TFLite's between two partitions, with int16 on both of its sides.</summary>
    [Fact]
    public void What_TFLite_runs_between_two_partitions_agrees()
    {
        using var model = TestModels.Load(Sums());
        using var webnn = TestModels.RequireWebNN(new() { Exclude = ["TANH"] });
        using var tflite = new Interpreter(model);
        using var delegated = new Interpreter(model, new() { Delegates = [webnn] });
        using var compiled = new CompiledModel(model);
        Assert.Equal([[0], [2]], delegated.Report!.Partitions.Select(partition => partition.Nodes.ToArray()));
        var random = new Random(5);
        short[] values = [.. Enumerable.Range(0, 100).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1))];
        foreach (var runner in new ModelRunner[] { tflite, delegated, compiled })
        {
            runner.Inputs[0].CopyFrom<short>(values);
            runner.Run();
        }

        Assert.Equal(tflite.Outputs[0].Data<short>().ToArray(), delegated.Outputs[0].Data<short>().ToArray());
        Assert.Equal(tflite.Outputs[0].Data<short>().ToArray(), compiled.Outputs[0].Data<short>().ToArray());
    }

    [Fact]
    public void A_warm_run_allocates_nothing()
    {
        using var model = TestModels.Load(Sums());
        using var webnn = TestModels.RequireWebNN();
        using var delegated = new Interpreter(model, new() { Delegates = [webnn] });
        using var compiled = new CompiledModel(model);
        Assert.Equal(3, delegated.Report!.DelegatedNodes);
        foreach (var runner in new ModelRunner[] { delegated, compiled })
        {
            Allocations.AssertNone(runner.Run);
        }
    }

    [Fact]
    public void An_input_of_int16_holds_shorts_only()
    {
        using var compiled = CompiledModel.FromBytes(Reshape(4));
        Assert.Equal(
            "input 0 'x' Int16[4] does not hold Int32 elements",
            Assert.Throws<ArgumentException>(() => compiled.Inputs[0].Data<int>()).Message);
    }

    [Fact]
    public void A_model_that_only_TFLite_could_run_says_so()
    {
        var writer = new ModelWriter();
        var (x, y) = (Tensor(writer, "x", 0.01f, 4), Tensor(writer, "y", 0.01f, 4));
        writer.AddOperator(BuiltinOperator.Neg, [x], [y]);
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        TestModels.RequireWebNN().Dispose();
        Assert.Contains(
            "NEG: tensor 'x' is Int16[4]; TFLite's kernel takes no int16",
            Assert.Throws<UnsupportedModelException>(() => CompiledModel.FromBytes(writer.ToArray())).Message,
            StringComparison.Ordinal);
    }

    /// <summary>[n] of int16 to [-1].</summary>
    private static byte[] Reshape(int count)
    {
        var writer = new ModelWriter();
        var (x, y) = (Tensor(writer, "x", 0.01f, count), Tensor(writer, "y", 0.01f, count));
        var shape = writer.AddTensor("shape", TensorType.Int32, [1], data: MemoryMarshal.AsBytes<int>([-1]).ToArray());
        writer.AddOperator(BuiltinOperator.Reshape, [x, shape], [y], new ReshapeOptions([-1]));
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    /// <summary>x + x, its tanh, and that plus x: of int16, 100 elements.</summary>
    private static byte[] Sums()
    {
        var writer = new ModelWriter();
        var (x, sum) = (Tensor(writer, "x", 0.0001f, 100), Tensor(writer, "sum", 0.0003f, 100));
        var (tanh, y) = (Tensor(writer, "tanh", 1f / (1 << 15), 100), Tensor(writer, "y", 0.0002f, 100));
        writer.AddOperator(BuiltinOperator.Add, [x, x], [sum], new AddOptions());
        writer.AddOperator(BuiltinOperator.Tanh, [sum], [tanh]);
        writer.AddOperator(BuiltinOperator.Add, [tanh, x], [y], new AddOptions());
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    private static int Tensor(ModelWriter writer, string name, float scale, int count) =>
        writer.AddTensor(name, TensorType.Int16, [count], QuantizationParameters.PerTensor(scale));
}
