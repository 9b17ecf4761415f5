using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>Where one direction's operands stand among the inputs of its node: the first of each group, in the order input, forget, cell, output.</summary>
internal readonly record struct LstmPlaces(
    int InputWeights, int RecurrentWeights, int Peephole, int Bias, int Projection, int ProjectionBias, int HiddenState, int CellState, int Norm)
{
    public static LstmPlaces OneWay { get; } = new(1, 5, 9, 12, 16, 17, 18, 19, 20);

    public static LstmPlaces Forward { get; } = new(1, 5, 9, 12, 16, 17, 35, 36, int.MaxValue);

    public static LstmPlaces Backward { get; } = new(18, 22, 26, 29, 33, 34, 37, 38, int.MaxValue);

    /// <summary>Without an input gate: it is what the forget gate leaves of 1 (CIFG).</summary>
    public bool IsCoupled(OperatorContext op) => !op.Has(InputWeights);

    public bool HasPeephole(OperatorContext op) => op.Has(Peephole + 1);

    public bool HasNorm(OperatorContext op) => op.Has(Norm == int.MaxValue ? Norm : Norm + 1);
}

/// <param name="Activation">Of the cell gate, and of the cell state on its way out.</param>
/// <param name="CellClip">0: none.</param>
/// <param name="ProjectionClip">0: none.</param>
internal readonly record struct LstmSettings(TfLiteFusedActivation Activation, float CellClip, float ProjectionClip);

/// <summary>
/// A long short-term memory of floats, in TensorFlow Lite's full form. What WebNN's lstm has is one; coupled gates, a projection, clips and
/// normalization are written out step by step.
/// </summary>
internal sealed class LstmNetwork
{
    /// <summary>TFLite's own.</summary>
    private const float NormEpsilon = 1e-8f;

    private readonly OperatorContext op;
    private readonly LstmPlaces at;
    private readonly LstmSettings settings;
    private readonly ImmutableArray<int> gates;
    private readonly int cells;
    private readonly int outputs;

    public LstmNetwork(OperatorContext op, LstmPlaces at, LstmSettings settings)
    {
        (this.op, this.at, this.settings) = (op, at, settings);

        // TFLite's kernel then multiplies by what is left in its scratch memory.
        op.Require(settings.Activation != TfLiteFusedActivation.None, "no activation");
        gates = at.IsCoupled(op) ? [1, 2, 3] : [0, 1, 2, 3];
        var recurrent = op.Input(at.RecurrentWeights + 1, rank: 2);
        (cells, outputs) = (recurrent.Shape[0], recurrent.Shape[1]);
    }

    private bool IsPlain =>
        gates.Length == 4 && cells == outputs && !op.Has(at.Projection) && !at.HasNorm(op) && settings is { CellClip: 0, Activation: TfLiteFusedActivation.Tanh or TfLiteFusedActivation.Relu };

    /// <summary>The outputs of all steps, [time, batch, outputs], for inputs [time, batch, features]; keeps the states.</summary>
    public MLOperand Run(MLOperand sequence, bool backward = false)
    {
        op.Require(sequence.DataType == MLOperandDataType.Float32, $"input 0 is {sequence.Descriptor}; expected floats");
        var batch = sequence.Shape[1];
        var hidden = Sequences.State(op, at.HiddenState, batch, outputs);
        var cell = Sequences.State(op, at.CellState, batch, cells);
        return IsPlain ? Whole(sequence, hidden, cell, backward) : Unrolled(sequence, hidden, cell, backward);
    }

    private MLOperand Whole(MLOperand sequence, MLOperand hidden, MLOperand cell, bool backward)
    {
        var (b, steps, batch) = (op.Builder, sequence.Shape[0], sequence.Shape[1]);
        var gate = settings.Activation == TfLiteFusedActivation.Relu ? MLRecurrentNetworkActivation.Relu : MLRecurrentNetworkActivation.Tanh;
        var results = b.Lstm(
            sequence,
            op.Reshape(Weights(at.InputWeights, sequence.Shape[2]), 1, 4 * cells, sequence.Shape[2]),
            op.Reshape(Weights(at.RecurrentWeights, outputs), 1, 4 * cells, outputs),
            steps,
            cells,
            new()
            {
                Bias = op.Reshape(Bias(), 1, 4 * cells),
                PeepholeWeight = at.HasPeephole(op) ? op.Reshape(Joined([Peephole(0)!, Peephole(3)!, Peephole(1)!]), 1, 3 * cells) : null,
                InitialHiddenState = op.Reshape(hidden, 1, batch, cells),
                InitialCellState = op.Reshape(cell, 1, batch, cells),
                ReturnSequence = true,
                Direction = backward ? MLRecurrentNetworkDirection.Backward : MLRecurrentNetworkDirection.Forward,
                Layout = MLLstmWeightLayout.Ifgo,
                Activations = [MLRecurrentNetworkActivation.Sigmoid, gate, gate],
            },
            op.Label);
        Sequences.Keep(op, at.HiddenState, op.Reshape(results[0], batch, cells));
        Sequences.Keep(op, at.CellState, op.Reshape(results[1], batch, cells));
        return op.Reshape(results[2], steps, batch, cells);
    }

