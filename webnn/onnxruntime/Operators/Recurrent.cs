using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>gru, gruCell, lstm, lstmCell. ONNX has the networks; a cell is a network of one step.</summary>
internal static class Recurrent
{
    private static readonly ImmutableArray<int> updateFirst = [1, 0, 2];
    private static readonly ImmutableArray<int> outputSecond = [0, 3, 1, 2];

    public static readonly OperatorRow[] Rows =
    [
        new("gru", Gru),
        new("gruCell", GruCell),
        new("lstm", Lstm),
        new("lstmCell", LstmCell),
    ];

    /// <summary>Operands as ONNX wants them: directions first, gates in ONNX's order, one bias for both.</summary>
    private readonly record struct Operands(OnnxValue Input, OnnxValue Weight, OnnxValue RecurrentWeight, OnnxValue? Bias)
    {
        public int Directions => Weight.Shape[0];

        public int HiddenSize => RecurrentWeight.Shape[2];
    }

    private static void Gru(OperatorContext op)
    {
        var options = op.Options<MLGruOptions>();
        var operands = Network(op, Order(options.Layout), bias: 3);
        var results = Emit(
            op, "GRU", operands, [op.OptionalInput(5)], options.Direction, options.Activations!.Value, LinearBeforeReset(options.ResetAfter));
        op.Result(results[1]);
        if (options.ReturnSequence)
        {
            op.Result(results[0], 1);
        }
    }

    private static void GruCell(OperatorContext op)
    {
        var options = op.Options<MLGruCellOptions>();
        var operands = Cell(op, Order(options.Layout), bias: 4);
        var results = Emit(
            op, "GRU", operands, [Step(op, op.Input(3))], MLRecurrentNetworkDirection.Forward, options.Activations!.Value, LinearBeforeReset(options.ResetAfter));
        op.Result(op.Lowering.Reshape(results[1], op.OutputShape));
    }

    private static void Lstm(OperatorContext op)
    {
        var options = op.Options<MLLstmOptions>();
        var operands = Network(op, Order(options.Layout), bias: 3);
        var results = Emit(
            op, "LSTM", operands, [op.OptionalInput(6), op.OptionalInput(7), op.OptionalInput(5)], options.Direction, options.Activations!.Value);
        op.Result(results[1]);
        op.Result(results[2], 1);
        if (options.ReturnSequence)
        {
            op.Result(results[0], 2);
        }
    }

    private static void LstmCell(OperatorContext op)
    {
        var options = op.Options<MLLstmCellOptions>();
        var operands = Cell(op, Order(options.Layout), bias: 5);
        OnnxValue?[] states = [Step(op, op.Input(3)), Step(op, op.Input(4)), Step(op, op.OptionalInput(7))];
        var results = Emit(op, "LSTM", operands, states, MLRecurrentNetworkDirection.Forward, options.Activations!.Value);
        op.Result(op.Lowering.Reshape(results[1], op.OutputShape));
        op.Result(op.Lowering.Reshape(results[2], op.OutputShape), 1);
    }

    private static OnnxAttribute LinearBeforeReset(bool resetAfter) => OnnxAttribute.Bool("linear_before_reset", resetAfter);

    /// <summary>The hidden states of all steps, the last of them, and LSTM's last cell state.</summary>
    /// <param name="states">The initial states, and LSTM's peephole weights.</param>
    private static ImmutableArray<OnnxValue> Emit(
        OperatorContext op,
        string @operator,
        Operands operands,
        ReadOnlySpan<OnnxValue?> states,
        MLRecurrentNetworkDirection direction,
        ImmutableArray<MLRecurrentNetworkActivation> activations,
        params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var (input, weight, recurrentWeight, bias) = operands;
        ImmutableArray<int> state = [operands.Directions, input.Shape[1], operands.HiddenSize];
        ImmutableArray<int> sequence = [input.Shape[0], .. state];
        (OrtElementType, ImmutableArray<int>)[] results = @operator is "LSTM"
            ? [(input.Type, sequence), (input.Type, state), (input.Type, state)]
            : [(input.Type, sequence), (input.Type, state)];
        var names = Enumerable.Repeat(activations.Select(Name), operands.Directions).SelectMany(each => each);
        return op.Graph.Add(
            @operator,
            "",
            op.Node.Operator,
            [input, weight, recurrentWeight, bias, null, .. states],
            results,
            [
                OnnxAttribute.Int("hidden_size", operands.HiddenSize),
                OnnxAttribute.String("direction", Name(direction)),
                OnnxAttribute.Strings("activations", [.. names]),
                .. attributes,
            ]);
    }

