using System.Collections.Immutable;
using static WebNN.MLRecurrentNetworkActivation;
using static WebNN.Tests.Validation.Rule;

namespace WebNN.Tests.Validation;

/// <summary>gru, gruCell, lstm, lstmCell: 4 steps, a batch of 2, 3 features, 5 hidden units.</summary>
internal static class RecurrentNetworkRules
{
    public static readonly Rule[] All = [.. Gru(), .. GruCell(), .. Lstm(), .. LstmCell()];

    /// <summary>The rules that the four share.</summary>
    /// <param name="gates">How many; a network's shapes have <paramref name="directions"/> in front, a cell's nothing.</param>
    /// <param name="call">With the named operand of another shape, and the rest as it should be.</param>
    private static IEnumerable<Rule> Shapes(string name, int gates, int[] directions, Func<MLGraphBuilder, string, int[], MLOperand> call, params string[] states)
    {
        Rule Shape(string member, string text, int[] wrong, int[] right)
        {
            (wrong, right) = ([.. directions, .. wrong], [.. directions, .. right]);
            return Of(name, member, text, (b, v) => call(b, member, v), wrong, right,
                $"{member} has the wrong shape (expected [{string.Join(',', right)}], found f32[{string.Join(',', wrong)}])");
        }

        yield return Shape("weight", "a row for each gate and unit", [(gates * 5) + 1, 3], [gates * 5, 3]);
        yield return Shape("weight", "a column for each feature", [gates * 5, 4], [gates * 5, 3]);
        yield return Shape("recurrentWeight", "a row for each gate and unit", [(gates * 5) - 1, 5], [gates * 5, 5]);
        yield return Shape("recurrentWeight", "a column for each unit", [gates * 5, 3], [gates * 5, 5]);
        yield return Shape("bias", "a value for each gate and unit", [5], [gates * 5]);
        yield return Shape("recurrentBias", "a value for each gate and unit", [5], [gates * 5]);
        if (gates == 4)
        {
            yield return Shape("peepholeWeight", "a value for each unit and gate but one", [20], [15]);
        }

        foreach (var state in states)
        {
            yield return Shape(state, "a row for each of the batch", [3, 5], [2, 5]);
            yield return Shape(state, "a value for each unit of each row", [2, 4], [2, 5]);
        }
    }

    /// <summary>In both directions every operand has values for both.</summary>
    private static IEnumerable<Rule> Both(string name, int gates, Func<MLGraphBuilder, string, int[], MLOperand> call, params string[] states)
    {
        (string Member, int[] Shape)[] operands =
        [
            ("weight", [gates * 5, 3]), ("recurrentWeight", [gates * 5, 5]), ("bias", [gates * 5]), ("recurrentBias", [gates * 5]),
            .. states.Select(state => (state, state == "peepholeWeight" ? new[] { 15 } : [2, 5])),
        ];
        foreach (var (member, shape) in operands)
        {
            int[] wrong = [1, .. shape], right = [2, .. shape];
            yield return Of(name, member, "values for both directions", (b, v) => call(b, member, v), wrong, right,
                $"{member} has the wrong shape (expected [{string.Join(',', right)}], found f32[{string.Join(',', wrong)}])");
        }
    }

    /// <summary>8192 units for each row of a batch.</summary>
    private static Rule Large(string name, string result, Func<MLGraphBuilder, int, MLOperand> call) =>
        Of(name, "hiddenSize", "the result is a tensor", call, 1 << 16, 1, $"{result} is too large (expected at most 2147483647 bytes)");

    private static MLOperand Changed(MLGraphBuilder b, string name, string changed, int[] shape, params int[] usual) => b.F32(name == changed ? shape : usual);

    private static MLOperand CallGru(MLGraphBuilder b, string changed = "", int[]? shape = null, MLGruOptions? options = null, int steps = 4, int hidden = 5, int output = 0, int directions = 1)
    {
        shape ??= [];
        options ??= new();
        return b.Gru(
            b.F32(4, 2, 3), Changed(b, "weight", changed, shape, directions, 15, 3), Changed(b, "recurrentWeight", changed, shape, directions, 15, 5), steps, hidden, options with
            {
                Bias = Changed(b, "bias", changed, shape, directions, 15), RecurrentBias = Changed(b, "recurrentBias", changed, shape, directions, 15),
                InitialHiddenState = Changed(b, "initialHiddenState", changed, shape, directions, 2, 5),
            }, Label)[output];
    }

    private static MLOperand CallGruCell(MLGraphBuilder b, string changed = "", int[]? shape = null, MLGruCellOptions? options = null, int hidden = 5)
    {
        shape ??= [];
        options ??= new();
        return b.GruCell(
            b.F32(2, 3), Changed(b, "weight", changed, shape, 15, 3), Changed(b, "recurrentWeight", changed, shape, 15, 5), Changed(b, "hiddenState", changed, shape, 2, 5), hidden, options with
            {
                Bias = Changed(b, "bias", changed, shape, 15), RecurrentBias = Changed(b, "recurrentBias", changed, shape, 15),
            }, Label);
    }

