using WebNN.Testing;

namespace WebNN.FlatBuffers.Tests;

public class WriterTests
{
    [Fact]
    public void What_is_written_reads_back()
    {
        var model = FlatBufferModel.Parse(SmallModels.Everything().ToArray());
        var graph = model.Subgraphs[0];
        var node = graph.Operators[0];
        var code = model.CodeOf(node);
        var filter = graph.Tensors[1];
        Assert.Equal((3, "everything", "main"), (model.Version, model.Description, graph.Name));
        Assert.Equal((BuiltinOperator.Conv2D, 3, "CONV_2D"), (code.BuiltinCode, code.Version, code.Name));
        Assert.Equal("0,1,2 -> 3", $"{string.Join(',', node.Inputs.ToArray())} -> {string.Join(',', node.Outputs.ToArray())}");
        Assert.Equal(("filter", TensorType.Int8, false), (filter.Name, filter.Type, filter.IsVariable));
        Assert.Equal([2, 1, 1, 1], filter.Shape.ToArray());
        Assert.Equal([0x04, 0xF8], model.DataOf(filter).ToArray());
        Assert.Equal([0.25f, 0.125f], filter.Quantization!.Value.Scales.ToArray());
        Assert.Equal([0, 0], filter.Quantization.Value.ZeroPoints.ToArray());
        Assert.Equal([-1], graph.Tensors[0].Quantization!.Value.ZeroPoints.ToArray());
        Assert.True(model.DataOf(graph.Tensors[0]).IsEmpty);
    }

    [Fact]
    public void Signatures_and_metadata_read_back()
    {
        var model = FlatBufferModel.Parse(SmallModels.Everything().ToArray());
        var signature = model.SignatureDefs[0];
        Assert.Equal(("serving_default", 0), (signature.Key, signature.SubgraphIndex));
        Assert.Equal(
            ("x", 0, "y", 3),
            (signature.Inputs[0].Name, signature.Inputs[0].TensorIndex, signature.Outputs[0].Name, signature.Outputs[0].TensorIndex));
        Assert.Equal("cat\ndog"u8.ToArray(), model.FindMetadata("labels")!.Value.ToArray());
        Assert.Null(model.FindMetadata("other"));
    }

    [Fact]
    public void Constants_lie_at_multiples_of_16()
    {
        var model = FlatBufferModel.Parse(SmallModels.Everything().ToArray());
        var starts = model.Buffers.Where(buffer => !buffer.Data.IsEmpty)
            .Select(buffer => buffer.Table.Locate(ModelBuffer.DataField, vector: true) % 16);
        Assert.Equal([0, 0, 0], starts);
    }

    [Fact]
    public void The_same_calls_give_the_same_bytes() =>
        Assert.Equal(SmallModels.Everything().ToArray(), SmallModels.Everything().ToArray());

    [Fact]
    public void A_per_channel_int8_convolution_runs_in_TFLite()
    {
        TfLite.Require();
        using var session = new TfLiteSession(SmallModels.Everything().ToArray());
        Assert.Equal([new TfLiteTensorFacts("image", 9, "1,2,2,1", 0.5f, -1, 4)], session.Inputs);
        session.SetInput<sbyte>(0, [-1, 1, 3, -7]);
        session.Invoke();

        // Reals: inputs 0, 1, 2, -3; weights 1 and -1; biases 1 and -1; relu; steps of 0.5.
        Assert.Equal([2, 0, 4, 0, 6, 0, 0, 4], session.Output<sbyte>(0));
    }

    [Fact]
    public void A_uint8_matrix_product_runs_in_TFLite()
    {
        TfLite.Require();
        var writer = new ModelWriter();
        var input = writer.AddTensor("x", TensorType.UInt8, [1, 2], QuantizationParameters.PerTensor(0.5f, 128));
        var weights = writer.AddTensor(
            "w", TensorType.UInt8, [2, 2], QuantizationParameters.PerTensor(0.25f, 10), new byte[] { 14, 10, 6, 18 });
        var bias = writer.AddTensor("b", TensorType.Int32, [2], QuantizationParameters.PerTensor(0.125f), SmallModels.Bytes<int>([8, 0]));
        var output = writer.AddTensor("y", TensorType.UInt8, [1, 2], QuantizationParameters.PerTensor(1, 100));
        writer.AddOperator(BuiltinOperator.FullyConnected, [input, weights, bias], [output], new FullyConnectedOptions());
        writer.SetInputs([input]);
        writer.SetOutputs([output]);

        using var session = new TfLiteSession(writer.ToArray());
        session.SetInput<byte>(0, [136, 132]);
        session.Invoke();

        // Reals: inputs 4 and 2; weights [1, 0] and [-1, 2]; biases 1 and 0.
        Assert.Equal([105, 100], session.Output<byte>(0));
    }