    private MLOperand Unrolled(MLOperand sequence, MLOperand hidden, MLOperand cell, bool backward)
    {
        var weights = Weights(at.InputWeights, sequence.Shape[2]);
        var recurrent = Weights(at.RecurrentWeights, outputs);
        var fed = op.Builder.Gemm(Sequences.Rows(op, sequence), weights, at.HasNorm(op) ? null : Bias(), new() { BTranspose = true }, op.Label);
        var all = Sequences.Unroll(op, Sequences.Steps(op, fed, sequence.Shape[0]), backward, sums =>
        {
            sums = op.Builder.Gemm(hidden, recurrent, sums, new() { BTranspose = true }, op.Label);
            (hidden, cell) = Step(sums, cell);
            return hidden;
        });
        Sequences.Keep(op, at.HiddenState, hidden);
        Sequences.Keep(op, at.CellState, cell);
        return all;
    }

    private (MLOperand Hidden, MLOperand Cell) Step(MLOperand sums, MLOperand cell)
    {
        var b = op.Builder;
        var sizes = new int[gates.Length];
        Array.Fill(sizes, cells);
        var parts = b.Split(sums, sizes, 1, op.Label);
        MLOperand Part(int gate) => parts[gates.IndexOf(gate)];

        var forget = b.Sigmoid(Gate(Part(1), 1, cell), op.Label);
        var input = at.IsCoupled(op) ? b.Sub(op.Scalar(forget, 1), forget, op.Label) : b.Sigmoid(Gate(Part(0), 0, cell), op.Label);
        var fresh = Sequences.Activate(op, Gate(Part(2), 2, null), settings.Activation);
        var next = Clipped(b.Add(b.Mul(forget, cell, op.Label), b.Mul(input, fresh, op.Label), op.Label), settings.CellClip);

        // The output gate looks at the cell state of its own step.
        var output = b.Sigmoid(Gate(Part(3), 3, next), op.Label);
        var hidden = b.Mul(output, Sequences.Activate(op, next, settings.Activation), op.Label);
        return (Projected(hidden), next);
    }

    private MLOperand Gate(MLOperand sum, int gate, MLOperand? cell)
    {
        if (cell is not null && at.HasPeephole(op) && Peephole(gate) is { } peephole)
        {
            sum = op.Builder.Add(sum, op.Builder.Mul(cell, peephole, op.Label), op.Label);
        }

        return at.HasNorm(op)
            ? op.Builder.LayerNormalization(sum, Vector(at.Norm + gate), Vector(at.Bias + gate), new() { Axes = [1], Epsilon = NormEpsilon }, op.Label)
            : sum;
    }

    private MLOperand Projected(MLOperand hidden)
    {
        if (!op.Has(at.Projection))
        {
            op.Require(cells == outputs, $"{cells} cells and {outputs} outputs without a projection");
            return hidden;
        }

        var bias = op.Has(at.ProjectionBias) ? op.Input(at.ProjectionBias, rank: 1) : null;
        return Clipped(op.Builder.Gemm(hidden, op.Input(at.Projection, rank: 2), bias, new() { BTranspose = true }, op.Label), settings.ProjectionClip);
    }

    private MLOperand Clipped(MLOperand value, float limit) =>
        limit > 0 ? op.Builder.Clamp(value, new() { MinValue = -limit, MaxValue = limit }, op.Label) : value;

    private MLOperand Weights(int first, int width) => Joined([.. gates.Select(gate =>
    {
        var weights = op.Input(first + gate, rank: 2);
        op.Require(weights.Shape.AsSpan().SequenceEqual([cells, width]), $"input {first + gate} is {weights.Descriptor}; expected [{cells},{width}]");
        return weights;
    })]);

    private MLOperand Bias() => Joined([.. gates.Select(gate => Vector(at.Bias + gate))]);

    private MLOperand Joined(MLOperand[] parts) => op.Builder.Concat(parts, 0, op.Label);

    /// <summary>Of the input, forget and output gate; the cell gate has none.</summary>
    private MLOperand? Peephole(int gate)
    {
        var place = at.Peephole + (gate == 3 ? 2 : gate);
        return gate == 2 || (gate == 0 && at.IsCoupled(op)) ? null : Vector(place);
    }

    private MLOperand Vector(int input)
    {
        var vector = op.Input(input, rank: 1);
        op.Require(vector.Shape[0] == cells, $"input {input} is {vector.Descriptor}; expected [{cells}]");
        return vector;
    }
}