    private static MLOperand CallLstm(MLGraphBuilder b, string changed = "", int[]? shape = null, MLLstmOptions? options = null, int steps = 4, int hidden = 5, int output = 0, int directions = 1)
    {
        shape ??= [];
        options ??= new();
        return b.Lstm(
            b.F32(4, 2, 3), Changed(b, "weight", changed, shape, directions, 20, 3), Changed(b, "recurrentWeight", changed, shape, directions, 20, 5), steps, hidden, options with
            {
                Bias = Changed(b, "bias", changed, shape, directions, 20), RecurrentBias = Changed(b, "recurrentBias", changed, shape, directions, 20),
                PeepholeWeight = Changed(b, "peepholeWeight", changed, shape, directions, 15),
                InitialHiddenState = Changed(b, "initialHiddenState", changed, shape, directions, 2, 5), InitialCellState = Changed(b, "initialCellState", changed, shape, directions, 2, 5),
            }, Label)[output];
    }

    private static MLOperand CallLstmCell(MLGraphBuilder b, string changed = "", int[]? shape = null, MLLstmCellOptions? options = null, int hidden = 5)
    {
        shape ??= [];
        options ??= new();
        return b.LstmCell(
            b.F32(2, 3), Changed(b, "weight", changed, shape, 20, 3), Changed(b, "recurrentWeight", changed, shape, 20, 5), Changed(b, "hiddenState", changed, shape, 2, 5),
            Changed(b, "cellState", changed, shape, 2, 5), hidden, options with
            {
                Bias = Changed(b, "bias", changed, shape, 20), RecurrentBias = Changed(b, "recurrentBias", changed, shape, 20),
                PeepholeWeight = Changed(b, "peepholeWeight", changed, shape, 15),
            }, Label)[0];
    }

    private static IEnumerable<Rule> Gru() =>
    [
        .. Shapes("gru", 3, [1], (b, member, shape) => CallGru(b, member, shape), "initialHiddenState"),
        .. Both("gru", 3, (b, member, shape) => CallGru(b, member, shape, new() { Direction = MLRecurrentNetworkDirection.Both }, directions: 2), "initialHiddenState"),
        Large("gru", "f32[1,65536,8192]", (b, v) => b.Gru(b.F32(1, v, 1), b.F32(1, 3 * 8192, 1), b.F32(1, 3 * 8192, 8192), 1, 8192, null, Label)[0]),
        .. Network("gru", (b, steps) => CallGru(b, steps: steps), (b, direction) => CallGru(b, options: new() { Direction = direction })),
        .. Hidden("gru", 6, (b, hidden) => CallGru(b, hidden: hidden)),
        .. Activations("gru", 2, (b, activations) => CallGru(b, options: new() { Activations = activations })),
        Of("gru", "layout", "the layout is one of the enumeration", (b, v) => CallGru(b, options: new() { Layout = v }), (MLGruWeightLayout)9, MLGruWeightLayout.Rzn,
            "layout is unknown (expected Zrn or Rzn, found 9)"),
        Any("gru", "resetAfter", "either", (b, v) => CallGru(b, options: new() { ResetAfter = v }),
            (false, "gru(%0, %1, %2, %3, %4, %5) resetBefore f32[1,2,5]"), (true, "gru(%0, %1, %2, %3, %4, %5) f32[1,2,5]")),
        Any("gru", "returnSequence", "the states of all steps are the second output", (b, v) => CallGru(b, options: new() { ReturnSequence = v }, output: v ? 1 : 0),
            (true, "gru(%0, %1, %2, %3, %4, %5) returnSequence f32[1,2,5], f32[4,1,2,5]"), (false, "gru(%0, %1, %2, %3, %4, %5) f32[1,2,5]")),
    ];

    private static IEnumerable<Rule> GruCell() =>
    [
        .. Shapes("gruCell", 3, [], (b, member, shape) => CallGruCell(b, member, shape), "hiddenState"),
        Of("gruCell", "hiddenSize", "the size is that of the weights", (b, v) => CallGruCell(b, hidden: v), 4, 5, "weight has the wrong shape (expected [12,3], found f32[15,3])"),
        .. Hidden("gruCell", 6, (b, hidden) => CallGruCell(b, hidden: hidden)),
        .. Activations("gruCell", 2, (b, activations) => CallGruCell(b, options: new() { Activations = activations })),
        Of("gruCell", "layout", "the layout is one of the enumeration", (b, v) => CallGruCell(b, options: new() { Layout = v }), (MLGruWeightLayout)9, MLGruWeightLayout.Rzn,
            "layout is unknown (expected Zrn or Rzn, found 9)"),
        Any("gruCell", "resetAfter", "either", (b, v) => CallGruCell(b, options: new() { ResetAfter = v }),
            (false, "gruCell(%0, %1, %2, %3, %4, %5) resetBefore f32[2,5]"), (true, "gruCell(%0, %1, %2, %3, %4, %5) f32[2,5]")),
    ];

