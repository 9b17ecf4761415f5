using System.Collections.Frozen;
using System.Collections.Immutable;

namespace WebNN.OnnxRuntime.Layouts;

/// <summary>Makes a node's results of operands with the channels last; false where it has to stay as it is.</summary>
internal delegate bool MoveOperator(LayoutGraph graph, MLNode node);

/// <summary>
/// The operators that compute the same with the channels last, and how: a row each. Those that only follow what they read do so where an operand
/// was computed so.
/// </summary>
internal static class LayoutOperators
{
    private static readonly FrozenDictionary<string, MoveOperator> Rows = new (string Operators, MoveOperator Move)[]
    {
        ("abs ceil cos erf exp floor identity log neg reciprocal roundEven sign sin sqrt tan cast clamp elu gelu hardSigmoid hardSwish leakyRelu linear", Elementwise),
        ("relu sigmoid softplus softsign tanh add sub mul div max min pow prelu where dequantizeLinear quantizeLinear", Elementwise),
        ("equal notEqual greater greaterOrEqual lesser lesserOrEqual logicalNot logicalAnd logicalOr logicalXor isNaN isInfinite", Elementwise),
        ("concat", (graph, node) => Along<MLAxisAttributes>(graph, node, options => options with { Axis = Axis(node, options.Axis) })),
        ("softmax", (graph, node) => Along<MLAxisAttributes>(graph, node, options => options with { Axis = Axis(node, options.Axis) })),
        ("split", (graph, node) => Along<MLSplitAttributes>(graph, node, options => options with { Axis = Axis(node, options.Axis) })),
        ("pad", (graph, node) => Along<MLPadOptions>(graph, node, options => options with { Beginning = AxisOrder.Moved(options.Beginning), Ending = AxisOrder.Moved(options.Ending) })),
        ("slice", (graph, node) => Along<MLSliceAttributes>(
            graph, node, options => new(AxisOrder.Moved(options.Starts), AxisOrder.Moved(options.Sizes), AxisOrder.Moved(options.Strides)))),
        ("resample2d", (graph, node) => Along<MLResample2dOptions>(
            graph, node, options => options with { Axes = (Axis(node, options.Axes.First), Axis(node, options.Axes.Second)) })),
        ("averagePool2d maxPool2d", (graph, node) => Layout(node) is MLInputOperandLayout.Nchw
            && Along<MLPool2dOptions>(graph, node, options => options with { Layout = MLInputOperandLayout.Nhwc })),
        ("batchNormalization", (graph, node) => Parameterized<MLNormalizationOptions>(graph, node, options => options with { Axis = Axis(node, options.Axis) })),
        ("reduceL1 reduceL2 reduceLogSum reduceLogSumExp reduceMax reduceMean reduceMin reduceProduct reduceSum reduceSumSquare", Reduce),
        ("reshape", Reshape),
        ("transpose", Transpose),
    }.SelectMany(row => row.Operators.Split(' '), (row, name) => KeyValuePair.Create(name, row.Move)).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Moves a node that only follows; false where it stays.</summary>
    public static bool Move(LayoutGraph graph, MLNode node) => Rows.TryGetValue(node.Operator, out var move) && move(graph, node);

    /// <summary>conv2d of an image with channels first.</summary>
    public static void Convolve(LayoutGraph graph, MLNode node)
    {
        var options = (MLConv2dOptions)node.Options! with { InputLayout = MLInputOperandLayout.Nhwc };
        ImmutableArray<MLOperand?> parameters = [.. node.Inputs.Skip(1).Select(input => input is null ? null : graph.Plain(input))];
        graph.SetLast(node.Output, graph.Add(node, [graph.Last(node.Input(0)), .. parameters], AxisOrder.Moved(node.Output.Shape), options).Output);
    }

    private static MLInputOperandLayout Layout(MLNode pool) => ((MLPool2dOptions)pool.Options!).Layout;

    private static int Axis(MLNode node, int axis) => AxisOrder.Moved(axis, node.Input(0).Rank);

    /// <summary>Whether what a node reads was computed with the channels last. What costs nothing to move does not decide about what does.</summary>
    private static bool Follows(LayoutGraph graph, MLNode node, int rank)
    {
        MLOperand[] read = [.. node.Inputs.OfType<MLOperand>().Where(input => input.Rank == rank)];
        return read.Any(input => graph.IsLast(input) && !IsFree(input.Shape)) || (read.Any(graph.IsLast) && read.All(input => IsFree(input.Shape)));
    }

    /// <summary>Whether an image is the same with its channels first and last: of one pixel or of one channel.</summary>
    private static bool IsFree(ImmutableArray<int> shape) => shape.Length >= AxisOrder.FewestAxes && AxisOrder.KeepsElements(shape, AxisOrder.Last(shape.Length));

