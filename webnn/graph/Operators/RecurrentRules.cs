using System.Collections.Immutable;

namespace WebNN;

/// <summary>The rules that recurrent networks and cells share: a network's shapes have its directions in front, a cell's have not.</summary>
internal readonly ref struct RecurrentRules
{
    private readonly Require require;
    private readonly MLOperand input;
    private readonly int gates;
    private readonly int hiddenSize;
    private readonly ImmutableArray<int> directions;

    /// <param name="directions">The number of directions; none for a cell.</param>
    public RecurrentRules(Require require, MLOperand input, int gates, int hiddenSize, params ImmutableArray<int> directions)
    {
        this.require = require;
        this.input = input;
        this.gates = gates;
        this.hiddenSize = hiddenSize;
        this.directions = directions;

        // Both biases in one, as some platforms have them, must still be a tensor.
        require.Dimension(2L * gates * hiddenSize, $"hiddenSize * {2 * gates}");
    }

    private int Batches => input.Shape[^2];

    private int Features => input.Shape[^1];

    public void Defined<TLayout>(MLRecurrentNetworkDirection direction, TLayout layout)
        where TLayout : struct, Enum
    {
        require.Defined(direction, nameof(direction));
        require.Defined(layout, nameof(layout));
    }

    public void Steps(int steps) =>
        require.That(steps == input.Shape[0], $"steps are not those of the input (expected {input.Shape[0]}, found {steps})");

    public void Weights(MLOperand weight, MLOperand recurrentWeight)
    {
        Operand(weight, nameof(weight), gates * hiddenSize, Features);
        Operand(recurrentWeight, nameof(recurrentWeight), gates * hiddenSize, hiddenSize);
    }

    public void Bias(MLOperand? bias, string name) => Operand(bias, name, gates * hiddenSize);

    /// <summary>Whatever the gates are, three of them see the cell state.</summary>
    public void Peephole(MLOperand? peepholeWeight) => Operand(peepholeWeight, nameof(peepholeWeight), 3 * hiddenSize);

    public void State(MLOperand? state, string name) => Operand(state, name, Batches, hiddenSize);

    /// <summary>The activations, as many as <paramref name="count"/>; the specification's where none are given.</summary>
    public ImmutableArray<MLRecurrentNetworkActivation> Activations(ImmutableArray<MLRecurrentNetworkActivation>? given, int count)
    {
        var activations = require.List(given, "activations") ?? DefaultActivations(count);
        require.That(activations.Length == count, $"activations have the wrong length (expected {count}, found {activations.Length})");
        foreach (var activation in activations)
        {
            require.Defined(activation, "activations");
        }

        return activations;
    }

    /// <summary>Sigmoid, then tanh for every other.</summary>
    public static ImmutableArray<MLRecurrentNetworkActivation> DefaultActivations(int count) =>
        [MLRecurrentNetworkActivation.Sigmoid, .. Enumerable.Repeat(MLRecurrentNetworkActivation.Tanh, count - 1)];

    /// <summary>The descriptor of a state; that of the states of all steps where these are given.</summary>
    public MLOperandDescriptor Output(params ReadOnlySpan<int> steps) =>
        require.Output(input.DataType, [.. steps, .. directions, Batches, hiddenSize]);

    private void Operand(MLOperand? operand, string name, params ReadOnlySpan<int> shape)
    {
        if (operand is not null)
        {
            require.Shape(operand, name, [.. directions, .. shape]);
        }
    }
}
