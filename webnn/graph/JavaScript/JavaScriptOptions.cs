using System.Collections.Immutable;
using System.Globalization;

namespace WebNN.JavaScript;

/// <summary>The members of the specification's dictionaries that a node's options stand for, where they differ from the defaults.</summary>
internal static class JavaScriptOptions
{
    private static readonly Size2D one = new(1, 1);

    public static IEnumerable<JavaScriptOption> Of(MLNode node) => All(node).OfType<JavaScriptOption>();

    private static IEnumerable<JavaScriptOption?> All(MLNode node) => node.Options switch
    {
        MLConv2dOptions o =>
            [.. Windows(o.Padding, o.Strides, o.Dilations), If(o.Groups != 1, "groups", Number(o.Groups)), Layout(o.InputLayout, "inputLayout"), Layout(o.FilterLayout, "filterLayout")],
        MLConvTranspose2dOptions o =>
        [
            .. Windows(o.Padding, o.Strides, o.Dilations), If(o.OutputPadding != default, "outputPadding", Pair(o.OutputPadding)),
            If(o.Groups != 1, "groups", Number(o.Groups)), Layout(o.InputLayout, "inputLayout"), Layout(o.FilterLayout, "filterLayout"),
        ],
        MLPool2dOptions o => Pool(o, node.Output),
        MLClampOptions o => [Bound("minValue", o.MinValue), Bound("maxValue", o.MaxValue)],
        MLAlphaBetaOptions o => [new("alpha", Number(o.Alpha)), If(node.Operator is "linear" or "hardSigmoid", "beta", Number(o.Beta))],
        MLGemmOptions o =>
        [
            If(o.Alpha != 1, "alpha", Number(o.Alpha)), If(o.Beta != 1, "beta", Number(o.Beta)), If(o.ATranspose, "aTranspose", "true"), If(o.BTranspose, "bTranspose", "true"),
        ],
        MLNormalizationOptions o => Normalization(node.Operator, o),
        MLResample2dOptions o =>
        [
            new("mode", JavaScriptCall.Quoted(o.Mode == MLInterpolationMode.Linear ? "linear" : "nearest-neighbor")), new("sizes", $"[{o.Sizes!.Value.First}, {o.Sizes.Value.Second}]"),
            If(o.Axes != (2, 3), "axes", $"[{o.Axes.First}, {o.Axes.Second}]"),
        ],
        _ => Positions(node),
    };

    private static IEnumerable<JavaScriptOption?> Positions(MLNode node) => node.Options switch
    {
        MLReduceOptions o => [new("axes", JavaScriptCall.Text(o.Axes!.Value)), If(o.KeepDimensions, "keepDimensions", "true")],
        MLArgMinMaxOptions o => [If(o.KeepDimensions, "keepDimensions", "true"), If(o.OutputDataType != MLOperandDataType.Int32, "outputDataType", JavaScriptCall.Quoted(o.OutputDataType.SpecificationName()))],
        MLCumulativeSumOptions o => [If(o.Exclusive, "exclusive", "true"), If(o.Reversed, "reversed", "true")],
        MLPadOptions o => [If(o.Mode != 0, "mode", Name(o.Mode)), If(o.Value != 0, "value", Number(o.Value))],
        MLSliceAttributes o => [If(o.Strides.Any(stride => stride != 1), "strides", JavaScriptCall.Text(o.Strides))],
        MLSplitAttributes o => [If(o.Axis != 0, "axis", Number(o.Axis))],
        MLAxisAttributes o when node.Operator is not ("concat" or "softmax") => [If(o.Axis != 0, "axis", Number(o.Axis))],
        MLAxesAttributes o => [new("axes", JavaScriptCall.Text(o.Axes))],
        MLTransposeAttributes o => [new("permutation", JavaScriptCall.Text(o.Permutation))],
        MLTriangularOptions o => [If(!o.Upper, "upper", "false"), If(o.Diagonal != 0, "diagonal", Number(o.Diagonal))],
        MLGruOptions o => [If(!o.ResetAfter, "resetAfter", "false"), .. Network(o.ReturnSequence, o.Direction), .. Gates(o.Layout, o.Activations!.Value)],
        MLGruCellOptions o => [If(!o.ResetAfter, "resetAfter", "false"), .. Gates(o.Layout, o.Activations!.Value)],
        MLLstmOptions o => [.. Network(o.ReturnSequence, o.Direction), .. Gates(o.Layout, o.Activations!.Value)],
        MLLstmCellOptions o => [.. Gates(o.Layout, o.Activations!.Value)],
        _ => [],
    };

