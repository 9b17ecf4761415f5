using System.Collections.Immutable;
using WebNN.Reference.Operators;

namespace WebNN.Reference;

/// <summary>The weights of a recurrent network, and what one step of it computes for one row of a batch.</summary>
/// <param name="gates">A letter for each gate in the order of the weights: z, r, n of a GRU; i, o, f, g of an LSTM.</param>
internal sealed class RecurrentWeights(string gates, int features, int hidden, ImmutableArray<MLRecurrentNetworkActivation> activations)
{
    /// <summary>The order of an LSTM's gates in the peephole weights, whatever the layout.</summary>
    private const string PeepholeGates = "iof";

    public required double[] Weight { get; init; }

    public required double[] RecurrentWeight { get; init; }

    public double[]? Bias { get; init; }

    public double[]? RecurrentBias { get; init; }

    public double[]? Peephole { get; init; }

    /// <summary>The next hidden state of a GRU.</summary>
    public double[] Gru(int direction, double[] x, double[] h, bool resetsAfter)
    {
        var update = Each(unit => Activate(0, FromInput('z', direction, unit, x) + FromState('z', direction, unit, h)));
        var reset = Each(unit => Activate(0, FromInput('r', direction, unit, x) + FromState('r', direction, unit, h)));
        var kept = Each(unit => reset[unit] * h[unit]);
        return Each(unit =>
        {
            var recurrent = resetsAfter ? reset[unit] * FromState('n', direction, unit, h) : FromState('n', direction, unit, kept);
            var candidate = Activate(1, FromInput('n', direction, unit, x) + recurrent);
            return (update[unit] * h[unit]) + ((1 - update[unit]) * candidate);
        });
    }

    /// <summary>The next hidden state and the next cell state of an LSTM. The output gate sees the next cell state.</summary>
    public double[][] Lstm(int direction, double[] x, double[][] states)
    {
        var (h, cell) = (states[0], states[1]);
        double Gate(char gate, int unit, double[] seen) => Activate(
            0, FromInput(gate, direction, unit, x) + FromState(gate, direction, unit, h) + FromCell(gate, direction, unit, seen));
        var next = Each(unit => (Gate('f', unit, cell) * cell[unit])
            + (Gate('i', unit, cell) * Activate(1, FromInput('g', direction, unit, x) + FromState('g', direction, unit, h))));
        return [Each(unit => Gate('o', unit, next) * Activate(2, next[unit])), next];
    }

    private double FromInput(char gate, int direction, int unit, double[] x) => Sum(Weight, Bias, Row(gate, direction, unit), features, x);

    private double FromState(char gate, int direction, int unit, double[] h) => Sum(RecurrentWeight, RecurrentBias, Row(gate, direction, unit), hidden, h);

    private double FromCell(char gate, int direction, int unit, double[] cell) => Peephole is null
        ? 0
        : Peephole[(((direction * PeepholeGates.Length) + PeepholeGates.IndexOf(gate, StringComparison.Ordinal)) * hidden) + unit] * cell[unit];

    private int Row(char gate, int direction, int unit) => (((direction * gates.Length) + gates.IndexOf(gate, StringComparison.Ordinal)) * hidden) + unit;

    private static double Sum(double[] weights, double[]? bias, int row, int length, double[] values)
    {
        var sum = bias?[row] ?? 0;
        for (var i = 0; i < length; i++)
        {
            sum += weights[(row * length) + i] * values[i];
        }

        return sum;
    }

    private double Activate(int index, double value) => activations[index] switch
    {
        MLRecurrentNetworkActivation.Relu => Math.Max(value, 0),
        MLRecurrentNetworkActivation.Sigmoid => Activation.Sigmoid(value),
        _ => Math.Tanh(value),
    };

    private double[] Each(Func<int, double> unit)
    {
        var values = new double[hidden];
        for (var i = 0; i < hidden; i++)
        {
            values[i] = unit(i);
        }

        return values;
    }
}
