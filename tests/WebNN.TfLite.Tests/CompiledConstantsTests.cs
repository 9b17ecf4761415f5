using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.TfLite.Tests;

/// <summary>What converters of today write and TensorFlow Lite 2.9 does not load.</summary>
public sealed class CompiledConstantsTests
{
    [Fact]
    public void Four_bit_weights_are_their_integers_times_their_scales()
    {
        // 2 rows of 3: 1 -2 7, -8 3 -1; the low half of a byte comes first.
        using var compiled = FullyConnected(new("weights", TensorType.Int4, [2, 3])
        {
            Data = new byte[] { 0xE1, 0x87, 0xF3 },
            Quantization = QuantizationParameters.PerChannel([0.5f, 2], 0),
        });
        Assert.Equal([0.5f * (1 - 4 + 21), 2 * (-8 + 6 - 3)], Run(compiled, 1, 2, 3));
    }

    [Fact]
    public void Two_bit_weights_are_signed()
    {
        // 1 -2 -1 0, -1 1 0 -2
        using var compiled = FullyConnected(new("weights", TensorType.Int2, [2, 4])
        {
            Data = new byte[] { 0b00_11_10_01, 0b10_00_01_11 },
            Quantization = QuantizationParameters.PerTensor(1),
        });
        Assert.Equal([1 - 4 - 3, -1 + 2 - 8], Run(compiled, 1, 2, 3, 4));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Blocks_of_weights_have_scales_of_their_own(bool outside)
    {
        var writer = new ModelWriter { DataOutside = outside };
        var scales = writer.AddTensor("scales", TensorType.Float16, [2, 2], data: MemoryMarshal.AsBytes<Half>([(Half)1, (Half)2, (Half)0.5f, (Half)4]).ToArray());
        var weights = writer.AddTensor(new("weights", TensorType.Int4, [2, 4])
        {
            // 1 2 | 3 4 and -1 -2 | 2 1
            Data = new byte[] { 0x21, 0x43, 0xEF, 0x12 },
            Blocks = new(scales, -1, 2),
        });
        using var compiled = FullyConnected(writer, weights, depth: 4);
        Assert.Equal([1 + 2 + (2 * 7), (0.5f * -3) + (4 * 3)], Run(compiled, 1, 1, 1, 1));
    }

    /// <summary>Blocks of 16 and more stay packed, in a kernel for them; smaller ones, or with a scale of 0, are written out.</summary>
    [Theory]
    [InlineData(TensorType.Int4, 16, 2)]
    [InlineData(TensorType.UInt4, 16, 2)]
    [InlineData(TensorType.Int4, 16, 0)]
    [InlineData(TensorType.Int4, 8, 2)]
    public void Blocks_of_any_size_are_their_integers_times_their_scales(TensorType type, int block, float secondScale)
    {
        const int depth = 32;
        var writer = new ModelWriter();
        var count = 2 * depth / block;
        float[] factors = [.. Enumerable.Range(0, count).Select(i => i == 1 ? secondScale : 0.5f * (i + 1))];
        var scales = writer.AddTensor("scales", TensorType.Float32, [2, depth / block], data: MemoryMarshal.AsBytes<float>(factors).ToArray());
        var offsets = writer.AddTensor("offsets", TensorType.Int32, [2, depth / block], data: MemoryMarshal.AsBytes<int>([.. Enumerable.Range(0, count)]).ToArray());
        int[] codes = [.. Enumerable.Range(0, 2 * depth).Select(i => (i * 5 % 16) - (type == TensorType.Int4 ? 8 : 0))];
        var weights = writer.AddTensor(new("weights", type, [2, depth])
        {
            Data = codes.Chunk(2).Select(pair => (byte)((pair[0] & 15) | (pair[1] << 4))).ToArray(),
            Blocks = new(scales, offsets, block),
        });
        using var compiled = FullyConnected(writer, weights, depth);
        float[] x = [.. Enumerable.Range(0, depth).Select(i => (i % 7) - 3f)];
        Assert.Equal(
            Enumerable.Range(0, 2).Select(row => Enumerable.Range(0, depth).Sum(i => x[i] * (codes[(row * depth) + i] - (((row * depth) + i) / block)) * factors[((row * depth) + i) / block])),
            Run(compiled, x));
    }

    [Fact]
    public void Scales_along_two_axes_are_found_by_both_indices()
    {
        var writer = new ModelWriter();
        var scales = writer.AddTensor("scales", TensorType.Float32, [2, 3], data: MemoryMarshal.AsBytes<float>([1, 2, 3, 10, 20, 30]).ToArray());
        var weights = writer.AddTensor(new("weights", TensorType.Int8, [2, 3])
        {
            Data = new byte[] { 1, 1, 1, 2, 0xFF, 3 },
            Blocks = new(scales, -1, 0, [0, 1]),
        });
        using var compiled = FullyConnected(writer, weights, depth: 3);
        Assert.Equal([6, 20 - 20 + 90], Run(compiled, 1, 1, 1));
    }

    [Fact]
    public void Sparse_weights_are_spread_out_with_and_without_DENSIFY()
    {
        foreach (var densify in new[] { false, true })
        {
            var writer = new ModelWriter();
            // Rows dense, columns compressed: 5 at (0,1), 7 at (1,0), 9 at (1,2).
            var sparse = writer.AddTensor(new("sparse", TensorType.Float32, [2, 3])
            {
                Data = MemoryMarshal.AsBytes<float>([5, 7, 9]).ToArray(),
                Sparsity = new([0, 1], [], [new(2), new(3, [0, 1, 3], [1, 0, 2])]),
            });
            var weights = sparse;
            if (densify)
            {
                weights = writer.AddTensor("dense", TensorType.Float32, [2, 3]);
                writer.AddOperator(BuiltinOperator.Densify, [sparse], [weights]);
            }

            using var compiled = FullyConnected(writer, weights, depth: 3);
            Assert.Equal([5 * 2, 7 + (9 * 3)], Run(compiled, 1, 2, 3));
        }
    }

    [Fact]
    public void Sparse_blocks_are_put_side_by_side()
    {
        var writer = new ModelWriter();
        // Blocks of 1 x 2 in 2 x 4: [1 2] at block column 1 of row 0, [3 4] at block column 0 of row 1.
        var weights = writer.AddTensor(new("weights", TensorType.Float32, [2, 4])
        {
            Data = MemoryMarshal.AsBytes<float>([1, 2, 3, 4]).ToArray(),
            Sparsity = new([0, 1, 2], [1], [new(2), new(2, [0, 1, 2], [1, 0]), new(2)]),
        });
        using var compiled = FullyConnected(writer, weights, depth: 4);
        Assert.Equal([(1 * 3) + (2 * 4), (3 * 1) + (4 * 2)], Run(compiled, 1, 2, 3, 4));
    }

    [Fact]
    public void A_sparse_constant_that_contradicts_its_shape_is_refused_by_name()
    {
        var writer = new ModelWriter();
        var weights = writer.AddTensor(new("weights", TensorType.Float32, [2, 3])
        {
            Data = MemoryMarshal.AsBytes<float>([5]).ToArray(),
            Sparsity = new([0, 1], [], [new(2), new(3, [0, 1, 1], [7])]),
        });
        Assert.Contains(
            "'weights': is sparse with positions outside its shape",
            Assert.Throws<UnsupportedModelException>(() => FullyConnected(writer, weights, depth: 3)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_convolution_of_version_8_runs()
    {
        TestModels.RequireOnnxRuntime();
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [1, 1, 2, 1]);
        var filter = writer.AddTensor("filter", TensorType.Float32, [1, 1, 1, 1], data: BitConverter.GetBytes(3f));
        var y = writer.AddTensor("y", TensorType.Float32, [1, 1, 2, 1]);
        writer.AddOperator(BuiltinOperator.Conv2D, [x, filter, -1], [y], new Conv2DOptions(Padding.Valid, 1, 1), version: 8);
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        using var compiled = CompiledModel.FromBytes(writer.ToArray());
        Assert.Equal([6, -15], Run(compiled, 2, -5));
    }

    [Fact]
    public void A_composite_runs_as_the_graph_that_defines_it()
    {
        TestModels.RequireOnnxRuntime();
        var writer = new ModelWriter();
        var (x, y, z) = (writer.AddTensor("x", TensorType.Float32, [2]), writer.AddTensor("y", TensorType.Float32, [2]), writer.AddTensor("z", TensorType.Float32, [2]));
        var inner = writer.AddSubgraph("difference of squares");
        var (a, b) = (inner.AddTensor("a", TensorType.Float32, [2]), inner.AddTensor("b", TensorType.Float32, [2]));
        var (sum, difference, product) = (
            inner.AddTensor("sum", TensorType.Float32, [2]), inner.AddTensor("difference", TensorType.Float32, [2]), inner.AddTensor("product", TensorType.Float32, [2]));
        inner.AddOperator(BuiltinOperator.Add, [a, b], [sum], new AddOptions());
        inner.AddOperator(BuiltinOperator.Sub, [a, b], [difference], new SubOptions());
        inner.AddOperator(BuiltinOperator.Mul, [sum, difference], [product], new MulOptions());
        inner.SetInputs([a, b]);
        inner.SetOutputs([product]);
        writer.AddOperator(BuiltinOperator.StablehloComposite, [x, y], [z], new CompositeOptions("test.squares", inner.Index));
        writer.SetInputs([x, y]);
        writer.SetOutputs([z]);

        using var compiled = CompiledModel.FromBytes(writer.ToArray());
        compiled.Input("x").CopyFrom<float>([5, 2]);
        compiled.Input("y").CopyFrom<float>([3, 7]);
        compiled.Run();

        Assert.Equal([16, -45], compiled.Output("z").Data<float>().ToArray());
        Assert.Equal(3, compiled.Report.Nodes);
    }

    [Theory]
    [InlineData("weights.bin", 4, 24, null)]
    [InlineData("weights.bin", 8, 24, "is 24 bytes at 8 of ")]
    [InlineData("weights.bin", 4, 20, "has 20 bytes beside the model; its shape needs 24")]
    [InlineData("../weights.bin", 4, 24, "is in '../weights.bin', which is no file of the model's folder")]
    [InlineData("absent.bin", 4, 24, "cannot be read: ")]
    public void Weights_in_a_file_beside_the_model_are_read_and_no_others(string file, int offset, int length, string? problem)
    {
        TestModels.RequireOnnxRuntime();
        var writer = new ModelWriter();
        var weights = writer.AddTensor(new("weights", TensorType.Float32, [2, 3]) { ExternalBuffer = writer.AddExternalBuffer(file, offset, length) });
        var folder = Directory.CreateTempSubdirectory("webnn-external-");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "weights.bin"), MemoryMarshal.AsBytes<float>([99, 1, 2, 3, 4, 5, 6]).ToArray());
            var path = Path.Combine(folder.FullName, "model.tflite");
            File.WriteAllBytes(path, Model(writer, weights, depth: 3));
            if (problem is not null)
            {
                Assert.Contains(problem, Assert.Throws<UnsupportedModelException>(() => CompiledModel.FromFile(path)).Message, StringComparison.Ordinal);
                return;
            }

            using var compiled = CompiledModel.FromFile(path);
            Assert.Equal([1 + 4 + 9, 4 + 10 + 18], Run(compiled, 1, 2, 3));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static CompiledModel FullyConnected(TensorDefinition weights)
    {
        var writer = new ModelWriter();
        return FullyConnected(writer, writer.AddTensor(weights), weights.Shape[1]);
    }

    private static CompiledModel FullyConnected(ModelWriter writer, int weights, int depth)
    {
        TestModels.RequireOnnxRuntime();
        return CompiledModel.FromBytes(Model(writer, weights, depth));
    }

    private static byte[] Model(ModelWriter writer, int weights, int depth)
    {
        var x = writer.AddTensor("x", TensorType.Float32, [1, depth]);
        var y = writer.AddTensor("y", TensorType.Float32, [1, 2]);
        writer.AddOperator(BuiltinOperator.FullyConnected, [x, weights, -1], [y], new FullyConnectedOptions());
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    private static float[] Run(CompiledModel compiled, params float[] input)
    {
        compiled.Inputs[0].CopyFrom<float>(input);
        compiled.Run();
        return compiled.Outputs[0].Data<float>().ToArray();
    }
}
