using System.Collections.Immutable;

namespace WebNN;

// The smallest recurrent networks have one step, one sequence, one feature and a hidden size of 1.
public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> RecurrentSignatures =
    [
        new(
            "gru",
            [.. Weights(GruGates, directions: [1]), .. Biases(GruGates, [1]), State("initialHiddenState", [1]).OrNone()],
            [State("output0", [1]), State("output1", [1, 1])])
        {
            Options = _ => new MLGruOptions { ReturnSequence = true, Activations = RecurrentRules.DefaultActivations(2) },
        },
        new("gruCell", [.. Weights(GruGates, []), State("hiddenState", []), .. Biases(GruGates, [])], [State("output", [])])
        {
            Options = _ => new MLGruCellOptions { Activations = RecurrentRules.DefaultActivations(2) },
        },
        new(
            "lstm",
            [.. Weights(LstmGates, [1]), .. Biases(LstmGates, [1]), Peephole([1]), State("initialHiddenState", [1]).OrNone(), State("initialCellState", [1]).OrNone()],
            [State("output0", [1]), State("output1", [1]), State("output2", [1, 1])])
        {
            Options = _ => new MLLstmOptions { ReturnSequence = true, Activations = RecurrentRules.DefaultActivations(3) },
        },
        new(
            "lstmCell",
            [.. Weights(LstmGates, []), State("hiddenState", []), State("cellState", []), .. Biases(LstmGates, []), Peephole([])],
            [State("output0", []), State("output1", [])])
        {
            Options = _ => new MLLstmCellOptions { Activations = RecurrentRules.DefaultActivations(3) },
        },
    ];

    /// <param name="directions">What stands in front of a network's shapes, and not of a cell's.</param>
    private static ParameterRule[] Weights(int gates, int[] directions) =>
    [
        ParameterRule.Ranked("input", DataTypes.Float, 2 + directions.Length), Recurring("weight", [.. directions, gates, 1]),
        Recurring("recurrentWeight", [.. directions, gates, 1]),
    ];

    private static ParameterRule[] Biases(int gates, int[] directions) =>
        [Recurring("bias", [.. directions, gates]).OrNone(), Recurring("recurrentBias", [.. directions, gates]).OrNone()];

    private static ParameterRule Peephole(int[] directions) => Recurring("peepholeWeight", [.. directions, 3]).OrNone();

    private static ParameterRule State(string name, int[] outer) => Recurring(name, [.. outer, 1, 1]);

    private static ParameterRule Recurring(string name, int[] smallest) => ParameterRule.RankedAs("input", name, smallest.Length, [.. smallest]);
}