    [Fact]
    public void An_absent_bias_runs_in_TFLite()
    {
        TfLite.Require();
        var writer = new ModelWriter();
        var input = writer.AddTensor("x", TensorType.Float32, [1, 2]);
        var weights = writer.AddTensor("w", TensorType.Float32, [1, 2], data: SmallModels.Bytes<float>([2, 3]));
        var output = writer.AddTensor("y", TensorType.Float32, [1, 1]);
        writer.AddOperator(BuiltinOperator.FullyConnected, [input, weights, -1], [output], new FullyConnectedOptions());
        writer.SetInputs([input]);
        writer.SetOutputs([output]);

        using var session = new TfLiteSession(writer.ToArray());
        session.SetInput<float>(0, [10, 1]);
        session.Invoke();
        Assert.Equal([23], session.Output<float>(0));
    }

    [Fact]
    public void A_code_above_127_is_written_for_old_and_new_readers()
    {
        TfLite.Require();
        var writer = new ModelWriter();
        var input = writer.AddTensor("x", TensorType.Float32, [1, 4]);
        var shape = writer.AddTensor("shape", TensorType.Int32, [2], data: SmallModels.Bytes<int>([2, 4]));
        var output = writer.AddTensor("y", TensorType.Float32, [2, 4]);
        writer.AddOperator(
            BuiltinOperator.BroadcastTo, [input, shape], [output], new EmptyOptions(BuiltinOptionsType.BroadcastTo), version: 2);
        writer.SetInputs([input]);
        writer.SetOutputs([output]);
        var file = writer.ToArray();

        var code = FlatBufferModel.Parse(file).OperatorCodes[0];
        Assert.Equal((BuiltinOperator.BroadcastTo, (byte)127), (code.BuiltinCode, code.Table.Byte(0)));
        using var session = new TfLiteSession(file);
        Assert.Equal("2,4", session.Outputs[0].Shape);
    }

    [Fact]
    public void A_custom_operator_keeps_its_name_and_options()
    {
        var writer = new ModelWriter();
        var input = writer.AddTensor("x", TensorType.Float32, [1]);
        var output = writer.AddTensor("y", TensorType.Float32, [1]);
        writer.AddCustomOperator("Mine", [input], [output], new byte[] { 1, 2, 3 });
        writer.SetInputs([input]);
        writer.SetOutputs([output]);
        var model = FlatBufferModel.Parse(writer.ToArray());
        var node = model.Subgraphs[0].Operators[0];
        Assert.Equal(("Mine", BuiltinOperator.Custom), (model.CodeOf(node).Name, model.CodeOf(node).BuiltinCode));
        Assert.Equal([1, 2, 3], node.CustomOptions.ToArray());
    }

    [Fact]
    public void Bytes_after_the_tables_are_found_by_their_offset()
    {
        var tables = SmallModels.Raw(
            buffer: 1,
            buffer1: new(null, FlatValue.Int64(400), FlatValue.Int64(8)),
            operatorTail: [null, null, null, null, null, null, FlatValue.Int64(408), FlatValue.Int64(2)]);
        byte[] file = [.. tables, .. new byte[400 - tables.Length], .. SmallModels.Bytes<float>([1.5f, -2f]), 7, 9];
        var model = FlatBufferModel.Parse(file);
        Assert.Equal(SmallModels.Bytes<float>([1.5f, -2f]), model.DataOf(model.Subgraphs[0].Tensors[0]).ToArray());
        Assert.Equal([7, 9], model.Subgraphs[0].Operators[0].CustomOptions.ToArray());
    }

    [Fact]
    public void A_constant_of_the_wrong_size_is_refused() => Assert.Equal(
        "w: 3 bytes for Float32[1], which needs 4 (Parameter 'tensor')",
        Assert.Throws<ArgumentException>(() => new ModelWriter().AddTensor("w", TensorType.Float32, [1], data: new byte[3])).Message);

    [Fact]
    public void A_node_cannot_use_a_tensor_that_was_not_added() => Assert.Equal(
        "there is no tensor 2: 0 were added (Parameter 'indices')",
        Assert.Throws<ArgumentException>(() => new ModelWriter().AddOperator(BuiltinOperator.Relu, [2], [])).Message);

    [Fact]
    public void Option_types_are_numbered_like_the_lines_that_describe_them() =>
        Assert.Equal(Enum.GetNames<BuiltinOptionsType>().Skip(1), OptionsSchema.Names.Take(126));
}