    /// <summary>The output's own size says how it was rounded.</summary>
    private static IEnumerable<JavaScriptOption?> Pool(MLPool2dOptions options, MLOperand output)
    {
        var height = options.Layout == MLInputOperandLayout.Nhwc ? 1 : 2;
        return
        [
            new("windowDimensions", Pair(options.WindowDimensions!.Value)), .. Windows(options.Padding, options.Strides, options.Dilations), Layout(options.Layout, "layout"),
            new("outputSizes", $"[{output.Shape[height]}, {output.Shape[height + 1]}]"),
        ];
    }

    private static IEnumerable<JavaScriptOption?> Normalization(string @operator, MLNormalizationOptions options) =>
    [
        @operator switch
        {
            "batchNormalization" => If(options.Axis != 1, "axis", Number(options.Axis)),
            "layerNormalization" => new("axes", JavaScriptCall.Text(options.Axes!.Value)),
            _ => Layout(options.Layout, "layout"),
        },
        If(options.Epsilon != 1e-5f, "epsilon", Number(options.Epsilon)),
    ];

    private static IEnumerable<JavaScriptOption?> Network(bool returnSequence, MLRecurrentNetworkDirection direction) =>
        [If(returnSequence, "returnSequence", "true"), If(direction != 0, "direction", Name(direction))];

    private static IEnumerable<JavaScriptOption?> Gates<TLayout>(TLayout layout, ImmutableArray<MLRecurrentNetworkActivation> activations)
        where TLayout : struct, Enum =>
    [
        Layout(layout, "layout"),
        If(!activations.SequenceEqual(RecurrentRules.DefaultActivations(activations.Length)), "activations", $"[{string.Join(", ", activations.Select(Name))}]"),
    ];

    private static IEnumerable<JavaScriptOption?> Windows(Padding2D padding, Size2D strides, Size2D dilations) =>
    [
        If(padding != default, "padding", $"[{padding.Top}, {padding.Bottom}, {padding.Left}, {padding.Right}]"),
        If(strides != one, "strides", Pair(strides)), If(dilations != one, "dilations", Pair(dilations)),
    ];

    private static JavaScriptOption? Layout<T>(T value, string member)
        where T : struct, Enum => If(!value.Equals(default(T)), member, Name(value));

    private static JavaScriptOption? Bound(string member, MLNumber? value) => value is { } bound ? new(member, Number(bound)) : null;

    private static JavaScriptOption? If(bool condition, string member, string value) => condition ? new(member, value) : null;

    private static string Pair(Size2D size) => $"[{size.Height}, {size.Width}]";

    private static string Name<T>(T value)
        where T : struct, Enum => JavaScriptCall.Quoted(value.ToString().ToLowerInvariant());

    /// <summary>Integers that a number of JavaScript does not hold are its bigints.</summary>
    private static string Number(MLNumber value) =>
        !value.IsInteger ? Number(value.ToDouble()) : Math.Abs(value.ToDouble()) < 1L << 53 ? value.ToString() : $"{value}n";

    /// <summary>The shortest number of JavaScript that is this one: its numbers are of 64 bits.</summary>
    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "Infinity" : double.IsNegativeInfinity(value) ? "-Infinity" : value.ToString("R", CultureInfo.InvariantCulture);
}
