namespace WebNN.FlatBuffers;

/// <summary>The fields of every options table, one line each: its name, then the notation of <see cref="TableLayout.Parse"/>.</summary>
internal static class OptionsSchema
{
    /// <summary>The second union's number for STABLEHLO_CASE.</summary>
    public const int Case = 23;

    /// <summary>The number of STABLEHLO_PAD's options in the second union.</summary>
    public const int StablehloPad = 10;

    /// <summary>The number of STABLEHLO_COMPOSITE's options in the second union.</summary>
    public const int Composite = 21;

    /// <summary>The line of type 1 first. Lines are parsed when a model first needs them.</summary>
    private static readonly string[] lines =
    [
        "Conv2D padding:1 stride_w:4 stride_h:4 fused_activation_function:1 dilation_w_factor:4 dilation_h_factor:4 quantized_bias_type:1",
        "DepthwiseConv2D padding:1 stride_w:4 stride_h:4 depth_multiplier:4 fused_activation_function:1 dilation_w_factor:4 " +
            "dilation_h_factor:4",
        "ConcatEmbeddings num_channels:4 num_columns_per_channel:[4] embedding_dim_per_channel:[4]",
        "LshProjection type:1",
        "Pool2D padding:1 stride_w:4 stride_h:4 filter_width:4 filter_height:4 fused_activation_function:1",
        "Svdf rank:4 fused_activation_function:1 asymmetric_quantize_inputs:1",
        "Rnn fused_activation_function:1 asymmetric_quantize_inputs:1",
        "FullyConnected fused_activation_function:1 weights_format:1 keep_num_dims:1 asymmetric_quantize_inputs:1 quantized_bias_type:1",
        "Softmax beta:4",
        "Concatenation axis:4 fused_activation_function:1",
        "Add fused_activation_function:1 pot_scale_int16:1",
        "L2Norm fused_activation_function:1",
        "LocalResponseNormalization radius:4 bias:4 alpha:4 beta:4",
        "Lstm fused_activation_function:1 cell_clip:4 proj_clip:4 kernel_type:1 asymmetric_quantize_inputs:1",
        "ResizeBilinear new_height:4 new_width:4 align_corners:1 half_pixel_centers:1",
        "Call subgraph:4",
        "Reshape new_shape:[4]",
        "SkipGram ngram_size:4 max_skip_size:4 include_all_ngrams:1",
        "SpaceToDepth block_size:4",
        "EmbeddingLookupSparse combiner:1",
        "Mul fused_activation_function:1",
        "Pad",
        "Gather axis:4 batch_dims:4",
        "BatchToSpaceNd",
        "SpaceToBatchNd",
        "Transpose",
        "Reducer keep_dims:1",
        "Sub fused_activation_function:1 pot_scale_int16:1",
        "Div fused_activation_function:1",
        "Squeeze squeeze_dims:[4]",
        "SequenceRnn time_major:1 fused_activation_function:1 asymmetric_quantize_inputs:1",
        "StridedSlice begin_mask:4 end_mask:4 ellipsis_mask:4 new_axis_mask:4 shrink_axis_mask:4 offset:1",
        "Exp",
        "TopKV2",
        "Split num_splits:4",
        "LogSoftmax",
        "Cast in_data_type:1 out_data_type:1",
        "Dequantize",
        "MaximumMinimum",
        "ArgMax output_type:1",
        "Less",
        "Neg",
        "PadV2",
        "Greater",
        "GreaterEqual",
        "LessEqual",
        "Select",
        "Slice",
        "TransposeConv padding:1 stride_w:4 stride_h:4 fused_activation_function:1 quantized_bias_type:1",
        "SparseToDense validate_indices:1",
        "Tile",
        "ExpandDims",
        "Equal",
        "NotEqual",
        "Shape out_type:1",
        "Pow",
        "ArgMin output_type:1",
        "FakeQuant min:4 max:4 num_bits:4 narrow_range:1",
        "Pack values_count:4 axis:4",
        "LogicalOr",
        "OneHot axis:4",
        "LogicalAnd",
        "LogicalNot",
        "Unpack num:4 axis:4",
        "FloorDiv",
        "Square",
        "ZerosLike",
        "Fill",
        "BidirectionalSequenceLstm fused_activation_function:1 cell_clip:4 proj_clip:4 merge_outputs:1 time_major:1 " +
            "asymmetric_quantize_inputs:1",
        "BidirectionalSequenceRnn time_major:1 fused_activation_function:1 merge_outputs:1 asymmetric_quantize_inputs:1",
        "UnidirectionalSequenceLstm fused_activation_function:1 cell_clip:4 proj_clip:4 time_major:1 " +
            "asymmetric_quantize_inputs:1 diagonal_recurrent_tensors:1",
        "FloorMod",
        "Range",
        "ResizeNearestNeighbor align_corners:1 half_pixel_centers:1",
        "LeakyRelu alpha:4",
        "SquaredDifference",
        "MirrorPad mode:1",
        "Abs",
        "SplitV num_splits:4",
        "Unique idx_out_type:1",
        "ReverseV2",
        "AddN",
        "GatherNd",
        "Cos",
        "Where",
        "Rank",
        "ReverseSequence seq_dim:4 batch_dim:4",
        "MatrixDiag",
        "Quantize",
        "MatrixSetDiag",
        "HardSwish",
        "If then_subgraph_index:4 else_subgraph_index:4",
        "While cond_subgraph_index:4 body_subgraph_index:4",
        "DepthToSpace block_size:4",
        "NonMaxSuppressionV4",
        "NonMaxSuppressionV5",
        "ScatterNd",
        "SelectV2",
        "Densify",
        "SegmentSum",
        "BatchMatMul adj_x:1 adj_y:1 asymmetric_quantize_inputs:1",
        "Cumsum exclusive:1 reverse:1",
        "CallOnce init_subgraph_index:4",
        "BroadcastTo",
        "Rfft2D",
        "Conv3D padding:1 stride_d:4 stride_w:4 stride_h:4 fused_activation_function:1 dilation_d_factor:4 dilation_w_factor:4 " +
            "dilation_h_factor:4",
        "Hashtable table_id:4 key_dtype:1 value_dtype:1",
        "HashtableFind",
        "HashtableImport",
        "HashtableSize",
        "VarHandle container:string shared_name:string",
        "ReadVariable",
        "AssignVariable",
        "Random seed:8 seed2:8",
        "Bucketize boundaries:[4]",
        "Gelu approximate:1",
        "DynamicUpdateSlice",
        "UnsortedSegmentProd",
        "UnsortedSegmentMax",
        "UnsortedSegmentMin",
        "UnsortedSegmentSum",
        "Atan2",
        "Sign",
        "Bitcast",
        "BitwiseXor",
        "RightShift",
    ];

