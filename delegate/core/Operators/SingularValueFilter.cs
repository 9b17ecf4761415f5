using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>
/// SVDF: each filter takes one number of the input and remembers the last ones; a unit is what its filters, as many as the rank, make of
/// their memories.
/// </summary>
internal static class SingularValueFilter
{
    private const int Feature = 1;
    private const int Time = 2;
    private const int BiasInput = 3;
    private const int State = 4;

    public static MLOperand Svdf(OperatorContext op, TfLiteSvdfParams p)
    {
        var (filters, memory) = (op.InputTensor(Feature).Shape[0], op.InputTensor(Time).Shape[^1]);
        op.Require(p.Rank > 0 && filters % p.Rank == 0, $"{filters} filters of rank {p.Rank}");
        return op.InputTensor(0).Type == TfLiteType.Int8 ? Integers(op, p.Rank, filters, memory) : Floats(op, p, filters, memory);
    }

    private static MLOperand Floats(OperatorContext op, TfLiteSvdfParams p, int filters, int memory)
    {
        var input = op.Input(0, rank: 2);
        op.Require(input.DataType == MLOperandDataType.Float32, $"input 0 is {input.Descriptor}; expected floats");
        var features = op.Builder.Gemm(input, op.Input(Feature, rank: 2), null, new() { BTranspose = true }, op.Label);
        var sums = Filtered(op, features, op.Input(Time, rank: 2), p.Rank, filters, memory);
        var biased = op.Has(BiasInput) ? op.Builder.Add(sums, op.Input(BiasInput, rank: 1), op.Label) : sums;
        return Sequences.Activate(op, biased, p.Activation);
    }

    /// <summary>
    /// The state is int16, in whose steps TFLite rounds the features; the rest is exact in its kernel and a sum of floats here. A fused RELU
    /// is where the output's range begins.
    /// </summary>
    private static MLOperand Integers(OperatorContext op, int rank, int filters, int memory)
    {
        var (input, weights, state) = (Scaled(op, 0), Scaled(op, Feature), Scaled(op, State));
        op.Require(weights.ZeroPoints[0] == 0 && state.ZeroPoints[0] == 0, "zero points of weights or state");
        op.Require(op.InputTensor(State).Type == TfLiteType.Int16, $"its state is {op.InputTensor(State)}; expected int16");
        var b = op.Builder;
        var rows = b.Cast(op.Stored(0), MLOperandDataType.Float32, op.Label);
        rows = b.Sub(rows, op.Scalar(rows, input.ZeroPoints[0]), op.Label);
        var products = b.Matmul(rows, b.Transpose(b.Cast(op.Stored(Feature), MLOperandDataType.Float32, op.Label), label: op.Label), op.Label);
        var steps = b.RoundEven(b.Mul(products, op.Scalar(products, input.Scales[0] * weights.Scales[0] / state.Scales[0]), op.Label), op.Label);
        var features = b.Clamp(steps, new() { MinValue = short.MinValue, MaxValue = short.MaxValue }, op.Label);
        var sums = Filtered(op, features, TimeWeights(op, filters, memory), rank, filters, memory);
        if (op.Has(BiasInput))
        {
            var bias = op.Integers(BiasInput);
            sums = b.Add(sums, op.Constant(Array.ConvertAll(bias, value => (float)value), bias.Length), op.Label);
        }

        return b.Mul(sums, op.Scalar(sums, (double)state.Scales[0] * Scaled(op, Time).Scales[0]), op.Label);
    }

    /// <summary>The memories, a feature older, times the weights in time: summed over the memory and the rank. Keeps the memories.</summary>
    private static MLOperand Filtered(OperatorContext op, MLOperand features, MLOperand timeWeights, int rank, int filters, int memory)
    {
        var (b, batch) = (op.Builder, features.Shape[0]);
        var newest = op.Reshape(features, batch, filters, 1);
        var remembered = newest;
        if (memory > 1)
        {
            var old = op.Reshape(Sequences.State(op, State, batch, filters * memory), batch, filters, memory);
            remembered = b.Concat([b.Slice(old, [0, 0, 1], [batch, filters, memory - 1], label: op.Label), newest], 2, op.Label);
        }

        Sequences.Keep(op, State, remembered);
        op.Require(timeWeights.Shape.AsSpan().SequenceEqual([filters, memory]), $"weights in time are {timeWeights.Descriptor}; expected [{filters},{memory}]");
        var weighted = op.Reshape(b.Mul(remembered, timeWeights, op.Label), batch, filters / rank, rank * memory);
        return b.ReduceSum(weighted, new() { Axes = [2] }, op.Label);
    }

    private static MLOperand TimeWeights(OperatorContext op, int filters, int memory)
    {
        var tensor = op.InputTensor(Time);
        op.Require(tensor is { Type: TfLiteType.Int16, Data: not null }, $"weights in time are {tensor}; expected constant int16");
        var weights = MemoryMarshal.Cast<byte, short>(tensor.Data!.Value.Span).ToArray();
        return op.Constant(Array.ConvertAll(weights, weight => (float)weight), filters, memory);
    }

    private static Delegation.Quantization Scaled(OperatorContext op, int input)
    {
        var tensor = op.InputTensor(input);
        op.Require(tensor.Quantization is { PerTensor: true }, $"input {input} '{tensor.Name}' is {tensor} without one scale");
        return tensor.Quantization!;
    }
}
