using System.Collections.Immutable;

namespace WebNN.Reference.Operators;

/// <summary>gru, gruCell, lstm, lstmCell. A cell is a network of one step in one direction.</summary>
internal static class Recurrent
{
    public static readonly OperatorRow[] Rows = [new("gru", Gru), new("gruCell", GruCell), new("lstm", Lstm), new("lstmCell", LstmCell)];

    private static Tensor[] Gru(OperatorCall call)
    {
        var o = call.Options<MLGruOptions>();
        var weights = Weights(call, Name(o.Layout), o.Activations!.Value, bias: 3);
        return Run(call, o.Direction, Directions(o.Direction), [5], (direction, x, states) => [weights.Gru(direction, x, states[0], o.ResetAfter)], o.ReturnSequence);
    }

    private static Tensor[] GruCell(OperatorCall call)
    {
        var o = call.Options<MLGruCellOptions>();
        var weights = Weights(call, Name(o.Layout), o.Activations!.Value, bias: 4);
        return Run(call, default, 1, [3], (direction, x, states) => [weights.Gru(direction, x, states[0], o.ResetAfter)], false);
    }

    private static Tensor[] Lstm(OperatorCall call)
    {
        var o = call.Options<MLLstmOptions>();
        var weights = Weights(call, Name(o.Layout), o.Activations!.Value, bias: 3, peephole: 5);
        return Run(call, o.Direction, Directions(o.Direction), [6, 7], weights.Lstm, o.ReturnSequence);
    }

    private static Tensor[] LstmCell(OperatorCall call)
    {
        var o = call.Options<MLLstmCellOptions>();
        return Run(call, default, 1, [3, 4], Weights(call, Name(o.Layout), o.Activations!.Value, bias: 5, peephole: 7).Lstm, false);
    }

    /// <summary>Runs the steps of each direction for each row of the batch.</summary>
    /// <param name="states">The operands with the first states; absent ones are 0.</param>
    /// <param name="step">From direction, input and states to the next states, of which the first is the one that comes out of each step.</param>
    private static Tensor[] Run(
        OperatorCall call, MLRecurrentNetworkDirection order, int directions, int[] states, Func<int, double[], double[][], double[][]> step, bool returnsSequence)
    {
        var (input, hidden) = (call.Input(0), call.Output.Shape[^1]);
        var (batches, features) = (input.Shape[^2], input.Shape[^1]);
        var steps = input.Reals.Length / (batches * features);
        double[][] last = [.. states.Select(_ => new double[call.Output.ElementCount])];
        var sequence = new double[steps * directions * batches * hidden];
        foreach (var row in Enumerable.Range(0, directions * batches))
        {
            var (direction, batch) = (row / batches, row % batches);
            double[][] current = [.. states.Select(operand => call.OptionalInput(operand)?.Reals[(row * hidden)..((row + 1) * hidden)] ?? new double[hidden])];
            for (var i = 0; i < steps; i++)
            {
                var time = order is MLRecurrentNetworkDirection.Backward || direction == 1 ? steps - 1 - i : i;
                var start = ((time * batches) + batch) * features;
                current = step(direction, input.Reals[start..(start + features)], current);
                current[0].CopyTo(sequence, ((time * directions * batches) + row) * hidden);
            }

            for (var state = 0; state < current.Length; state++)
            {
                current[state].CopyTo(last[state], row * hidden);
            }
        }

        Tensor[] results = [.. last.Select(values => Tensor.Of(call.Output, values))];
        return returnsSequence ? [.. results, Tensor.Of(call.Node.Outputs[^1].Descriptor, sequence)] : results;
    }

    /// <param name="bias">The operand with the bias; the recurrent bias is the next.</param>
    private static RecurrentWeights Weights(
        OperatorCall call, string gates, ImmutableArray<MLRecurrentNetworkActivation> activations, int bias, int? peephole = null) =>
        new(gates, call.Input(0).Shape[^1], call.Output.Shape[^1], activations)
        {
            Weight = call.Input(1).Reals,
            RecurrentWeight = call.Input(2).Reals,
            Bias = call.OptionalInput(bias)?.Reals,
            RecurrentBias = call.OptionalInput(bias + 1)?.Reals,
            Peephole = peephole is { } operand ? call.OptionalInput(operand)?.Reals : null,
        };

    /// <summary>A layout's name is its gates in their order.</summary>
    private static string Name<T>(T layout) where T : struct, Enum => layout.ToString().ToLowerInvariant();

    private static int Directions(MLRecurrentNetworkDirection direction) => direction is MLRecurrentNetworkDirection.Both ? 2 : 1;
}
