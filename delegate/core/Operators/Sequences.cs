using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>Sequences of recurrent operators as [time, batch, features], and their steps one by one.</summary>
internal static class Sequences
{
    /// <summary>A network that is written out step by step becomes a graph of some 10 to 25 nodes a step.</summary>
    private const int MaxSteps = 512;

    /// <summary>The sequence with time in front.</summary>
    public static MLOperand TimeFirst(OperatorContext op, int input, bool timeMajor)
    {
        var sequence = op.Input(input, rank: 3);
        return timeMajor ? sequence : SwapFront(op, sequence);
    }

    /// <summary>A result [time, batch, features] as the output has it.</summary>
    public static MLOperand Restored(OperatorContext op, MLOperand sequence, bool timeMajor) => timeMajor ? sequence : SwapFront(op, sequence);

    /// <summary>Time and batch change places.</summary>
    public static MLOperand SwapFront(OperatorContext op, MLOperand sequence)
    {
        var (first, second, last) = (sequence.Shape[0], sequence.Shape[1], sequence.Shape[2]);
        return first == 1 || second == 1
            ? op.Reshape(sequence, second, first, last)
            : op.Builder.Transpose(sequence, [1, 0, 2], op.Label);
    }

    /// <summary>All steps below each other, so that one product takes them all.</summary>
    public static MLOperand Rows(OperatorContext op, MLOperand sequence) =>
        op.Reshape(sequence, sequence.Shape[0] * sequence.Shape[1], sequence.Shape[2]);

    /// <summary>The rows of each step.</summary>
    public static ImmutableArray<MLOperand> Steps(OperatorContext op, MLOperand rows, int steps)
    {
        op.Require(steps <= MaxSteps, $"a sequence of {steps} steps: too long to be written out");
        if (steps == 1)
        {
            return [rows];
        }

        var sizes = new int[steps];
        Array.Fill(sizes, rows.Shape[0] / steps);
        return op.Builder.Split(rows, sizes, 0, op.Label);
    }

    /// <summary>Runs over the steps, from the last one on where <paramref name="backward"/>, and joins what each gives: [time, batch, features].</summary>
    public static MLOperand Unroll(OperatorContext op, ImmutableArray<MLOperand> steps, bool backward, Func<MLOperand, MLOperand> step)
    {
        var results = new MLOperand[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            var at = backward ? steps.Length - 1 - i : i;
            results[at] = step(steps[at]);
        }

        var joined = results.Length == 1 ? results[0] : op.Builder.Concat(results, 0, op.Label);
        return op.Reshape(joined, steps.Length, results[0].Shape[0], results[0].Shape[1]);
    }

    /// <summary>A variable's value as rows of a batch.</summary>
    public static MLOperand State(OperatorContext op, int input, int batch, int width)
    {
        var tensor = op.InputTensor(input);
        op.Require(
            tensor.Shape.Aggregate(1L, (product, dimension) => product * dimension) == (long)batch * width,
            $"variable '{tensor.Name}' is {tensor}; expected {batch} rows of {width}");
        return op.Reshape(op.State(input), batch, width);
    }

    public static void Keep(OperatorContext op, int input, MLOperand rows) => op.Keep(input, op.Reshape(rows, op.InputTensor(input).Shape.AsSpan()));

    /// <summary>What a recurrent operator does to its sums. TFLite has more of these here than as fused activations.</summary>
    public static MLOperand Activate(OperatorContext op, MLOperand value, TfLiteFusedActivation activation) => activation switch
    {
        TfLiteFusedActivation.None => value,
        TfLiteFusedActivation.Relu => op.Builder.Relu(value, op.Label),
        TfLiteFusedActivation.Relu6 => op.Builder.Clamp(value, new() { MinValue = 0, MaxValue = 6 }, op.Label),
        TfLiteFusedActivation.ReluN1To1 => op.Builder.Clamp(value, new() { MinValue = -1, MaxValue = 1 }, op.Label),
        TfLiteFusedActivation.Tanh => op.Builder.Tanh(value, op.Label),
        TfLiteFusedActivation.Sigmoid => op.Builder.Sigmoid(value, op.Label),
        _ => throw new UnsupportedException($"{op.Label}: activation {activation}"),
    };
}
