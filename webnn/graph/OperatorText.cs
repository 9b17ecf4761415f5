using System.Collections.Immutable;
using System.Text;

namespace WebNN;

/// <summary>How an operator's options are printed: what differs from the specification's defaults, and what has no default.</summary>
internal static class OperatorText
{
    private static readonly Size2D one = new(1, 1);

    /// <summary>What stands among the operands: the bounds of clamp.</summary>
    public static string Arguments(MLNode node) =>
        node.Options is MLClampOptions clamp ? $", {Number(node, clamp.MinValue)}, {Number(node, clamp.MaxValue)}" : "";

    /// <summary>What follows the operands, each with a space before it.</summary>
    public static string Attributes(MLNode node)
    {
        var text = new StringBuilder();
        foreach (var attribute in List(node).Where(attribute => attribute.Length > 0))
        {
            text.Append(' ').Append(attribute);
        }

        return text.ToString();
    }

    private static ImmutableArray<string> List(MLNode node) => node.Options switch
    {
        MLConv2dOptions o =>
        [
            .. Windows(o.Padding, o.Strides, o.Dilations), If(o.Groups != 1, $"groups={o.Groups}"),
            If(o.InputLayout != 0 || o.FilterLayout != 0, $"{Lower(o.InputLayout)}/{Lower(o.FilterLayout)}"),
        ],
        MLConvTranspose2dOptions o =>
        [
            .. Windows(o.Padding, o.Strides, o.Dilations), If(o.OutputPadding != default, $"outputPadding={o.OutputPadding}"),
            If(o.Groups != 1, $"groups={o.Groups}"),
            If(o.InputLayout != 0 || o.FilterLayout != 0, $"{Lower(o.InputLayout)}/{Lower(o.FilterLayout)}"),
        ],
        MLPool2dOptions o =>
            [$"window={o.WindowDimensions}", .. Windows(o.Padding, o.Strides, o.Dilations), If(o.Layout != 0, Lower(o.Layout))],
        MLAlphaBetaOptions o => [$"alpha={Number(node, o.Alpha)}", If(node.Operator is "linear" or "hardSigmoid", $"beta={Number(node, o.Beta)}")],
        MLGemmOptions o =>
        [
            If(o.Alpha != 1, $"alpha={Number(node, o.Alpha)}"), If(o.Beta != 1, $"beta={Number(node, o.Beta)}"),
            If(o.ATranspose, "aTranspose"), If(o.BTranspose, "bTranspose"),
        ],
        MLNormalizationOptions o => Normalization(node, o),
        MLResample2dOptions o => Resample(o),
        _ => Positions(node),
    };

    private static ImmutableArray<string> Positions(MLNode node) => node.Options switch
    {
        MLReduceOptions o => [$"axes={Values(o.Axes!.Value)}", If(o.KeepDimensions, "keepDimensions")],
        MLArgMinMaxOptions o => [$"axis={o.Axis}", If(o.KeepDimensions, "keepDimensions")],
        MLCumulativeSumOptions o => [$"axis={o.Axis}", If(o.Exclusive, "exclusive"), If(o.Reversed, "reversed")],
        MLPadOptions o =>
        [
            $"beginning={Values(o.Beginning)}", $"ending={Values(o.Ending)}", If(o.Mode != MLPaddingMode.Constant, Lower(o.Mode)),
            If(o.Value != 0, $"value={Number(node, o.Value)}"),
        ],
        MLSliceAttributes o =>
        [
            $"starts={Values(o.Starts)}", $"sizes={Values(o.Sizes)}", If(o.Strides.Any(stride => stride != 1), $"strides={Values(o.Strides)}"),
        ],
        MLSplitAttributes o => [$"axis={o.Axis}", $"sizes={Values(o.Sizes)}"],
        MLAxisAttributes o => [$"axis={o.Axis}"],
        MLAxesAttributes o => [$"axes={Values(o.Axes)}"],
        MLTransposeAttributes o => [$"permutation={Values(o.Permutation)}"],
        MLTileAttributes o => [$"repetitions={Values(o.Repetitions)}"],
        MLGruOptions o => Recurrent(o.ResetAfter, o.ReturnSequence, o.Direction, o.Layout, o.Activations!.Value),
        MLGruCellOptions o => Recurrent(o.ResetAfter, false, default, o.Layout, o.Activations!.Value),
        MLLstmOptions o => Recurrent(true, o.ReturnSequence, o.Direction, o.Layout, o.Activations!.Value),
        MLLstmCellOptions o => Recurrent(true, false, default, o.Layout, o.Activations!.Value),
        MLTriangularOptions o => [o.Upper ? "upper" : "lower", If(o.Diagonal != 0, $"diagonal={o.Diagonal}")],
        _ => [],
    };

    private static ImmutableArray<string> Normalization(MLNode node, MLNormalizationOptions options) =>
    [
        node.Operator switch
        {
            "batchNormalization" => $"axis={options.Axis}",
            "layerNormalization" => $"axes={Values(options.Axes!.Value)}",
            _ => If(options.Layout != 0, Lower(options.Layout)),
        },
        If(options.Epsilon != node.Input(0).DataType.Rounded(1e-5), $"epsilon={Number(node, options.Epsilon)}"),
    ];

    private static ImmutableArray<string> Resample(MLResample2dOptions options) =>
    [
        options.Mode == MLInterpolationMode.Linear ? "linear" : "nearest-neighbor",
        $"sizes=[{options.Sizes!.Value.First},{options.Sizes.Value.Second}]",
        If(options.Axes != (2, 3), $"axes=[{options.Axes.First},{options.Axes.Second}]"),
    ];

    private static ImmutableArray<string> Recurrent<TLayout>(
        bool resetAfter, bool returnSequence, MLRecurrentNetworkDirection direction, TLayout layout, ImmutableArray<MLRecurrentNetworkActivation> activations)
        where TLayout : struct, Enum =>
    [
        If(!resetAfter, "resetBefore"), If(returnSequence, "returnSequence"), If(direction != 0, Lower(direction)),
        If(!layout.Equals(default(TLayout)), Lower(layout)),
        If(!activations.SequenceEqual(RecurrentRules.DefaultActivations(activations.Length)), $"activations=[{string.Join(',', activations.Select(Lower))}]"),
    ];

    private static ImmutableArray<string> Windows(Padding2D padding, Size2D strides, Size2D dilations) =>
        [If(padding != default, $"padding={padding}"), If(strides != one, $"strides={strides}"), If(dilations != one, $"dilations={dilations}")];

    private static string If(bool condition, string text) => condition ? text : "";

    private static string Values(ImmutableArray<int> values) => values.AsSpan().Text();

    /// <summary>In the digits that the first operand's type needs.</summary>
    private static string Number(MLNode node, MLNumber? value) => value?.ToString(node.Input(0).DataType) ?? "_";

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
