using System.Buffers.Binary;
using System.Text;
using WebNN.Testing;

namespace WebNN.FlatBuffers.Tests;

public class HostileFileTests
{
    [Fact]
    public void An_empty_file_is_named_as_such() =>
        AssertInvalid("the file is empty: a .tflite model starts with an 8-byte header (byte 0)", 0, "", []);

    [Fact]
    public void A_text_file_is_named_as_such() => AssertInvalid(
        "this is a text file, not a .tflite model: the identifier TFL3 is missing (byte 4)",
        4,
        "",
        Encoding.UTF8.GetBytes("{\"model\": \"größer\"}\r\n"));

    [Fact]
    public void A_short_text_file_is_named_as_such() => AssertInvalid(
        "this is a text file, not a .tflite model: the identifier TFL3 is missing (byte 2)", 2, "", "hi"u8.ToArray());

    [Fact]
    public void A_file_shorter_than_its_header_is_truncated() => AssertInvalid(
        "the file has 5 bytes: it is truncated, a .tflite model starts with an 8-byte header (byte 5)", 5, "", [28, 0, 0, 0, (byte)'T']);

    [Fact]
    public void Another_flat_buffer_is_named_by_its_identifier() => AssertInvalid(
        "this is not a .tflite model: found 'ORTM' where the identifier TFL3 belongs (byte 4)", 4, "", [28, 0, 0, 0, .. "ORTM"u8, 0, 0]);

    [Fact]
    public void Bytes_that_are_no_identifier_are_shown_in_hexadecimal() => AssertInvalid(
        "this is not a .tflite model: found 89504E47 where the identifier TFL3 belongs (byte 4)",
        4,
        "",
        [1, 2, 3, 4, 0x89, 0x50, 0x4E, 0x47]);

    [Fact]
    public void A_newer_schema_version_is_refused() => AssertInvalid(
        "version: schema version 4; this reader knows version 3 (byte 28)", 28, "version", SmallModels.Raw(version: 4));

    [Fact]
    public void A_root_outside_the_file_is_refused() => AssertInvalid(
        "4 bytes of table at 4096 end after the file, which has 8 bytes: it is truncated or damaged (byte 4096)",
        4096,
        "",
        [0, 16, 0, 0, .. "TFL3"u8]);