    /// <summary>The second union, which newer operators use: concatenate is type 1, case the last.</summary>
    private static readonly string[] lines2 =
    [
        "concatenate dimension:8",
        "broadcast_in_dim broadcast_dimensions:[8]",
        "slice start_indices:[8] limit_indices:[8] strides:[8]",
        "convolution window_strides:[8] padding:[8] lhs_dilation:[8] rhs_dilation:[8] window_reversal:[1] " +
            "input_batch_dimension:8 input_feature_dimension:8 input_spatial_dimensions:[8] kernel_input_feature_dimension:8 " +
            "kernel_output_feature_dimension:8 kernel_spatial_dimensions:[8] output_batch_dimension:8 output_feature_dimension:8 " +
            "output_spatial_dimensions:[8] feature_group_count:8 batch_group_count:8 precision_config:[4]",
        "custom_call call_target_name:string has_side_effect:1 backend_config:string api_version:4 called_computations:[4] " +
            "custom_attributes:[1]",
        "reduce dimensions:[8] body_subgraph_index:4",
        "scatter indices_are_sorted:1 update_window_dims:[8] inserted_window_dims:[8] scatter_dims_to_operand_dims:[8] " +
            "index_vector_dim:8 unique_indices:1 update_computation_subgraph_index:4",
        "compare comparison_direction:4 compare_type:4",
        "dynamic_slice slice_sizes:[8]",
        "pad edge_padding_low:[8] edge_padding_high:[8] interior_padding:[8]",
        "iota iota_dimension:8",
        "dot_general lhs_batching_dimensions:[8] rhs_batching_dimensions:[8] lhs_contracting_dimensions:[8] " +
            "rhs_contracting_dimensions:[8] precision_config:[4]",
        "reduce_window window_dimensions:[8] window_strides:[8] base_dilations:[8] window_dilations:[8] padding:[8] body_subgraph_index:4",
        "sort dimension:8 is_stable:1 comparator_subgraph_index:4",
        "while cond_subgraph_index:4 body_subgraph_index:4",
        "gather offset_dims:[8] collapsed_slice_dims:[8] start_index_map:[8] index_vector_dim:8 slice_sizes:[8] indices_are_sorted:1",
        "transpose permutation:[8]",
        "dilate",
        "rng_bit_generator algorithm:1",
        "reduce_window_deprecated reduce_function:4",
        "composite name:string decomposition_subgraph_index:4 composite_attributes:[1] composite_attributes_format:1 version:4",
        "shift_left",
        "case branch_subgraph_indices:[4]",
    ];

    private static readonly TableLayout?[] layouts = new TableLayout?[lines.Length];
    private static readonly TableLayout?[] layouts2 = new TableLayout?[lines2.Length];

    /// <summary>The layout of <c>builtin_options</c> of this type.</summary>
    public static TableLayout Layout(BuiltinOptionsType type) => Find(lines, layouts, (int)type);

    /// <summary>The layout of <c>builtin_options_2</c> of this type.</summary>
    public static TableLayout Layout2(int type) => Find(lines2, layouts2, type);

    /// <summary>The name in the lines, which the tests compare with <see cref="BuiltinOptionsType"/>.</summary>
    public static IEnumerable<string> Names => lines.Select(Name);

    private static TableLayout Find(string[] lines, TableLayout?[] layouts, int type)
    {
        if (type < 1 || type > lines.Length) return TableLayout.Unknown;
        var line = lines[type - 1];
        return layouts[type - 1] ??= TableLayout.Parse(line[Name(line).Length..]);
    }

    private static string Name(string line) => line.Split(' ', 2)[0];
}
