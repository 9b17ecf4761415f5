using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>
/// A long short-term memory of int8 with a cell state of int16, step by step as TensorFlow Lite's kernel rounds it: products to multiples of
/// 2^-12, gates to 2^-15 by way of its tables, the cell state to its own power of two, the output to its scale. All of that are integers,
/// which floats hold exactly.
/// </summary>
internal sealed class IntegerLstm
{
    private const int HiddenIntermediate = 4;
    private const float GateScale = 1f / (1 << 12);
    private const float Fraction = 1f / (1 << 15);
    private const int GateIntegerBits = 3;

    private readonly OperatorContext op;
    private readonly LstmPlaces at = LstmPlaces.OneWay;
    private readonly LstmSettings settings;
    private readonly ImmutableArray<int> gates;
    private readonly int cells;
    private readonly int features;
    private readonly int cellExponent;
    private readonly Delegation.Quantization hidden;

    public IntegerLstm(OperatorContext op, LstmSettings settings)
    {
        (this.op, this.settings) = (op, settings);
        op.Require(op.InputTensor(0).IsQuantizedByte() && op.InputTensor(0).Quantization!.PerTensor, $"input 0 is {op.InputTensor(0)} without one scale");
        op.Require(!at.HasPeephole(op), "peepholes of integers");
        op.Require(!at.HasNorm(op), "normalization of integers");
        op.Require(!op.Has(at.Projection), "a projection of integers");
        gates = at.IsCoupled(op) ? [1, 2, 3] : [0, 1, 2, 3];
        (cells, features) = (op.InputTensor(at.InputWeights + 1).Shape[0], op.InputTensor(at.InputWeights + 1).Shape[^1]);
        hidden = Scaled(op.Intermediate(HiddenIntermediate));
        cellExponent = CellExponent();
    }

    /// <summary>The stored outputs of all steps, [time, batch, cells]; keeps the states.</summary>
    public MLOperand Run(bool timeMajor)
    {
        var (b, shape) = (op.Builder, op.InputTensor(0).Shape);
        op.Require(shape.Length is 2 or 3 && shape[^1] == features, $"input 0 is {op.InputTensor(0)}; weights take {features} a row");
        var (steps, batch) = shape.Length == 2 ? (1, shape[0]) : timeMajor ? (shape[0], shape[1]) : (shape[1], shape[0]);
        var (zeroPoint, state) = (hidden.ZeroPoints[0], op.InputTensor(at.HiddenState));
        op.Require(Scaled(state) is var kept && kept.Scales[0] > 0, $"variable '{state.Name}' has no scale");
        op.Require(kept.ZeroPoints[0] == zeroPoint, $"variable '{state.Name}' has the zero point {kept.ZeroPoints[0]}, what is kept in it {zeroPoint}");
        var previous = Centred(b.Cast(Sequences.State(op, at.HiddenState, batch, cells), MLOperandDataType.Float32, op.Label), zeroPoint);
        var cell = Sequences.State(op, at.CellState, batch, cells);
        var recurrent = Matrix(at.RecurrentWeights, cells);
        var recurrentScales = Scales(at.RecurrentWeights, kept.Scales[0]);
        var (gateTable, cellTable) = (GateTable(), CellTable());

        var joined = Sequences.Unroll(op, Sequences.Steps(op, Fed(steps, batch, timeMajor), steps), backward: false, fed =>
        {
            var sums = b.Add(fed, Rounded(b.Mul(b.Matmul(previous, recurrent, op.Label), recurrentScales, op.Label)), op.Label);
            var results = Look(gateTable, b.Add(Limited(sums), Offsets(), op.Label));
            (previous, cell) = Step(b.Split(results, [.. gates.Select(_ => cells)], 1, op.Label), cell, cellTable);
            return previous;
        });

        Sequences.Keep(op, at.CellState, cell);
        Sequences.Keep(op, at.HiddenState, Stored(previous, zeroPoint));
        return Stored(joined, zeroPoint);
    }

    /// <summary>Cell gates come as multiples of the cell state's own step, the other gates as fractions.</summary>
    private (MLOperand Hidden, MLOperand Cell) Step(ImmutableArray<MLOperand> parts, MLOperand cell, MLOperand cellTable)
    {
        var b = op.Builder;
        MLOperand Part(int gate) => parts[gates.IndexOf(gate)];
        var forget = Part(1);
        var input = at.IsCoupled(op) ? b.Sub(op.Scalar(forget, short.MaxValue * Fraction), forget, op.Label) : Part(0);
        var next = b.Add(Rounded(b.Mul(forget, cell, op.Label)), Rounded(b.Mul(input, Part(2), op.Label)), op.Label);
        var limit = CellLimit();
        next = b.Clamp(next, new() { MinValue = limit is { } low ? -low : short.MinValue, MaxValue = limit ?? short.MaxValue }, op.Label);

        var shown = Look(cellTable, b.Add(next, op.Scalar(next, -short.MinValue), op.Label));
        var zeroPoint = hidden.ZeroPoints[0];
        var result = b.Clamp(
            Rounded(b.Mul(Part(3), shown, op.Label)), new() { MinValue = sbyte.MinValue - zeroPoint, MaxValue = sbyte.MaxValue - zeroPoint }, op.Label);
        return (result, next);
    }

