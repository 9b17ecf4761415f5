namespace WebNN.FlatBuffers.Tests;

/// <summary>What the writer can write beside a plain graph, read back.</summary>
public class NewestSchemaTests
{
    [Fact]
    public void Several_graphs_have_signatures_of_their_own()
    {
        var writer = new ModelWriter();
        var other = writer.AddSubgraph("other");
        other.DebugMetadataIndex = 5;
        foreach (var graph in new[] { writer.Main, other })
        {
            var x = graph.AddTensor("x" + graph.Index, TensorType.Float32, [1]);
            var y = graph.AddTensor("y" + graph.Index, TensorType.Float32, [1]);
            graph.AddOperator(graph.Index == 0 ? BuiltinOperator.Relu : BuiltinOperator.Tanh, [x], [y], debugMetadataIndex: graph.Index + 1);
            graph.SetInputs([x]);
            graph.SetOutputs([y]);
            writer.AddSignature("run_" + graph.Name, [("in", x)], [("out", y)], graph);
        }

        var model = FlatBufferModel.Parse(writer.ToArray());
        Assert.Equal(["main", "other"], model.Subgraphs.Select(graph => graph.Name));
        Assert.Equal([-1, 5], model.Subgraphs.Select(graph => graph.DebugMetadataIndex));
        Assert.Equal([1, 2], model.Subgraphs.Select(graph => graph.Operators[0].DebugMetadataIndex));
        Assert.Equal(["RELU", "TANH"], model.Subgraphs.Select(graph => model.CodeOf(graph.Operators[0]).Name));
        Assert.Equal([("run_main", 0), ("run_other", 1)], model.SignatureDefs.Select(signature => (signature.Key, signature.SubgraphIndex)));
    }

    [Fact]
    public void An_external_buffer_is_described_with_its_file()
    {
        var model = FlatBufferModel.Parse(External(out var tensor));
        var buffer = model.ExternalBuffers[0];
        Assert.Equal(1u, model.Subgraphs[0].Tensors[tensor].ExternalBuffer);
        Assert.Equal((1u, 0, 64ul, 8ul, "unpacked"), (buffer.Id, buffer.Group, buffer.Offset, buffer.Length, buffer.Packing));
        Assert.Equal("weights.bin", model.ExternalBufferGroups[0].Name);
    }

