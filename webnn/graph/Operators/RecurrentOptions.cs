using System.Collections.Immutable;

namespace WebNN;

// Shapes below: d is 2 where the direction is Both, else 1.

/// <summary>The order of a GRU's gates in its weights and biases: z is the update gate, r the reset gate, n the new gate.</summary>
public enum MLGruWeightLayout
{
    Zrn,
    Rzn,
}

/// <summary>The order of an LSTM's gates in its weights and biases: i is the input gate, o the output gate, f the forget gate, g the cell gate.</summary>
public enum MLLstmWeightLayout
{
    Iofg,
    Ifgo,
}

/// <summary>What a gate does to its sum.</summary>
public enum MLRecurrentNetworkActivation
{
    Relu,
    Sigmoid,
    Tanh,
}

/// <summary>The order in which a network takes the steps of its input.</summary>
public enum MLRecurrentNetworkDirection
{
    Forward,
    Backward,
    Both,
}

/// <summary>Options of gru (https://www.w3.org/TR/webnn/#dictdef-mlgruoptions).</summary>
public sealed record MLGruOptions
{
    private readonly ValueList<MLRecurrentNetworkActivation> activations;

    /// <summary>[d, 3 * hiddenSize]; null means 0.</summary>
    public MLOperand? Bias { get; init; }

    /// <summary>[d, 3 * hiddenSize]; null means 0.</summary>
    public MLOperand? RecurrentBias { get; init; }

    /// <summary>[d, batch, hiddenSize]; null means 0.</summary>
    public MLOperand? InitialHiddenState { get; init; }

    /// <summary>Whether the reset gate multiplies the product of hidden state and weights, or the hidden state before it.</summary>
    public bool ResetAfter { get; init; } = true;

    /// <summary>Whether the hidden states of all steps come out too.</summary>
    public bool ReturnSequence { get; init; }

    public MLRecurrentNetworkDirection Direction { get; init; }
    public MLGruWeightLayout Layout { get; init; }

    /// <summary>Of the update and reset gates, and of the new gate; null means sigmoid and tanh.</summary>
    public ImmutableArray<MLRecurrentNetworkActivation>? Activations { get => activations.Items; init => activations = new(value); }
}

/// <summary>Options of gruCell (https://www.w3.org/TR/webnn/#dictdef-mlgrucelloptions).</summary>
public sealed record MLGruCellOptions
{
    private readonly ValueList<MLRecurrentNetworkActivation> activations;

    /// <summary>[3 * hiddenSize]; null means 0.</summary>
    public MLOperand? Bias { get; init; }

    /// <summary>[3 * hiddenSize]; null means 0.</summary>
    public MLOperand? RecurrentBias { get; init; }

    /// <inheritdoc cref="MLGruOptions.ResetAfter"/>
    public bool ResetAfter { get; init; } = true;

    public MLGruWeightLayout Layout { get; init; }

    /// <inheritdoc cref="MLGruOptions.Activations"/>
    public ImmutableArray<MLRecurrentNetworkActivation>? Activations { get => activations.Items; init => activations = new(value); }
}

/// <summary>Options of lstm (https://www.w3.org/TR/webnn/#dictdef-mllstmoptions).</summary>
public sealed record MLLstmOptions
{
    private readonly ValueList<MLRecurrentNetworkActivation> activations;

    /// <summary>[d, 4 * hiddenSize]; null means 0.</summary>
    public MLOperand? Bias { get; init; }

    /// <summary>[d, 4 * hiddenSize]; null means 0.</summary>
    public MLOperand? RecurrentBias { get; init; }

    /// <summary>
    /// [d, 3 * hiddenSize], for the input, output and forget gates whatever the layout; null means 0. The output gate sees the cell state that
    /// its own step has made, as in ONNX, TensorFlow Lite and the literature; the specification's sample code takes the one before.
    /// </summary>
    public MLOperand? PeepholeWeight { get; init; }

    /// <summary>[d, batch, hiddenSize]; null means 0.</summary>
    public MLOperand? InitialHiddenState { get; init; }

    /// <summary>[d, batch, hiddenSize]; null means 0.</summary>
    public MLOperand? InitialCellState { get; init; }

    /// <inheritdoc cref="MLGruOptions.ReturnSequence"/>
    public bool ReturnSequence { get; init; }

    public MLRecurrentNetworkDirection Direction { get; init; }
    public MLLstmWeightLayout Layout { get; init; }

    /// <summary>Of the input, output and forget gates, of the cell gate, and of the cell state; null means sigmoid, tanh and tanh.</summary>
    public ImmutableArray<MLRecurrentNetworkActivation>? Activations { get => activations.Items; init => activations = new(value); }
}

/// <summary>Options of lstmCell (https://www.w3.org/TR/webnn/#dictdef-mllstmcelloptions).</summary>
public sealed record MLLstmCellOptions
{
    private readonly ValueList<MLRecurrentNetworkActivation> activations;

    /// <summary>[4 * hiddenSize]; null means 0.</summary>
    public MLOperand? Bias { get; init; }

    /// <summary>[4 * hiddenSize]; null means 0.</summary>
    public MLOperand? RecurrentBias { get; init; }

    /// <summary>[3 * hiddenSize]; as in <see cref="MLLstmOptions.PeepholeWeight"/>.</summary>
    public MLOperand? PeepholeWeight { get; init; }

    public MLLstmWeightLayout Layout { get; init; }

    /// <inheritdoc cref="MLLstmOptions.Activations"/>
    public ImmutableArray<MLRecurrentNetworkActivation>? Activations { get => activations.Items; init => activations = new(value); }
}
