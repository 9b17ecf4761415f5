using System.Collections.Frozen;

namespace WebNN.FlatBuffers;

/// <summary>What TFLite's schema leaves to the operators: which inputs a node may leave out, whose options it carries, how large they get.</summary>
public static class OperatorRules
{
    /// <summary>
    /// Windows, strides and steps beyond this have no use, and their products overflow in kernels that multiply them in 32 bits.
    /// </summary>
    public const int LargestSize = 1 << 24;

    /// <summary>Codes whose options bear another name than the code.</summary>
    private static readonly FrozenDictionary<BuiltinOperator, BuiltinOptionsType> renamed = new Dictionary<BuiltinOperator, BuiltinOptionsType>
    {
        [BuiltinOperator.AveragePool2D] = BuiltinOptionsType.Pool2D,
        [BuiltinOperator.MaxPool2D] = BuiltinOptionsType.Pool2D,
        [BuiltinOperator.L2Pool2D] = BuiltinOptionsType.Pool2D,
        [BuiltinOperator.L2Normalization] = BuiltinOptionsType.L2Norm,
        [BuiltinOperator.UnidirectionalSequenceRnn] = BuiltinOptionsType.SequenceRnn,
        [BuiltinOperator.Mean] = BuiltinOptionsType.Reducer,
        [BuiltinOperator.Sum] = BuiltinOptionsType.Reducer,
        [BuiltinOperator.ReduceProd] = BuiltinOptionsType.Reducer,
        [BuiltinOperator.ReduceMax] = BuiltinOptionsType.Reducer,
        [BuiltinOperator.ReduceMin] = BuiltinOptionsType.Reducer,
        [BuiltinOperator.ReduceAny] = BuiltinOptionsType.Reducer,
        [BuiltinOperator.ReduceAll] = BuiltinOptionsType.Reducer,
        [BuiltinOperator.BatchMatmul] = BuiltinOptionsType.BatchMatMul,
        [BuiltinOperator.Conv3DTranspose] = BuiltinOptionsType.Conv3D,
        [BuiltinOperator.RandomStandardNormal] = BuiltinOptionsType.Random,
        [BuiltinOperator.RandomUniform] = BuiltinOptionsType.Random,
        [BuiltinOperator.Multinomial] = BuiltinOptionsType.Random,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<BuiltinOperator, BuiltinOptionsType> own = Enum.GetValues<BuiltinOperator>()
        .ToFrozenDictionary(code => code, code => renamed.TryGetValue(code, out var other) ? other
            : Enum.TryParse<BuiltinOptionsType>(code.ToString(), out var same) ? same
            : BuiltinOptionsType.None);

    /// <summary>The options that an operator of this kind carries; none where it has no fields to read.</summary>
    public static BuiltinOptionsType OptionsOf(BuiltinOperator code)
    {
        var type = own.GetValueOrDefault(code);
        return type == BuiltinOptionsType.None || OptionsSchema.Layout(type).Fields.IsEmpty ? BuiltinOptionsType.None : type;
    }

    /// <summary>Whether a node may have -1 in this place; a custom operator, and one that is not listed, has its own rules.</summary>
    public static bool MayBeAbsent(BuiltinOperator code, int input) => code switch
    {
        BuiltinOperator.Conv2D or BuiltinOperator.DepthwiseConv2D or BuiltinOperator.Conv3D or BuiltinOperator.FullyConnected => input == 2,
        BuiltinOperator.TransposeConv or BuiltinOperator.Conv3DTranspose or BuiltinOperator.Svdf => input == 3,
        BuiltinOperator.Lstm or BuiltinOperator.UnidirectionalSequenceLstm => MayLstmLack(input) || input is >= 20 and <= 23,
        BuiltinOperator.BidirectionalSequenceLstm => MayLstmLack(input) || MayLstmLack(input - 17) || input is >= 39 and <= 47,
        BuiltinOperator.BidirectionalSequenceRnn => input is >= 9 and <= 11,
        BuiltinOperator.Custom or BuiltinOperator.Delegate or BuiltinOperator.StablehloCustomCall or BuiltinOperator.StablehloComposite => true,
        _ => !own.ContainsKey(code),
    };

    /// <summary>
    /// The least and the largest value of an options field of this name, in whatever operator; null where any will do. What is counted must
    /// be positive: kernels divide by it.
    /// </summary>
    internal static (int Least, int Greatest)? Bounds(string field) => field switch
    {
        "padding" or "mode" or "kernel_type" or "weights_format" => (0, 1),
        "combiner" => (0, 2),
        "fused_activation_function" => (0, (int)Activation.SignBit),
        "stride_w" or "stride_h" or "stride_d" => (1, LargestSize),
        "dilation_w_factor" or "dilation_h_factor" or "dilation_d_factor" => (1, LargestSize),
        "filter_width" or "filter_height" or "block_size" or "rank" => (1, LargestSize),
        "depth_multiplier" or "radius" or "num_splits" or "values_count" or "num" => (0, LargestSize),
        _ => null,
    };

    /// <summary>The value of a field that the file leaves out.</summary>
    internal static int Default(string field) => field.StartsWith("dilation_", StringComparison.Ordinal) ? 1 : 0;

    /// <summary>Weights of a coupled input gate, peepholes and projection; the places of one direction, after its input.</summary>
    private static bool MayLstmLack(int input) => input is 1 or 5 or >= 9 and <= 12 or 16 or 17;
}