    [Fact]
    public void An_external_buffer_that_is_not_described_is_refused()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [2]);
        writer.AddTensor(new TensorDefinition("w", TensorType.Float32, [2]) { ExternalBuffer = 7 });
        Finish(writer, x, [x]);
        Assert.StartsWith(
            "subgraphs[0].tensors[1].external_buffer: no external buffer has the id 7 (byte ",
            Assert.Throws<InvalidModelException>(() => FlatBufferModel.Parse(writer.ToArray())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_external_buffer_of_an_unknown_file_is_refused()
    {
        var file = External(out _);
        var group = FlatBufferModel.Parse(file).ExternalBuffers[0].Table.Locate(ModelExternalBuffer.GroupField);
        BitConverter.TryWriteBytes(file.AsSpan(group), 3);
        Assert.StartsWith(
            "external_buffers[0].group: index 3 is out of range: there are 1 external buffer groups (byte ",
            Assert.Throws<InvalidModelException>(() => FlatBufferModel.Parse(file)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, null)]
    [InlineData(0, 2, "index 2 is out of range: there are 2 subgraphs")]
    public void A_case_has_its_branches(int first, int second, string? problem)
    {
        var writer = new ModelWriter();
        var branch = writer.AddSubgraph("branch");
        var z = branch.AddTensor("z", TensorType.Float32, [1]);
        branch.SetInputs([z]);
        branch.SetOutputs([z]);
        var x = writer.AddTensor("x", TensorType.Int32, []);
        var y = writer.AddTensor("y", TensorType.Float32, [1]);
        writer.AddOperator(BuiltinOperator.StablehloCase, [x], [y], new CaseOptions([first, second]));
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        var file = writer.ToArray();
        if (problem is null)
        {
            var node = FlatBufferModel.Parse(file).Subgraphs[0].Operators[0];
            Assert.Equal(23, node.Options2Type);
            Assert.Equal([first, second], node.Options2!.Value.Vector<int>(0).ToArray());
            return;
        }

        Assert.StartsWith(
            $"subgraphs[0].operators[0].builtin_options_2.branch_subgraph_indices[1]: {problem} (byte ",
            Assert.Throws<InvalidModelException>(() => FlatBufferModel.Parse(file)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TensorType.Int2, 19, 9, 3)]
    [InlineData(TensorType.UInt4, 20, 5, 3)]
    [InlineData(TensorType.Float8E4M3FN, 21, 3, 3)]
    [InlineData(TensorType.Float8E5M2, 22, 3, 3)]
    public void The_newest_types_have_their_numbers_and_sizes(TensorType type, int number, int count, long bytes)
    {
        Assert.Equal((number, bytes), ((int)type, type.ByteSize([count])));
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", type, [count]);
        var constant = writer.AddTensor("c", type, [count], data: new byte[bytes]);
        Finish(writer, x, [constant]);
        Assert.Equal(type, FlatBufferModel.Parse(writer.ToArray()).Subgraphs[0].Tensors[1].Type);
    }

    [Theory]
    [InlineData(new int[0], 2)]
    [InlineData(new[] { 0, 1 }, 3)]
    public void Scales_by_block_are_read_with_their_tensors(int[] dimensions, int kind)
    {
        var model = FlatBufferModel.Parse(Blocks(new(1, -1, 32, [.. dimensions])));
        var quantization = model.Subgraphs[0].Tensors[2].Quantization!.Value;
        var blocks = quantization.Blocks!.Value;
        Assert.Equal((kind, 1, -1, 32), (quantization.DetailsType, blocks.Scales, blocks.ZeroPoints, blocks.BlockSize));
        Assert.Equal(dimensions, blocks.QuantizedDimensions.ToArray());
    }

    [Theory]
    [InlineData(9, -1, 1, new int[0], "scales: index 9 is out of range: there are 3 tensors")]
    [InlineData(1, -2, 1, new int[0], "zero_points: index -2 is out of range: there are 3 tensors")]
    [InlineData(1, -1, -1, new int[0], "block_size: a block of -1 values")]
    [InlineData(1, -1, 0, new[] { 0, 2 }, "quantized_dimensions[1]: dimension 2 of a tensor of rank 2")]
    public void Scales_by_block_must_exist(int scales, int zeroPoints, int blockSize, int[] dimensions, string problem) => Assert.StartsWith(
        $"subgraphs[0].tensors[2].quantization.details.{problem} (byte ",
        Assert.Throws<InvalidModelException>(() => FlatBufferModel.Parse(Blocks(new(scales, zeroPoints, blockSize, [.. dimensions])))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_sparse_constant_has_its_layout()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [2]);
        var sparse = new Sparsity([0, 1], [], [new(2), new(0, [0, 1, 2], [3, 0])]);
        writer.AddTensor(new TensorDefinition("w", TensorType.Float32, [2, 4]) { Sparsity = sparse, Data = new byte[8] });
        Finish(writer, x, [x]);
        var read = FlatBufferModel.Parse(writer.ToArray()).Subgraphs[0].Tensors[1].Sparsity!.Value;
        Assert.Equal((false, 2), (read.Dimensions[0].IsCompressed, read.Dimensions[0].DenseSize));
        Assert.Equal([0, 1, 2], read.Dimensions[1].Segments());
        Assert.Equal([3, 0], read.Dimensions[1].Indices());
    }

    [Fact]
    public void Bytes_behind_the_tables_are_what_they_were_inside()
    {
        var inside = FlatBufferModel.Parse(Weights(outside: false));
        var file = Weights(outside: true);
        var outside = FlatBufferModel.Parse(file);
        Assert.True(outside.HasDataOutside);
        Assert.False(inside.HasDataOutside);
        Assert.Equal(SmallModels.Bytes<float>([1, 2]), outside.DataOf(outside.Subgraphs[0].Tensors[1]).ToArray());
        Assert.Equal(SmallModels.Bytes<float>([3]), file[^4..]);

        var inlined = FlatBufferModel.Parse(Inline(outside));
        Assert.False(inlined.HasDataOutside);
        Assert.Equal(
            inside.Subgraphs[0].Tensors.Select(tensor => Convert.ToHexString(inside.DataOf(tensor).Span)),
            inlined.Subgraphs[0].Tensors.Select(tensor => Convert.ToHexString(inlined.DataOf(tensor).Span)));
        Assert.All(
            inlined.Buffers.Where(buffer => !buffer.Data.IsEmpty),
            buffer => Assert.Equal(0, buffer.Table.Locate(ModelBuffer.DataField, vector: true) % 16));
    }

    [Fact]
    public void Custom_options_behind_the_tables_are_moved_too()
    {
        var tables = SmallModels.Raw(operatorTail: [null, null, null, null, null, null, FlatValue.Int64(400), FlatValue.Int64(2)]);
        byte[] file = [.. tables, .. new byte[400 - tables.Length], 7, 9];
        var inlined = FlatBufferModel.Parse(Inline(FlatBufferModel.Parse(file)));
        Assert.Equal([7, 9], inlined.Subgraphs[0].Operators[0].CustomOptions.ToArray());
        Assert.Equal([7, 9], inlined.Subgraphs[0].Operators[0].Table.Bytes(ModelOperator.CustomOptionsField).ToArray());
    }

    [Fact]
    public void Places_that_overlap_cannot_make_a_small_file_large()
    {
        var overlapping = Enumerable.Range(0, 100).Select(i => new FlatRecord(null, FlatValue.Int64(16 + i), FlatValue.Int64(8000)));
        var graph = new FlatRecord(
            new FlatTables([new(FlatValue.Vector<int>([1]))]), FlatValue.Vector<int>([0]), FlatValue.Vector<int>([0]), new FlatTables([]));
        var tables = SmallModels.Write(new(
            FlatValue.Int32(3), new FlatTables([]), new FlatTables([graph]), null, new FlatTables([new(), .. overlapping])));
        byte[] file = [.. tables, .. new byte[10_000]];
        var model = FlatBufferModel.Parse(file);
        Assert.Contains("they overlap", Assert.Throws<InvalidModelException>(() => new InlinedModel(model)).Message, StringComparison.Ordinal);
    }

    private static byte[] Inline(FlatBufferModel model)
    {
        var inlined = new InlinedModel(model);
        var result = new byte[inlined.Length];
        inlined.Write(result);
        return result;
    }

    private static byte[] Weights(bool outside)
    {
        var writer = new ModelWriter { DataOutside = outside };
        var x = writer.AddTensor("x", TensorType.Float32, [2]);
        writer.AddTensor("a", TensorType.Float32, [2], data: SmallModels.Bytes<float>([1, 2]));
        writer.AddTensor("b", TensorType.Float32, [1], data: SmallModels.Bytes<float>([3]));
        Finish(writer, x, [x]);
        return writer.ToArray();
    }

    private static byte[] External(out int tensor)
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [2]);
        tensor = writer.AddTensor(new TensorDefinition("w", TensorType.Float32, [2])
        {
            ExternalBuffer = writer.AddExternalBuffer("weights.bin", 64, 8, "unpacked"),
        });
        Finish(writer, x, [x, tensor]);
        return writer.ToArray();
    }

    private static byte[] Blocks(BlockQuantization blocks)
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [2]);
        writer.AddTensor("scales", TensorType.Float16, [2, 1], data: new byte[4]);
        writer.AddTensor(new TensorDefinition("w", TensorType.Int4, [2, 32]) { Blocks = blocks, Data = new byte[32] });
        Finish(writer, x, [x]);
        return writer.ToArray();
    }

    /// <summary>A node without outputs that reads the tensors; the input is the output as well.</summary>
    private static void Finish(ModelWriter writer, int input, int[] reads)
    {
        writer.AddCustomOperator("Sink", reads, []);
        writer.SetInputs([input]);
        writer.SetOutputs([input]);
    }
}