    /// <summary>What the inputs of all steps add to the gates, the rows of each step together.</summary>
    private MLOperand Fed(int steps, int batch, bool timeMajor)
    {
        var b = op.Builder;
        var (tensor, stored) = (op.InputTensor(0), op.Stored(0));
        var scale = Scaled(tensor);
        var rows = Centred(b.Cast(op.Reshape(stored, steps * batch, features), MLOperandDataType.Float32, op.Label), scale.ZeroPoints[0]);
        var sums = b.Gemm(rows, Matrix(at.InputWeights, features), Bias(), label: op.Label);
        var rounded = Limited(Rounded(b.Mul(sums, Scales(at.InputWeights, scale.Scales[0]), op.Label)));
        return timeMajor || steps == 1
            ? rounded
            : Sequences.Rows(op, Sequences.SwapFront(op, op.Reshape(rounded, batch, steps, gates.Length * cells)));
    }

    /// <summary>[width, gates * cells]: the gates' weights side by side, as integers.</summary>
    private MLOperand Matrix(int first, int width)
    {
        var columns = gates.Length * cells;
        var matrix = new float[width * columns];
        for (var gate = 0; gate < gates.Length; gate++)
        {
            var tensor = op.InputTensor(first + gates[gate]);
            op.Require(
                tensor is { Type: TfLiteType.Int8, Data: not null } && tensor.Shape.AsSpan().SequenceEqual([cells, width]),
                $"input {first + gates[gate]} is {tensor}; expected constant int8 [{cells},{width}]");
            var weights = MemoryMarshal.Cast<byte, sbyte>(tensor.Data!.Value.Span);
            for (var i = 0; i < weights.Length; i++)
            {
                matrix[(i % width * columns) + (gate * cells) + (i / width)] = weights[i];
            }
        }

        return op.Constant(matrix, width, columns);
    }

    private MLOperand Bias()
    {
        var bias = new float[gates.Length * cells];
        for (var gate = 0; gate < gates.Length; gate++)
        {
            var values = op.Integers(at.Bias + gates[gate]);
            op.Require(values.Length == cells, $"input {at.Bias + gates[gate]} has {values.Length} elements; expected {cells}");
            Array.ConvertAll(values, value => (float)value).CopyTo(bias, gate * cells);
        }

        return op.Constant(bias, bias.Length);
    }

    /// <summary>How many multiples of 2^-12 one unit of each gate's product is.</summary>
    private MLOperand Scales(int first, float scale) => PerGate(gate =>
    {
        var weights = Scaled(op.InputTensor(first + gate));
        op.Require(weights.ZeroPoints[0] == 0, $"input {first + gate} has the zero point {weights.ZeroPoints[0]}; expected 0");
        return weights.Scales[0] * scale / GateScale;
    });

    /// <summary>Where the integers of each gate begin in the table.</summary>
    private MLOperand Offsets() => PerGate(gate => (gate == 2 ? GateTables.Length : 0) - short.MinValue);

    private MLOperand PerGate(Func<int, float> value) =>
        op.Constant([.. gates.SelectMany(gate => Enumerable.Repeat(value(gate), cells))], gates.Length * cells);

    /// <summary>Sigmoids as fractions, then tanhs in units of the cell state.</summary>
    private MLOperand GateTable()
    {
        var table = new float[2 * GateTables.Length];
        var unit = Fraction * MathF.ScaleB(1, -cellExponent);
        for (var i = 0; i < GateTables.Length; i++)
        {
            table[i] = GateTables.Sigmoid((short)(i + short.MinValue)) * Fraction;
            table[GateTables.Length + i] = GateTables.Tanh((short)(i + short.MinValue), GateIntegerBits) * unit;
        }

        return op.Constant(table, table.Length);
    }

    /// <summary>Tanhs of cell states in steps of the output.</summary>
    private MLOperand CellTable()
    {
        var table = new float[GateTables.Length];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = GateTables.Tanh((short)(i + short.MinValue), 15 + cellExponent) * (Fraction / hidden.Scales[0]);
        }

        return op.Constant(table, table.Length);
    }

    private MLOperand Look(MLOperand table, MLOperand index) =>
        op.Builder.Gather(table, op.Builder.Cast(index, MLOperandDataType.Int32, op.Label), 0, op.Label);

    private MLOperand Rounded(MLOperand value) => op.Builder.RoundEven(value, op.Label);

    private MLOperand Limited(MLOperand value) =>
        op.Builder.Clamp(value, new() { MinValue = short.MinValue, MaxValue = short.MaxValue }, op.Label);

    private MLOperand Centred(MLOperand value, int zeroPoint) =>
        zeroPoint == 0 ? value : op.Builder.Sub(value, op.Scalar(value, zeroPoint), op.Label);

    private MLOperand Stored(MLOperand value, int zeroPoint) => op.Builder.Cast(Centred(value, -zeroPoint), MLOperandDataType.Int8, op.Label);

    private int CellExponent()
    {
        var tensor = op.InputTensor(at.CellState);
        op.Require(tensor.Type == TfLiteType.Int16, $"variable '{tensor.Name}' is {tensor}; expected int16");
        var scale = Scaled(tensor).Scales[0];
        var exponent = Math.ILogB(scale);
        op.Require(scale == MathF.ScaleB(1, exponent) && exponent is >= -15 and <= -9, $"variable '{tensor.Name}' has the scale {scale}; expected a power of 2 from 2^-15 to 2^-9");
        return exponent;
    }

    private float? CellLimit() => settings.CellClip > 0
        ? (short)Math.Clamp(settings.CellClip / MathF.ScaleB(1, cellExponent), short.MinValue, short.MaxValue)
        : null;

    private Delegation.Quantization Scaled(TensorInfo tensor)
    {
        op.Require(tensor.Quantization is { PerTensor: true }, $"'{tensor.Name}' is {tensor} without one scale");
        return tensor.Quantization!;
    }
}
