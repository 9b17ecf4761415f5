using WebNN.FlatBuffers;
using WebNN.TfLite.ModelFile;

namespace WebNN.TfLite.Tests;

/// <summary>Models that the verifier passes, damaged at random: reading each graph for WebNN gives the graph or says what is wrong with it.</summary>
public sealed class DamagedGraphTests
{
    [Theory]
    [InlineData("hello_world_float", 3000, 1)]
    [InlineData("keras_lstm_mnist_ptq", 3000, 2)]
    [InlineData("kws_ref_model_int8", 2000, 3)]
    [InlineData("face_detection_short_range_fp16", 500, 4)]
    public void A_damaged_model_gives_a_graph_or_a_reason(string name, int count, int seed)
    {
        byte[] original;
        using (var model = TestModels.Shared(name))
        {
            original = model.FlatBuffer.File.ToArray();
        }

        Check(original, count, seed, name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_damaged_model_with_unusual_constants_gives_a_graph_or_a_reason(bool packed) => Check(Unusual(packed), 20_000, 5, packed ? "packed" : "sparse");

    [Fact]
    public void A_damaged_model_with_branches_gives_a_graph_or_a_reason() => Check(ControlFlowModels.Nested(true, false), 5000, 6, "branches");

    [Fact]
    public void A_damaged_model_with_loops_gives_a_graph_or_a_reason() => Check(ControlFlowModels.LoopInLoop(), 5000, 7, "loops");

    [Theory]
    [InlineData(new[] { 2, 4 }, 2, null)]
    [InlineData(new[] { 2, 4 }, 1_000_000_000, "is sparse with a dense axis that is not as long as its shape has it")]
    [InlineData(new[] { 1_000_000_000, 0 }, 1_000_000_000, null)]
    public void A_sparse_constant_takes_no_longer_than_its_elements(int[] shape, int denseSize, string? problem)
    {
        var writer = new ModelWriter();
        var w = writer.AddTensor(new TensorDefinition("w", TensorType.Float32, [.. shape])
        {
            Data = Floats(1, 2, 3),
            Sparsity = new([0, 1], [], [new(denseSize), new(0, [0, 1, 3], [2, 0, 3])]),
        });
        var y = writer.AddTensor("y", TensorType.Float32, shape);
        writer.AddOperator(BuiltinOperator.Abs, [w], [y], new EmptyOptions(BuiltinOptionsType.Abs));
        writer.SetOutputs([y]);

        var read = new ModelGraph(FlatBufferModel.Parse(writer.ToArray())).Nodes[0].Inputs[0]!;

        Assert.Equal(problem, read.Unreadable);
        Assert.Equal(problem is null ? 4 * shape[0] * shape[1] : null, read.Data?.Length);
    }

    [Fact]
    public void A_composite_that_is_made_of_itself_many_times_is_refused()
    {
        var writer = new ModelWriter();
        var inner = writer.AddSubgraph("inner");
        foreach (var (graph, calls) in new[] { (writer.Main, 1), (inner, 10) })
        {
            var tensors = Enumerable.Range(0, calls + 1).Select(i => graph.AddTensor($"t{i}", TensorType.Float32, [1])).ToArray();
            for (var i = 0; i < calls; i++)
            {
                graph.AddOperator(BuiltinOperator.StablehloComposite, [tensors[i]], [tensors[i + 1]], new CompositeOptions("again", inner.Index));
            }

            graph.SetInputs([tensors[0]]);
            graph.SetOutputs([tensors[calls]]);
        }

        var read = new ModelGraph(FlatBufferModel.Parse(writer.ToArray()));

        Assert.InRange(read.Nodes.Length, 1, 1 << 18);
        Assert.All(read.Nodes, node => Assert.Equal(Interop.TfLite.BuiltinOperator.StablehloComposite, node.Code));
    }

    private static void Check(byte[] original, int count, int seed, string name)
    {
        var places = Structure(original);
        var random = new Random(seed);
        var read = 0;
        for (var i = 0; i < count; i++)
        {
            if (Damage(original, places, random) is { } model)
            {
                read++;
                for (var subgraph = 0; subgraph < model.Subgraphs.Count; subgraph++)
                {
                    var error = Record.Exception(() => new ModelGraph(model, subgraph));
                    Assert.True(error is null or UnsupportedException or InvalidModelException, $"{name}, seed {seed}, mutation {i}, subgraph {subgraph}: {error}");
                }
            }
        }

        Assert.InRange(read, count / 20, count - 1);
    }

    /// <summary>The model; null where the verifier refuses it.</summary>
    private static FlatBufferModel? Damage(byte[] original, int[] places, Random random)
    {
        var file = (byte[])original.Clone();
        int[] values = [0, 1, 2, 3, 4, -1, int.MaxValue, int.MinValue, 0xFFFF, file.Length, random.Next(file.Length)];
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = places[random.Next(places.Length)];
            switch (random.Next(3))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[at] = (byte)random.Next(20);
                    break;
                default:
                    BitConverter.TryWriteBytes(file.AsSpan(at & ~3), values[random.Next(values.Length)]);
                    break;
            }
        }

        try
        {
            return FlatBufferModel.Parse(file);
        }
        catch (InvalidModelException)
        {
            return null;
        }
    }

    /// <summary>Bytes that are not weights.</summary>
    private static int[] Structure(byte[] file)
    {
        var data = new bool[file.Length];
        foreach (var buffer in FlatBufferModel.Parse(file).Buffers)
        {
            if (buffer.Data.Length > 64)
            {
                Array.Fill(data, true, file.AsSpan().IndexOf(buffer.Data.Span), buffer.Data.Length);
            }
        }

        return [.. Enumerable.Range(0, file.Length).Where(i => !data[i])];
    }

    /// <summary>f32[1,4] times weights of 4 bits in blocks, or sparse ones.</summary>
    private static byte[] Unusual(bool packed)
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [1, 4]);
        var scales = writer.AddTensor("scales", TensorType.Float32, [4], data: Floats(1, 2, 3, 4));
        var w = packed
            ? writer.AddTensor(new TensorDefinition("w", TensorType.Int4, [2, 4]) { Data = new byte[4], Blocks = new(scales, -1, 2) })
            : writer.AddTensor(new TensorDefinition("w", TensorType.Float32, [2, 4])
            {
                Data = Floats(1, 2, 3),
                Sparsity = new([0, 1], [], [new(2), new(0, [0, 1, 3], [2, 0, 3])]),
            });
        var weights = writer.AddTensor("weights", TensorType.Float32, [2, 4]);
        var y = writer.AddTensor("y", TensorType.Float32, [1, 2]);
        writer.AddOperator(
            packed ? BuiltinOperator.Dequantize : BuiltinOperator.Densify,
            [w],
            [weights],
            new EmptyOptions(packed ? BuiltinOptionsType.Dequantize : BuiltinOptionsType.Densify));
        writer.AddOperator(BuiltinOperator.FullyConnected, [x, weights, -1], [y], new FullyConnectedOptions());
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    private static byte[] Floats(params ReadOnlySpan<float> values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).ToArray();
}
