using System.Collections.Immutable;

namespace WebNN.OnnxRuntime.Tests.Operators;

/// <summary>Which of the optional operands a case has.</summary>
public enum Given
{
    Nothing,
    Bias,
    RecurrentBias,
    Everything,
}

/// <summary>The dimensions of a case: no two alike by default.</summary>
internal sealed record RecurrentSizes(int Steps = 4, int Batch = 2, int Features = 3, int Hidden = 5);

/// <summary>Seeded operands of one recurrent operator, and what the formulas make of them. A cell has one step and one direction.</summary>
internal sealed class RecurrentCase
{
    private const int Seed = 20260101;

    private readonly Random random = new(Seed);
    private readonly RecurrentReference formulas;
    private readonly MLRecurrentNetworkDirection direction;
    private readonly bool isGru;

    public RecurrentCase(
        string layout,
        RecurrentSizes sizes,
        Given given,
        ImmutableArray<MLRecurrentNetworkActivation> activations,
        MLRecurrentNetworkDirection direction = default,
        bool resetAfter = true)
    {
        this.direction = direction;
        Sizes = sizes;
        isGru = layout.Length == 3;
        Directions = direction is MLRecurrentNetworkDirection.Both ? 2 : 1;
        var rows = Directions * layout.Length * sizes.Hidden;
        formulas = new(layout, sizes.Features, sizes.Hidden)
        {
            Weight = Values(rows * sizes.Features),
            RecurrentWeight = Values(rows * sizes.Hidden),
            Bias = given is Given.Bias or Given.Everything ? Values(rows) : null,
            RecurrentBias = given is Given.RecurrentBias or Given.Everything ? Values(rows) : null,
            Peephole = given is Given.Everything && !isGru ? Values(Directions * 3 * sizes.Hidden) : null,
            ResetAfter = resetAfter,
            Activations = activations,
        };
        Input = Values(sizes.Steps * sizes.Batch * sizes.Features);
        HiddenState = given is Given.Everything ? Values(Directions * sizes.Batch * sizes.Hidden) : null;
        CellState = given is Given.Everything ? Values(Directions * sizes.Batch * sizes.Hidden) : null;
    }

    public RecurrentSizes Sizes { get; }

    public int Directions { get; }

    public float[] Input { get; }

    public float[] Weight => formulas.Weight;

    public float[] RecurrentWeight => formulas.RecurrentWeight;

    public float[]? Bias => formulas.Bias;

    public float[]? RecurrentBias => formulas.RecurrentBias;

    public float[]? Peephole => formulas.Peephole;

    public float[]? HiddenState { get; }

    public float[]? CellState { get; }

    /// <summary>The last hidden states, an lstm's last cell states, and the hidden states of all steps.</summary>
    public double[][] Expected()
    {
        var rows = Directions * Sizes.Batch;
        var (hiddens, cells) = (new double[rows * Sizes.Hidden], new double[rows * Sizes.Hidden]);
        var sequence = new double[Sizes.Steps * hiddens.Length];
        for (var row = 0; row < rows; row++)
        {
            var (way, batch) = (row / Sizes.Batch, row % Sizes.Batch);
            var (h, c) = (Row(HiddenState, row, Sizes.Hidden), Row(CellState, row, Sizes.Hidden));
            for (var i = 0; i < Sizes.Steps; i++)
            {
                var step = way == 1 || direction is MLRecurrentNetworkDirection.Backward ? Sizes.Steps - 1 - i : i;
                var x = Row(Input, (step * Sizes.Batch) + batch, Sizes.Features);
                (h, c) = isGru ? (formulas.Gru(way, x, h), c) : formulas.Lstm(way, x, h, c);
                h.CopyTo(sequence, ((step * rows) + row) * Sizes.Hidden);
            }

            h.CopyTo(hiddens, row * Sizes.Hidden);
            c.CopyTo(cells, row * Sizes.Hidden);
        }

        return isGru ? [hiddens, sequence] : [hiddens, cells, sequence];
    }

    /// <summary>Fails where an element is further than <paramref name="tolerance"/> from its expected value, or from 1 where that is less.</summary>
    public void Check(float[][] outputs, double tolerance = 1e-5)
    {
        foreach (var (output, (expected, actual)) in Expected().Zip(outputs).Index())
        {
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.True(
                    Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                    FormattableString.Invariant($"seed {Seed}: output {output}: element {i} is {actual[i]}; expected {expected[i]}"));
            }
        }
    }

    private float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];

    private static double[] Row(float[]? values, int row, int length) =>
        values is null ? new double[length] : Array.ConvertAll(values[(row * length)..((row + 1) * length)], value => (double)value);
}
