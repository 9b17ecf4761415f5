using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>LSTM, RNN, their sequences in one or both directions, SVDF: operators that keep a state in variables from run to run.</summary>
internal static class Recurrent
{
    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of<TfLiteLstmParams>(BuiltinOperator.Lstm, maxVersion: 4, Lstm),
        OperatorRow.Of<TfLiteUnidirectionalSequenceLstmParams>(BuiltinOperator.UnidirectionalSequenceLstm, maxVersion: 3, SequenceLstm),
        OperatorRow.OfMany<TfLiteBidirectionalSequenceLstmParams>(BuiltinOperator.BidirectionalSequenceLstm, maxVersion: 3, BidirectionalLstm),
        OperatorRow.Of<TfLiteRnnParams>(BuiltinOperator.Rnn, maxVersion: 3, Rnn),
        OperatorRow.Of<TfLiteSequenceRnnParams>(BuiltinOperator.UnidirectionalSequenceRnn, maxVersion: 3, SequenceRnn),
        OperatorRow.OfMany<TfLiteBidirectionalSequenceRnnParams>(BuiltinOperator.BidirectionalSequenceRnn, maxVersion: 3, BidirectionalRnn),
        OperatorRow.Of<TfLiteSvdfParams>(BuiltinOperator.Svdf, maxVersion: 4, SingularValueFilter.Svdf),
    ];

    /// <summary>One step of rows.</summary>
    private static MLOperand Lstm(OperatorContext op, TfLiteLstmParams p)
    {
        op.Require(p.KernelType == TfLiteLstmKernelType.Full, "the basic kernel");
        var settings = new LstmSettings(p.Activation, p.CellClip, p.ProjClip);
        var result = IsInteger(op)
            ? new IntegerLstm(op, settings).Run(timeMajor: true)
            : new LstmNetwork(op, LstmPlaces.OneWay, settings).Run(OneStep(op));
        return op.Reshape(result, result.Shape.AsSpan()[1..]);
    }

    private static MLOperand SequenceLstm(OperatorContext op, TfLiteUnidirectionalSequenceLstmParams p)
    {
        var settings = new LstmSettings(p.Activation, p.CellClip, p.ProjClip);
        var result = IsInteger(op)
            ? new IntegerLstm(op, settings).Run(p.TimeMajor)
            : new LstmNetwork(op, LstmPlaces.OneWay, settings).Run(Sequences.TimeFirst(op, 0, p.TimeMajor));
        return Sequences.Restored(op, result, p.TimeMajor);
    }

    private static bool IsInteger(OperatorContext op) => op.InputTensor(0).Type == TfLiteType.Int8;

    private static MLOperand OneStep(OperatorContext op)
    {
        var input = op.Input(0, rank: 2);
        return op.Reshape(input, 1, input.Shape[0], input.Shape[1]);
    }

    private static ImmutableArray<MLOperand> BidirectionalLstm(OperatorContext op, TfLiteBidirectionalSequenceLstmParams p)
    {
        const int Auxiliary = 39;
        op.Require(!op.Has(Auxiliary), "an auxiliary input");
        op.Require(!op.InputTensor(0).IsQuantized(), $"input 0 is {op.InputTensor(0)}; expected floats");
        var settings = new LstmSettings(p.Activation, p.CellClip, p.ProjClip);
        var sequence = Sequences.TimeFirst(op, 0, p.TimeMajor);
        var forward = new LstmNetwork(op, LstmPlaces.Forward, settings).Run(sequence);
        var backward = new LstmNetwork(op, LstmPlaces.Backward, settings).Run(sequence, backward: true);
        return Merged(op, forward, backward, p.MergeOutputs, p.TimeMajor);
    }

    private static MLOperand Rnn(OperatorContext op, TfLiteRnnParams p)
    {
        var result = Network(op, OneStep(op), 1, p.Activation, backward: false);
        return op.Reshape(result, result.Shape.AsSpan()[1..]);
    }

    private static MLOperand SequenceRnn(OperatorContext op, TfLiteSequenceRnnParams p) => Sequences.Restored(
        op, Network(op, Sequences.TimeFirst(op, 0, p.TimeMajor), 1, p.Activation, backward: false), p.TimeMajor);

    private static ImmutableArray<MLOperand> BidirectionalRnn(OperatorContext op, TfLiteBidirectionalSequenceRnnParams p)
    {
        const int Auxiliary = 9;
        op.Require(!op.Has(Auxiliary), "an auxiliary input");
        var sequence = Sequences.TimeFirst(op, 0, p.TimeMajor);
        var forward = Network(op, sequence, 1, p.Activation, backward: false);
        var backward = Network(op, sequence, 5, p.Activation, backward: true);
        var results = Merged(op, forward, backward, p.MergeOutputs, p.TimeMajor);

        // TFLite gives the second output the shape [batch, time, units] even where its rows have time in front.
        return results is [var first, var second] && second.Shape[2] == op.OutputTensor(1).Shape[^1]
            ? [first, op.Reshape(second, op.OutputShape(1))]
            : results;
    }

    /// <summary>Both directions' outputs in one tensor, or in two.</summary>
    private static ImmutableArray<MLOperand> Merged(OperatorContext op, MLOperand forward, MLOperand backward, bool merge, bool timeMajor) => merge
        ? [Sequences.Restored(op, op.Builder.Concat([forward, backward], 2, op.Label), timeMajor)]
        : [Sequences.Restored(op, forward, timeMajor), Sequences.Restored(op, backward, timeMajor)];

    /// <summary>The activation of W x + R h + b, which is the next h.</summary>
    /// <param name="first">The input that is W; R, b and the state of h follow.</param>
    private static MLOperand Network(OperatorContext op, MLOperand sequence, int first, TfLiteFusedActivation activation, bool backward)
    {
        op.Require(sequence.DataType == MLOperandDataType.Float32, $"input 0 is {sequence.Descriptor}; expected floats");
        var (weights, recurrent, bias, state) = (op.Input(first, rank: 2), op.Input(first + 1, rank: 2), op.Input(first + 2, rank: 1), first + 3);
        var hidden = Sequences.State(op, state, sequence.Shape[1], weights.Shape[0]);
        var fed = op.Builder.Gemm(Sequences.Rows(op, sequence), weights, bias, new() { BTranspose = true }, op.Label);
        var all = Sequences.Unroll(op, Sequences.Steps(op, fed, sequence.Shape[0]), backward, sums =>
            hidden = Sequences.Activate(op, op.Builder.Gemm(hidden, recurrent, sums, new() { BTranspose = true }, op.Label), activation));
        Sequences.Keep(op, state, hidden);
        return all;
    }
}