    /// <summary>Of each element by itself, with operands that may be broadcast.</summary>
    private static bool Elementwise(LayoutGraph graph, MLNode node)
    {
        var rank = node.Output.Rank;
        if (!Follows(graph, node, rank))
        {
            return false;
        }

        SetLast(graph, node, [.. node.Inputs.Select(input => input is null ? null : graph.Last(input, rank))], node.Options);
        return true;
    }

    /// <summary>With options that name axes, of operands that all have the same.</summary>
    private static bool Along<TOptions>(LayoutGraph graph, MLNode node, Func<TOptions, TOptions> move)
    {
        if (!Follows(graph, node, node.Input(0).Rank))
        {
            return false;
        }

        SetLast(graph, node, [.. node.Inputs.Select(input => graph.Last(input!))], move((TOptions)node.Options!));
        return true;
    }

    /// <summary>The same, of one such operand and parameters that stay.</summary>
    private static bool Parameterized<TOptions>(LayoutGraph graph, MLNode node, Func<TOptions, TOptions> move)
    {
        if (!graph.IsLast(node.Input(0)))
        {
            return false;
        }

        ImmutableArray<MLOperand?> parameters = [.. node.Inputs.Skip(1).Select(input => input is null ? null : graph.Plain(input))];
        SetLast(graph, node, [graph.Last(node.Input(0)), .. parameters], move((TOptions)node.Options!));
        return true;
    }

    private static void SetLast(LayoutGraph graph, MLNode node, ImmutableArray<MLOperand?> inputs, object? options)
    {
        ImmutableArray<MLOperandDescriptor> results = [.. node.Outputs.Select(output => output.Descriptor.WithShape(AxisOrder.Moved(output.Shape).AsSpan()))];
        var moved = graph.Add(node.Operator, inputs, results, options, node.Label);
        for (var i = 0; i < moved.Outputs.Length; i++)
        {
            graph.SetLast(node.Outputs[i], moved.Outputs[i]);
        }
    }

    /// <summary>Without the axes that it reduces, a result may have the channels in their place: nothing is left behind which they would stand.</summary>
    private static bool Reduce(LayoutGraph graph, MLNode node)
    {
        var (x, options) = (node.Input(0), (MLReduceOptions)node.Options!);
        if (!graph.IsLast(x))
        {
            return false;
        }

        ImmutableArray<int> axes = [.. options.Axes!.Value.Select(axis => AxisOrder.Moved(axis, x.Rank)).Order()];
        if (options.KeepDimensions)
        {
            SetLast(graph, node, [graph.Last(x)], options with { Axes = axes });
            return true;
        }

        var left = AxisOrder.Last(x.Rank).Where(axis => !options.Axes.Value.Contains(axis)).ToArray();
        if (!left.SequenceEqual(left.Order()))
        {
            return false;
        }

        graph.SetPlain(node.Output, graph.Add(node, [graph.Last(x)], node.Output.Shape, options with { Axes = axes }).Output);
        return true;
    }

    /// <summary>Another shape of an image of one pixel or one channel, or another of the pixels alone.</summary>
    private static bool Reshape(LayoutGraph graph, MLNode node)
    {
        var (x, result) = (node.Input(0), node.Output.Shape);
        var isFree = graph.IsLast(x) && IsFree(x.Shape);
        if (IsFree(result) && (isFree || !graph.IsLast(x)))
        {
            graph.SetLast(node.Output, graph.Reshaped(isFree ? graph.Last(x) : graph.Plain(x), AxisOrder.Moved(result)));
        }
        else if (isFree)
        {
            graph.SetPlain(node.Output, graph.Reshaped(graph.Last(x), result));
        }
        else if (graph.IsLast(x) && result.Length >= AxisOrder.FewestAxes && result[0] == x.Shape[0] && result[1] == x.Shape[1])
        {
            graph.SetLast(node.Output, graph.Reshaped(graph.Last(x), AxisOrder.Moved(result)));
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>
    /// Two transposes, the caller's and that of the layout, are one, or none. One that moves the channels first is left to those who read its result: they
    /// may want them last.
    /// </summary>
    private static bool Transpose(LayoutGraph graph, MLNode node)
    {
        var (x, permutation) = (node.Input(0), ((MLTransposeAttributes)node.Options!).Permutation);
        if (x.Rank < AxisOrder.FewestAxes)
        {
            return false;
        }

        if (!graph.IsLast(x))
        {
            if (!permutation.SequenceEqual(AxisOrder.First(x.Rank)))
            {
                return false;
            }

            graph.SetLast(node.Output, graph.Plain(x));
            return true;
        }

        var whole = AxisOrder.Then(AxisOrder.First(x.Rank), permutation);
        if (AxisOrder.IsIdentity(AxisOrder.Then(whole, AxisOrder.Last(x.Rank))))
        {
            graph.SetLast(node.Output, graph.Last(x));
        }
        else
        {
            graph.SetPlain(node.Output, graph.Transposed(graph.Last(x), whole));
        }

        return true;
    }
}