    private static IEnumerable<Rule> Lstm() =>
    [
        .. Shapes("lstm", 4, [1], (b, member, shape) => CallLstm(b, member, shape), "initialHiddenState", "initialCellState"),
        .. Both(
            "lstm", 4, (b, member, shape) => CallLstm(b, member, shape, new() { Direction = MLRecurrentNetworkDirection.Both }, directions: 2),
            "peepholeWeight", "initialHiddenState", "initialCellState"),
        Large("lstm", "f32[1,65536,8192]", (b, v) => b.Lstm(b.F32(1, v, 1), b.F32(1, 4 * 8192, 1), b.F32(1, 4 * 8192, 8192), 1, 8192, null, Label)[0]),
        .. Network("lstm", (b, steps) => CallLstm(b, steps: steps), (b, direction) => CallLstm(b, options: new() { Direction = direction })),
        .. Hidden("lstm", 8, (b, hidden) => CallLstm(b, hidden: hidden)),
        .. Activations("lstm", 3, (b, activations) => CallLstm(b, options: new() { Activations = activations })),
        Of("lstm", "layout", "the layout is one of the enumeration", (b, v) => CallLstm(b, options: new() { Layout = v }), (MLLstmWeightLayout)9, MLLstmWeightLayout.Ifgo,
            "layout is unknown (expected Iofg or Ifgo, found 9)"),
        Any("lstm", "returnSequence", "the states of all steps are the third output", (b, v) => CallLstm(b, options: new() { ReturnSequence = v }, output: v ? 2 : 1),
            (true, "lstm(%0, %1, %2, %3, %4, %5, %6, %7) returnSequence f32[1,2,5], f32[1,2,5], f32[4,1,2,5]"),
            (false, "lstm(%0, %1, %2, %3, %4, %5, %6, %7) f32[1,2,5], f32[1,2,5]")),
    ];

    private static IEnumerable<Rule> LstmCell() =>
    [
        .. Shapes("lstmCell", 4, [], (b, member, shape) => CallLstmCell(b, member, shape), "hiddenState", "cellState"),
        Of("lstmCell", "hiddenSize", "the size is that of the weights", (b, v) => CallLstmCell(b, hidden: v), 4, 5, "weight has the wrong shape (expected [16,3], found f32[20,3])"),
        .. Hidden("lstmCell", 8, (b, hidden) => CallLstmCell(b, hidden: hidden)),
        .. Activations("lstmCell", 3, (b, activations) => CallLstmCell(b, options: new() { Activations = activations })),
        Of("lstmCell", "layout", "the layout is one of the enumeration", (b, v) => CallLstmCell(b, options: new() { Layout = v }), (MLLstmWeightLayout)9, MLLstmWeightLayout.Ifgo,
            "layout is unknown (expected Iofg or Ifgo, found 9)"),
    ];

    private static Rule[] Network(string name, Func<MLGraphBuilder, int, MLOperand> steps, Func<MLGraphBuilder, MLRecurrentNetworkDirection, MLOperand> direction)
    {
        var rows = name == "gru" ? 15 : 20;
        return
        [
            Of(name, "steps", "steps are not 0", steps, 0, 4, "steps are not those of the input (expected 4, found 0)"),
            Of(name, "steps", "steps are the input's first dimension", steps, 3, 4, "steps are not those of the input (expected 4, found 3)"),
            Of(name, "direction", "both directions have weights", direction, MLRecurrentNetworkDirection.Both, MLRecurrentNetworkDirection.Backward,
                $"weight has the wrong shape (expected [2,{rows},3], found f32[1,{rows},3])"),
            Of(name, "direction", "the direction is one of the enumeration", direction, (MLRecurrentNetworkDirection)9, MLRecurrentNetworkDirection.Forward,
                "direction is unknown (expected Forward or Backward or Both, found 9)"),
        ];
    }

    private static Rule[] Hidden(string name, int gates, Func<MLGraphBuilder, int, MLOperand> call) =>
    [
        Of(name, "hiddenSize", "the size is not 0", call, 0, 5, $"hiddenSize * {gates} is out of range (expected 1 to 2147483647, found 0)"),
        Of(name, "hiddenSize", "both biases side by side are a valid dimension", call, 1 << 29, 5,
            $"hiddenSize * {gates} is out of range (expected 1 to 2147483647, found {(1L << 29) * gates})"),
    ];

    private static Rule[] Activations(string name, int count, Func<MLGraphBuilder, ImmutableArray<MLRecurrentNetworkActivation>?, MLOperand> call)
    {
        ImmutableArray<MLRecurrentNetworkActivation>? right = [.. Enumerable.Repeat(Relu, count)], wrong = [Tanh], unknown = [.. Enumerable.Repeat(Sigmoid, count - 1), (MLRecurrentNetworkActivation)9];
        return
        [
            Of(name, "activations", "as many as there are functions", call, wrong, right, $"activations have the wrong length (expected {count}, found 1)"),
            Of(name, "activations", "each is one of the enumeration", call, unknown, right, "activations is unknown (expected Relu or Sigmoid or Tanh, found 9)"),
        ];
    }
}
