using System.Collections.Immutable;

namespace WebNN.OnnxRuntime.Tests.Operators;

/// <summary>
/// The formulas of gru and lstm, one number at a time and in double; gates are found by their letter in the layout's name. An absent
/// operand is null.
/// </summary>
internal sealed class RecurrentReference(string gates, int features, int hidden)
{
    public required float[] Weight { get; init; }

    public required float[] RecurrentWeight { get; init; }

    public float[]? Bias { get; init; }

    public float[]? RecurrentBias { get; init; }

    /// <summary>In the order i, o, f.</summary>
    public float[]? Peephole { get; init; }

    public bool ResetAfter { get; init; }

    public required ImmutableArray<MLRecurrentNetworkActivation> Activations { get; init; }

    /// <summary>The next hidden state after one step of one row of the batch.</summary>
    public double[] Gru(int direction, double[] x, double[] h)
    {
        var z = Each(unit => Activate(0, Sum('z', direction, unit, x, h)));
        var r = Each(unit => Activate(0, Sum('r', direction, unit, x, h)));
        var held = Each(unit => r[unit] * h[unit]);
        var n = Each(unit => Activate(1, ResetAfter
            ? Fed('n', direction, unit, x) + (r[unit] * Recurred('n', direction, unit, h))
            : Fed('n', direction, unit, x) + Recurred('n', direction, unit, held)));
        return Each(unit => (z[unit] * h[unit]) + ((1 - z[unit]) * n[unit]));
    }

    /// <summary>The next hidden state and the next cell state after one step of one row of the batch.</summary>
    public (double[] Hidden, double[] Cell) Lstm(int direction, double[] x, double[] h, double[] c)
    {
        double Peep(char gate, int unit, double[] cell) => Peephole is null ? 0 : Peephole[(((direction * 3) + "iof".IndexOf(gate)) * hidden) + unit] * cell[unit];
        var i = Each(unit => Activate(0, Sum('i', direction, unit, x, h) + Peep('i', unit, c)));
        var f = Each(unit => Activate(0, Sum('f', direction, unit, x, h) + Peep('f', unit, c)));
        var g = Each(unit => Activate(1, Sum('g', direction, unit, x, h)));
        var next = Each(unit => (f[unit] * c[unit]) + (i[unit] * g[unit]));
        var o = Each(unit => Activate(0, Sum('o', direction, unit, x, h) + Peep('o', unit, next)));
        return (Each(unit => o[unit] * Activate(2, next[unit])), next);
    }

    private double Sum(char gate, int direction, int unit, double[] x, double[] h) => Fed(gate, direction, unit, x) + Recurred(gate, direction, unit, h);

    private double Fed(char gate, int direction, int unit, double[] x) => Row(Weight, Bias, Index(gate, direction, unit), features, x);

    private double Recurred(char gate, int direction, int unit, double[] h) => Row(RecurrentWeight, RecurrentBias, Index(gate, direction, unit), hidden, h);

    private int Index(char gate, int direction, int unit) => (((direction * gates.Length) + gates.IndexOf(gate)) * hidden) + unit;

    private static double Row(float[] weights, float[]? bias, int row, int length, double[] values)
    {
        double sum = bias is null ? 0 : bias[row];
        for (var i = 0; i < length; i++)
        {
            sum += weights[(row * length) + i] * values[i];
        }

        return sum;
    }

    private double Activate(int index, double value) => Activations[index] switch
    {
        MLRecurrentNetworkActivation.Relu => Math.Max(value, 0),
        MLRecurrentNetworkActivation.Sigmoid => 1 / (1 + Math.Exp(-value)),
        _ => Math.Tanh(value),
    };

    private double[] Each(Func<int, double> unit) => [.. Enumerable.Range(0, hidden).Select(unit)];
}
