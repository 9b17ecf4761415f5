namespace WebNN.FlatBuffers;

/// <summary>The tables of the .tflite schema, version 3 with all its additions, as <see cref="Verifier"/> walks them.</summary>
internal static class ModelSchema
{
    /// <summary>Bytes 4 to 7 of every file.</summary>
    public static ReadOnlySpan<byte> Identifier => "TFL3"u8;

    public const uint Version = 3;

    public static TableLayout Model { get; } = CreateModel();

    private static TableLayout CreateModel()
    {
        var operatorCode = TableLayout.Parse("deprecated_builtin_code:1 custom_code:string version:4 builtin_code:4");
        var buffer = TableLayout.Parse("data:[1] offset:8 size:8");
        var metadata = TableLayout.Parse("name:string buffer:4");
        var tensorMap = TableLayout.Parse("name:string tensor_index:4");
        var signature = TableLayout.Parse("inputs:[map] outputs:[map] signature_key:string", ("map", tensorMap))
            .With(4, "subgraph_index:4");
        var subgraph = TableLayout.Parse(
            "tensors:[tensor] inputs:[4] outputs:[4] operators:[operator] name:string debug_metadata_index:4",
            ("tensor", Tensor()), ("operator", Operator()));
        var group = TableLayout.Parse("name:string");
        var external = TableLayout.Parse("id:4 group:4 offset:8 length:8 packing:string");
        return TableLayout.Parse(
            "version:4 operator_codes:[code] subgraphs:[subgraph] description:string buffers:[buffer] metadata_buffer:[4] " +
                "metadata:[metadata] signature_defs:[signature] external_buffer_groups:[group] external_buffers:[external]",
            ("code", operatorCode), ("subgraph", subgraph), ("buffer", buffer), ("metadata", metadata), ("signature", signature),
            ("group", group), ("external", external));
    }

    private static TableLayout Tensor()
    {
        TableLayout[] details =
        [
            TableLayout.Parse("custom:[1]"),
            TableLayout.Parse("scales:4 zero_points:4 block_size:4"),
            TableLayout.Parse("scales:4 zero_points:4 block_size:4 quantized_dimensions:[4]"),
        ];
        var quantization = TableLayout.Parse("min:[4] max:[4] scale:[4] zero_point:[8]")
            .WithUnion("details", 4, type => type <= details.Length ? details[type - 1] : TableLayout.Unknown)
            .With(6, "quantized_dimension:4");
        var variant = TableLayout.Parse("shape:[4] type:1 has_rank:1");
        return TableLayout.Parse(
            "shape:[4] type:1 buffer:4 name:string quantization:quantization is_variable:1 sparsity:sparsity shape_signature:[4] " +
                "has_rank:1 variant_tensors:[variant] external_buffer:4",
            ("quantization", quantization), ("sparsity", Sparsity()), ("variant", variant));
    }

    private static TableLayout Sparsity()
    {
        TableLayout[] indices = [TableLayout.Parse("values:[4]"), TableLayout.Parse("values:[2]"), TableLayout.Parse("values:[1]")];
        TableLayout Index(int type) => type <= indices.Length ? indices[type - 1] : TableLayout.Unknown;
        var dimension = TableLayout.Parse("format:1 dense_size:4")
            .WithUnion("array_segments", 2, Index)
            .WithUnion("array_indices", 4, Index);
        return TableLayout.Parse("traversal_order:[4] block_map:[4] dim_metadata:[dimension]", ("dimension", dimension));
    }

    private static TableLayout Operator() => TableLayout.Parse("opcode_index:4 inputs:[4] outputs:[4]")
        .WithUnion("builtin_options", 3, type => OptionsSchema.Layout((BuiltinOptionsType)type))
        .With(
            5,
            "custom_options:[1] custom_options_format:1 mutating_variable_inputs:[1] intermediates:[4] " +
                "large_custom_options_offset:8 large_custom_options_size:8")
        .WithUnion("builtin_options_2", 11, OptionsSchema.Layout2)
        .With(13, "debug_metadata_index:4");
}