    private static Operands Network(OperatorContext op, ImmutableArray<int>? order, int bias) => new(
        op.Input(0),
        Gates(op, op.Input(1), 1, order),
        Gates(op, op.Input(2), 1, order),
        Biases(op, Gates(op, op.OptionalInput(bias), 1, order), Gates(op, op.OptionalInput(bias + 1), 1, order)));

    private static Operands Cell(OperatorContext op, ImmutableArray<int>? order, int bias) => new(
        Step(op, op.Input(0)),
        Step(op, Gates(op, op.Input(1), 0, order)),
        Step(op, Gates(op, op.Input(2), 0, order)),
        Biases(op, Step(op, Gates(op, op.OptionalInput(bias), 0, order)), Step(op, Gates(op, op.OptionalInput(bias + 1), 0, order))));

    /// <summary>A cell's operand as a network's: one step, or one direction.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    private static OnnxValue? Step(OperatorContext op, OnnxValue? value) => value is null ? null : op.Lowering.Reshape(value, [1, .. value.Shape]);

    /// <summary>Gates in ONNX's order; they are along the first axis of a cell's operand, along the second of a network's.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    private static OnnxValue? Gates(OperatorContext op, OnnxValue? value, int axis, ImmutableArray<int>? order) =>
        value is null || order is null ? value : op.Lowering.Reorder(value, axis, order.Value);

    /// <summary>ONNX's bias: both side by side for each direction, an absent one as zeros.</summary>
    private static OnnxValue? Biases(OperatorContext op, OnnxValue? bias, OnnxValue? recurrentBias)
    {
        if ((bias ?? recurrentBias) is not { } given)
        {
            return null;
        }

        ImmutableArray<int> shape = [given.Shape[0], 2 * given.Shape[1]];
        var (first, second) = (bias ?? Zeros(op, given), recurrentBias ?? Zeros(op, given));
        return first.Data is { } left && second.Data is { } right
            ? op.Graph.Constant(given.Type, shape, new HostData(() => HostConstants.SideBySide(left.Bytes.Span, right.Bytes.Span, shape[0])))
            : op.Emit("Concat", [first, second], given.Type, shape, OnnxAttribute.Int("axis", 1));
    }

    private static OnnxValue Zeros(OperatorContext op, OnnxValue like)
    {
        var length = like.Shape[0] * like.Shape[1];
        return op.Graph.Constant(like.Type, like.Shape, new HostData(() => HostConstants.Filled(op.Node.Input(0).DataType, length, 0)));
    }

    /// <summary>Where ONNX's zrh finds its gates; null where they are in this order.</summary>
    private static ImmutableArray<int>? Order(MLGruWeightLayout layout) => layout switch
    {
        MLGruWeightLayout.Zrn => null,
        MLGruWeightLayout.Rzn => updateFirst,
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "not a WebNN layout"),
    };

    /// <summary>Where ONNX's iofc finds its gates; null where they are in this order.</summary>
    private static ImmutableArray<int>? Order(MLLstmWeightLayout layout) => layout switch
    {
        MLLstmWeightLayout.Iofg => null,
        MLLstmWeightLayout.Ifgo => outputSecond,
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "not a WebNN layout"),
    };

    private static string Name(MLRecurrentNetworkDirection direction) => direction switch
    {
        MLRecurrentNetworkDirection.Forward => "forward",
        MLRecurrentNetworkDirection.Backward => "reverse",
        MLRecurrentNetworkDirection.Both => "bidirectional",
        _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, "not a WebNN direction"),
    };

    private static string Name(MLRecurrentNetworkActivation activation) => activation switch
    {
        MLRecurrentNetworkActivation.Relu => "Relu",
        MLRecurrentNetworkActivation.Sigmoid => "Sigmoid",
        MLRecurrentNetworkActivation.Tanh => "Tanh",
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "not a WebNN activation"),
    };
}
