using System.Collections.Immutable;

namespace WebNN.Node.Operators;

/// <summary>Recurrent networks and their cells.</summary>
internal static class Recurrent
{
    public static readonly KeyValuePair<string, Operation>[] Rows = [new("gru", Gru), new("gruCell", GruCell), new("lstm", Lstm), new("lstmCell", LstmCell)];

    private static ImmutableArray<MLOperand> Gru(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (input, weight, recurrentWeight, steps, hiddenSize) = (call.Operand(), call.Operand(), call.Operand(), call.Integer(), call.Integer());
        var options = new MLGruOptions
        {
            Activations = Activations(ref call),
            Bias = call.OptionalOperand(),
            Direction = call.Enumeration<MLRecurrentNetworkDirection>(),
            InitialHiddenState = call.OptionalOperand(),
            Layout = call.Enumeration<MLGruWeightLayout>(),
            RecurrentBias = call.OptionalOperand(),
            ResetAfter = call.Boolean(),
            ReturnSequence = call.Boolean(),
        };
        return builder.Gru(input, weight, recurrentWeight, steps, hiddenSize, options, label);
    }

    private static ImmutableArray<MLOperand> GruCell(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (input, weight, recurrentWeight, hiddenState, hiddenSize) = (call.Operand(), call.Operand(), call.Operand(), call.Operand(), call.Integer());
        var options = new MLGruCellOptions
        {
            Activations = Activations(ref call),
            Bias = call.OptionalOperand(),
            Layout = call.Enumeration<MLGruWeightLayout>(),
            RecurrentBias = call.OptionalOperand(),
            ResetAfter = call.Boolean(),
        };
        return [builder.GruCell(input, weight, recurrentWeight, hiddenState, hiddenSize, options, label)];
    }

    private static ImmutableArray<MLOperand> Lstm(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (input, weight, recurrentWeight, steps, hiddenSize) = (call.Operand(), call.Operand(), call.Operand(), call.Integer(), call.Integer());
        var options = new MLLstmOptions
        {
            Activations = Activations(ref call),
            Bias = call.OptionalOperand(),
            Direction = call.Enumeration<MLRecurrentNetworkDirection>(),
            InitialCellState = call.OptionalOperand(),
            InitialHiddenState = call.OptionalOperand(),
            Layout = call.Enumeration<MLLstmWeightLayout>(),
            PeepholeWeight = call.OptionalOperand(),
            RecurrentBias = call.OptionalOperand(),
            ReturnSequence = call.Boolean(),
        };
        return builder.Lstm(input, weight, recurrentWeight, steps, hiddenSize, options, label);
    }

    private static ImmutableArray<MLOperand> LstmCell(MLGraphBuilder builder, ref CallReader call, string label)
    {
        var (input, weight, recurrentWeight) = (call.Operand(), call.Operand(), call.Operand());
        var (hiddenState, cellState, hiddenSize) = (call.Operand(), call.Operand(), call.Integer());
        var options = new MLLstmCellOptions
        {
            Activations = Activations(ref call),
            Bias = call.OptionalOperand(),
            Layout = call.Enumeration<MLLstmWeightLayout>(),
            PeepholeWeight = call.OptionalOperand(),
            RecurrentBias = call.OptionalOperand(),
        };
        return builder.LstmCell(input, weight, recurrentWeight, hiddenState, cellState, hiddenSize, options, label);
    }

    private static ImmutableArray<MLRecurrentNetworkActivation>? Activations(ref CallReader call) =>
        call.Integers() is { } list ? [.. list.Select(activation => (MLRecurrentNetworkActivation)activation)] : null;
}
