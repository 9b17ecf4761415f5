namespace WebNN.FlatBuffers;

/// <summary>What TFLite's schema leaves to the operators: which inputs a node may leave out, whose options it carries, how large they get.</summary>
public static class OperatorRules
{
    /// <summary>
    /// Windows, strides and steps beyond this have no use, and their products overflow in kernels that multiply them in 32 bits.
    /// </summary>
    public const int LargestSize = 1 << 24;

    private const int MostCodes = 256;

    /// <summary>By the code's number, the number of its options and one; zero where nobody asked for them yet.</summary>
    private static readonly int[] found = new int[MostCodes];

    /// <summary>The options that an operator of this kind carries; none where it has no fields to read.</summary>
    public static BuiltinOptionsType OptionsOf(BuiltinOperator code)
    {
        if ((uint)code >= MostCodes)
        {
            return BuiltinOptionsType.None;
        }

        // Whoever else looks it up at the same time finds the same.
        ref var number = ref found[(int)code];
        number = number == 0 ? (int)Find(code) + 1 : number;
        return (BuiltinOptionsType)(number - 1);
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
        _ => !Enum.IsDefined(code),
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

    private static BuiltinOptionsType Find(BuiltinOperator code)
    {
        var type = Renamed(code) ?? (Enum.IsDefined(code) && Enum.TryParse<BuiltinOptionsType>(code.ToString(), out var same) ? same : BuiltinOptionsType.None);
        return type == BuiltinOptionsType.None || OptionsSchema.Layout(type).Fields.IsEmpty ? BuiltinOptionsType.None : type;
    }

    /// <summary>Of codes whose options bear another name than the code.</summary>
    private static BuiltinOptionsType? Renamed(BuiltinOperator code) => code switch
    {
        BuiltinOperator.AveragePool2D or BuiltinOperator.MaxPool2D or BuiltinOperator.L2Pool2D => BuiltinOptionsType.Pool2D,
        BuiltinOperator.L2Normalization => BuiltinOptionsType.L2Norm,
        BuiltinOperator.UnidirectionalSequenceRnn => BuiltinOptionsType.SequenceRnn,
        BuiltinOperator.Mean or BuiltinOperator.Sum or BuiltinOperator.ReduceProd or BuiltinOperator.ReduceMax or BuiltinOperator.ReduceMin
            or BuiltinOperator.ReduceAny or BuiltinOperator.ReduceAll => BuiltinOptionsType.Reducer,
        BuiltinOperator.BatchMatmul => BuiltinOptionsType.BatchMatMul,
        BuiltinOperator.Conv3DTranspose => BuiltinOptionsType.Conv3D,
        BuiltinOperator.RandomStandardNormal or BuiltinOperator.RandomUniform or BuiltinOperator.Multinomial => BuiltinOptionsType.Random,
        _ => null,
    };
}