    [Fact]
    public void An_input_that_is_no_tensor_is_refused_at_its_place()
    {
        var file = SmallModels.Raw(inputs: [0, 1]);
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(232)));
        AssertInvalid(
            "subgraphs[0].operators[0].inputs[1]: index 1 is out of range: there are 1 tensors (byte 232)",
            232,
            "subgraphs[0].operators[0].inputs[1]",
            file);
    }

    [Fact]
    public void An_absent_input_is_accepted() =>
        Assert.Equal([-1], FlatBufferModel.Parse(SmallModels.Raw(inputs: [-1], code: BuiltinOperator.Custom)).Subgraphs[0].Operators[0].Inputs.ToArray());

    [Fact]
    public void An_input_of_minus_two_is_refused() => Assert.Equal(
        "subgraphs[0].operators[0].inputs[0]",
        Assert.Throws<InvalidModelException>(() => FlatBufferModel.Parse(SmallModels.Raw(inputs: [-2]))).FieldPath);

    [Fact]
    public void An_absent_output_is_refused()
    {
        var file = SmallModels.Everything().ToArray();
        var node = FlatBufferModel.Parse(file).Subgraphs[0].Operators[0];
        BitConverter.TryWriteBytes(file.AsSpan(node.Table.Locate(ModelOperator.OutputsField, vector: true)), -1);
        AssertMessage("subgraphs[0].operators[0].outputs[0]: index -1 is out of range: there are 4 tensors", file);
    }

    [Fact]
    public void A_signature_of_an_unknown_tensor_is_refused()
    {
        var file = SmallModels.Everything().ToArray();
        var name = FlatBufferModel.Parse(file).SignatureDefs[0].Outputs[0];
        BitConverter.TryWriteBytes(file.AsSpan(name.Table.Locate(ModelTensorName.TensorIndexField)), 4);
        AssertMessage("signature_defs[0].outputs[0].tensor_index: index 4 is out of range: there are 4 tensors", file);
    }

    [Fact]
    public void An_operator_of_unknown_code_is_refused()
    {
        var file = SmallModels.Everything().ToArray();
        var node = FlatBufferModel.Parse(file).Subgraphs[0].Operators[0];
        BitConverter.TryWriteBytes(file.AsSpan(node.Table.Locate(ModelOperator.OpcodeIndexField)), 1);
        AssertMessage("subgraphs[0].operators[0].opcode_index: index 1 is out of range: there are 1 operator codes", file);
    }

    [Fact]
    public void Index_lists_that_are_shared_a_billion_times_are_refused_in_little_time()
    {
        const int Width = 20_000;
        var file = SmallModels.Raw(inputs: new int[Width - 1], operators: Width);
        var first = FlatBufferModel.Parse(SmallModels.Raw(inputs: new int[Width])).Subgraphs[0].Operators[0];
        Assert.Equal(Width, first.Inputs.Length);
        AssertMessage("indices: the file refers to the same ones over and over", file);
    }

    [Fact]
    public void A_tensor_with_an_unknown_buffer_is_refused() => AssertMessage(
        "subgraphs[0].tensors[0].buffer: index 7 is out of range: there are 1 buffers", SmallModels.Raw(buffer: 7));

    [Fact]
    public void A_constant_of_the_wrong_size_is_refused() => AssertMessage(
        "subgraphs[0].tensors[0].buffer: holds 5 bytes; Float32[2] needs 8",
        SmallModels.Raw(buffer: 1, buffer1: new(FlatValue.Bytes(new byte[5]))));

    [Fact]
    public void Zero_points_must_be_as_many_as_scales() => AssertMessage(
        "subgraphs[0].tensors[0].quantization.zero_point: 1 zero points for 2 scales",
        SmallModels.Raw(quantization: new(null, null, FlatValue.Vector<float>([1, 2]), FlatValue.Vector<long>([0]))));

    [Fact]
    public void Scales_must_be_as_many_as_their_dimension_has_entries() => AssertMessage(
        "subgraphs[0].tensors[0].quantization.scale: 3 scales along dimension 0, which has 2 entries",
        SmallModels.Raw(quantization: new(null, null, FlatValue.Vector<float>([1, 2, 3]), FlatValue.Vector<long>([0, 0, 0]))));

    [Fact]
    public void The_quantized_dimension_must_exist() => AssertMessage(
        "subgraphs[0].tensors[0].quantization.quantized_dimension: dimension 4 of a tensor of rank 1",
        SmallModels.Raw(quantization: new(
            null, null, FlatValue.Vector<float>([1, 2]), FlatValue.Vector<long>([0, 0]), null, null, FlatValue.Int32(4))));

    [Fact]
    public void A_while_loop_over_an_unknown_graph_is_refused() => AssertMessage(
        "subgraphs[0].operators[0].builtin_options.body_subgraph_index: index 1 is out of range: there are 1 subgraphs",
        SmallModels.Raw(
            operatorTail: [FlatValue.Byte((byte)BuiltinOptionsType.While), new FlatRecord(FlatValue.Int32(0), FlatValue.Int32(1))]));

    [Fact]
    public void A_buffer_after_the_tables_must_end_inside_the_file() => AssertMessage(
        "buffers[1].offset: 18446744073709551615 bytes at 16 end after the file, which has",
        SmallModels.Raw(buffer1: new(null, FlatValue.Int64(16), FlatValue.Int64(-1))));

    [Fact]
    public void A_buffer_after_the_tables_cannot_be_longer_than_what_follows_its_offset() => AssertMessage(
        "buffers[1].offset: 250 bytes at 250 end after the file, which has 3",
        SmallModels.Raw(buffer1: new(null, FlatValue.Int64(250), FlatValue.Int64(250))));

    [Fact]
    public void A_field_cannot_end_after_its_table()
    {
        var file = SmallModels.Everything().ToArray();
        var table = FlatBufferModel.Parse(file).Subgraphs[0].Operators[0].Table.Position;
        var vtable = table - BitConverter.ToInt32(file, table);
        var size = BitConverter.ToUInt16(file, vtable + 2);
        BitConverter.TryWriteBytes(file.AsSpan(vtable + 4), (ushort)(size - 2));
        AssertMessage($"subgraphs[0].operators[0].opcode_index: offset {size - 2} points outside its table of {size} bytes", file);
    }

    [Theory]
    [InlineData("shape", ModelTensor.ShapeField, 4)]
    [InlineData("quantization.scale", ModelQuantization.ScaleField, 4)]
    [InlineData("quantization.zero_point", ModelQuantization.ZeroPointField, 8)]
    public void A_vector_that_ends_one_element_after_the_file_is_refused(string field, int id, int elementSize)
    {
        var file = SmallModels.Everything().ToArray();
        var tensor = FlatBufferModel.Parse(file).Subgraphs[0].Tensors[1];
        var table = field == "shape" ? tensor.Table : tensor.Quantization!.Value.Table;
        var start = table.Locate(id, vector: true);
        var count = ((file.Length - start) / elementSize) + 1;
        BitConverter.TryWriteBytes(file.AsSpan(start - 4), count);
        AssertMessage($"subgraphs[0].tensors[1].{field}: {count * elementSize} bytes of vector at {start} end after the file", file);
    }

    [Fact]
    public void A_vector_in_an_options_table_is_verified()
    {
        var file = SmallModels.Raw(
            operatorTail: [FlatValue.Byte((byte)BuiltinOptionsType.Reshape), new FlatRecord(FlatValue.Vector<int>([7, 77777]))]);
        var count = file.AsSpan().IndexOf(SmallModels.Bytes<int>([2, 7, 77777]));
        file[count + 3] = 0x40;
        AssertMessage("subgraphs[0].operators[0].builtin_options.new_shape: 4294967304 bytes of vector at", file);
    }

    [Fact]
    public void A_string_without_its_end_is_refused()
    {
        var file = SmallModels.Raw();
        var name = file.AsSpan().IndexOf("main\0"u8);
        file[name + 4] = 1;
        AssertInvalid("subgraphs[0].name: the string does not end in a zero byte (byte 236)", 236, "subgraphs[0].name", file);
    }

    [Fact]
    public void Tables_that_are_shared_a_billion_times_are_refused_in_little_time()
    {
        var file = Bomb(width: 3000);
        AssertMessage("more than 1000000 tables: the file refers to the same ones over and over", file);
    }

    [Fact]
    public void A_model_that_lost_its_tail_says_that_it_is_truncated()
    {
        var folder = TfLite.Find("shared/models");
        Assert.SkipWhen(folder is null, "the folder shared/models is not here");
        var file = File.ReadAllBytes(Path.Combine(folder, "mobilenet_v1_0.25_224_fp32.tflite"));
        AssertMessage("which has 1000000 bytes: it is truncated or damaged", file[..1_000_000]);
    }

    /// <summary>A subgraph vector of one graph many times, whose operators are one operator many times.</summary>
    private static byte[] Bomb(int width)
    {
        var empty = new FlatRecord();
        var operators = new FlatTables([.. Enumerable.Repeat(new FlatRecord(FlatValue.Int32(0)), width)]);
        var subgraph = new FlatRecord(new FlatTables([]), FlatValue.Vector<int>([]), FlatValue.Vector<int>([]), operators);
        var subgraphs = new FlatTables([.. Enumerable.Repeat(empty, width - 1).Prepend(subgraph)]);
        var file = SmallModels.Write(new(FlatValue.Int32(3), new FlatTables([empty]), subgraphs, null, new FlatTables([empty])));
        SmallModels.Share(file, width);
        return file;
    }

    private static void AssertInvalid(string message, long offset, string fieldPath, byte[] file)
    {
        var error = Assert.Throws<InvalidModelException>(() => FlatBufferModel.Parse(file));
        Assert.Equal((message, offset, fieldPath), (error.Message, error.Offset, error.FieldPath));
    }

    private static void AssertMessage(string part, byte[] file) =>
        Assert.Contains(part, Assert.Throws<InvalidModelException>(() => FlatBufferModel.Parse(file)).Message, StringComparison.Ordinal);
}
