using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    private const int GruGates = 3;
    private const int LstmGates = 4;

    /// <summary>
    /// A gated recurrent unit over a sequence (https://www.w3.org/TR/webnn/#api-mlgraphbuilder-gru). With d directions, 2 for Both and else 1:
    /// <paramref name="input"/> is [steps, batch, features], <paramref name="weight"/> [d, 3 * hiddenSize, features] and
    /// <paramref name="recurrentWeight"/> [d, 3 * hiddenSize, hiddenSize].
    /// </summary>
    /// <returns>
    /// The last hidden state [d, batch, hiddenSize] and, where the options ask for it, those of all steps [steps, d, batch, hiddenSize]: each
    /// where the input of its step is, in either direction.
    /// </returns>
    /// <exception cref="ArgumentException">A type, a shape or the number of activations breaks the specification's rules.</exception>
    public ImmutableArray<MLOperand> Gru(
        MLOperand input, MLOperand weight, MLOperand recurrentWeight, int steps, int hiddenSize, MLGruOptions? options = null, string label = "")
    {
        options ??= new();
        var require = Validated("gru", label, input, weight, recurrentWeight, options.Bias, options.RecurrentBias, options.InitialHiddenState);
        var rules = new RecurrentRules(require, input, GruGates, hiddenSize, Directions(options.Direction));
        rules.Defined(options.Direction, options.Layout);
        rules.Steps(steps);
        rules.Weights(weight, recurrentWeight);
        rules.Bias(options.Bias, "bias");
        rules.Bias(options.RecurrentBias, "recurrentBias");
        rules.State(options.InitialHiddenState, "initialHiddenState");
        var resolved = options with
        {
            Bias = null, RecurrentBias = null, InitialHiddenState = null, Activations = rules.Activations(options.Activations, 2),
        };

        var last = rules.Output();
        ImmutableArray<MLOperandDescriptor> outputs = options.ReturnSequence ? [last, rules.Output(steps)] : [last];
        return Record(
            "gru", [input, weight, recurrentWeight, options.Bias, options.RecurrentBias, options.InitialHiddenState], outputs, resolved, label);
    }

    /// <summary>
    /// One step of a gated recurrent unit (https://www.w3.org/TR/webnn/#api-mlgraphbuilder-grucell): <paramref name="input"/> is
    /// [batch, features], <paramref name="weight"/> [3 * hiddenSize, features], <paramref name="recurrentWeight"/> [3 * hiddenSize, hiddenSize]
    /// and <paramref name="hiddenState"/> [batch, hiddenSize].
    /// </summary>
    /// <returns>The next hidden state [batch, hiddenSize].</returns>
    /// <exception cref="ArgumentException">A type, a shape or the number of activations breaks the specification's rules.</exception>
    public MLOperand GruCell(
        MLOperand input, MLOperand weight, MLOperand recurrentWeight, MLOperand hiddenState, int hiddenSize, MLGruCellOptions? options = null, string label = "")
    {
        options ??= new();
        var require = Validated("gruCell", label, input, weight, recurrentWeight, hiddenState, options.Bias, options.RecurrentBias);
        var rules = new RecurrentRules(require, input, GruGates, hiddenSize);
        rules.Defined(MLRecurrentNetworkDirection.Forward, options.Layout);
        rules.Weights(weight, recurrentWeight);
        rules.State(hiddenState, nameof(hiddenState));
        rules.Bias(options.Bias, "bias");
        rules.Bias(options.RecurrentBias, "recurrentBias");
        var resolved = options with { Bias = null, RecurrentBias = null, Activations = rules.Activations(options.Activations, 2) };
        return Record(
            "gruCell", [input, weight, recurrentWeight, hiddenState, options.Bias, options.RecurrentBias], rules.Output(), resolved, label);
    }

    /// <summary>
    /// A long short-term memory over a sequence (https://www.w3.org/TR/webnn/#api-mlgraphbuilder-lstm). With d directions, 2 for Both and else 1:
    /// <paramref name="input"/> is [steps, batch, features], <paramref name="weight"/> [d, 4 * hiddenSize, features] and
    /// <paramref name="recurrentWeight"/> [d, 4 * hiddenSize, hiddenSize].
    /// </summary>
    /// <returns>
    /// The last hidden state and the last cell state, both [d, batch, hiddenSize], and, where the options ask for it, the hidden states of all
    /// steps [steps, d, batch, hiddenSize]: each where the input of its step is, in either direction.
    /// </returns>
    /// <exception cref="ArgumentException">A type, a shape or the number of activations breaks the specification's rules.</exception>
    public ImmutableArray<MLOperand> Lstm(
        MLOperand input, MLOperand weight, MLOperand recurrentWeight, int steps, int hiddenSize, MLLstmOptions? options = null, string label = "")
    {
        options ??= new();
        var (bias, recurrentBias, peephole) = (options.Bias, options.RecurrentBias, options.PeepholeWeight);
        var require = Validated(
            "lstm", label, input, weight, recurrentWeight, bias, recurrentBias, peephole, options.InitialHiddenState, options.InitialCellState);
        var rules = new RecurrentRules(require, input, LstmGates, hiddenSize, Directions(options.Direction));
        rules.Defined(options.Direction, options.Layout);
        rules.Steps(steps);
        rules.Weights(weight, recurrentWeight);
        rules.Bias(bias, nameof(bias));
        rules.Bias(recurrentBias, nameof(recurrentBias));
        rules.Peephole(peephole);
        rules.State(options.InitialHiddenState, "initialHiddenState");
        rules.State(options.InitialCellState, "initialCellState");
        var resolved = options with
        {
            Bias = null, RecurrentBias = null, PeepholeWeight = null, InitialHiddenState = null, InitialCellState = null,
            Activations = rules.Activations(options.Activations, 3),
        };

        var last = rules.Output();
        ImmutableArray<MLOperandDescriptor> outputs = options.ReturnSequence ? [last, last, rules.Output(steps)] : [last, last];
        return Record(
            "lstm", [input, weight, recurrentWeight, bias, recurrentBias, peephole, options.InitialHiddenState, options.InitialCellState], outputs, resolved, label);
    }

    /// <summary>
    /// One step of a long short-term memory (https://www.w3.org/TR/webnn/#api-mlgraphbuilder-lstmcell): <paramref name="input"/> is
    /// [batch, features], <paramref name="weight"/> [4 * hiddenSize, features], <paramref name="recurrentWeight"/> [4 * hiddenSize, hiddenSize],
    /// <paramref name="hiddenState"/> and <paramref name="cellState"/> [batch, hiddenSize].
    /// </summary>
    /// <returns>The next hidden state and the next cell state, both [batch, hiddenSize].</returns>
    /// <exception cref="ArgumentException">A type, a shape or the number of activations breaks the specification's rules.</exception>
    public ImmutableArray<MLOperand> LstmCell(
        MLOperand input,
        MLOperand weight,
        MLOperand recurrentWeight,
        MLOperand hiddenState,
        MLOperand cellState,
        int hiddenSize,
        MLLstmCellOptions? options = null,
        string label = "")
    {
        options ??= new();
        var (bias, recurrentBias, peephole) = (options.Bias, options.RecurrentBias, options.PeepholeWeight);
        var require = Validated("lstmCell", label, input, weight, recurrentWeight, hiddenState, cellState, bias, recurrentBias, peephole);
        var rules = new RecurrentRules(require, input, LstmGates, hiddenSize);
        rules.Defined(MLRecurrentNetworkDirection.Forward, options.Layout);
        rules.Weights(weight, recurrentWeight);
        rules.State(hiddenState, nameof(hiddenState));
        rules.State(cellState, nameof(cellState));
        rules.Bias(bias, nameof(bias));
        rules.Bias(recurrentBias, nameof(recurrentBias));
        rules.Peephole(peephole);
        var resolved = options with
        {
            Bias = null, RecurrentBias = null, PeepholeWeight = null, Activations = rules.Activations(options.Activations, 3),
        };
        var next = rules.Output();
        return Record(
            "lstmCell", [input, weight, recurrentWeight, hiddenState, cellState, bias, recurrentBias, peephole], [next, next], resolved, label);
    }

    private static int Directions(MLRecurrentNetworkDirection direction) => direction is MLRecurrentNetworkDirection.Both ? 2 : 1;
}
