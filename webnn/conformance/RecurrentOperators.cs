using System.Collections.Immutable;

namespace WebNN.Conformance;

/// <summary>Calls the builder's methods for recurrent networks and their cells.</summary>
internal static class RecurrentOperators
{
    public static ImmutableArray<MLOperand> Gru(MLGraphBuilder b, Arguments x) => b.Gru(
        x.Operand("input"), x.Operand("weight"), x.Operand("recurrentWeight"), x.Int("steps"), x.Int("hiddenSize"), new()
        {
            Bias = x.OptionalOperand("bias"),
            RecurrentBias = x.OptionalOperand("recurrentBias"),
            InitialHiddenState = x.OptionalOperand("initialHiddenState"),
            ResetAfter = x.Flag("resetAfter", true),
            ReturnSequence = x.Flag("returnSequence"),
            Direction = x.Choice<MLRecurrentNetworkDirection>("direction"),
            Layout = x.Choice<MLGruWeightLayout>("layout"),
            Activations = x.Choices<MLRecurrentNetworkActivation>("activations"),
        });

    public static MLOperand GruCell(MLGraphBuilder b, Arguments x) => b.GruCell(
        x.Operand("input"), x.Operand("weight"), x.Operand("recurrentWeight"), x.Operand("hiddenState"), x.Int("hiddenSize"), new()
        {
            Bias = x.OptionalOperand("bias"),
            RecurrentBias = x.OptionalOperand("recurrentBias"),
            ResetAfter = x.Flag("resetAfter", true),
            Layout = x.Choice<MLGruWeightLayout>("layout"),
            Activations = x.Choices<MLRecurrentNetworkActivation>("activations"),
        });

    public static ImmutableArray<MLOperand> Lstm(MLGraphBuilder b, Arguments x) => b.Lstm(
        x.Operand("input"), x.Operand("weight"), x.Operand("recurrentWeight"), x.Int("steps"), x.Int("hiddenSize"), new()
        {
            Bias = x.OptionalOperand("bias"),
            RecurrentBias = x.OptionalOperand("recurrentBias"),
            PeepholeWeight = x.OptionalOperand("peepholeWeight"),
            InitialHiddenState = x.OptionalOperand("initialHiddenState"),
            InitialCellState = x.OptionalOperand("initialCellState"),
            ReturnSequence = x.Flag("returnSequence"),
            Direction = x.Choice<MLRecurrentNetworkDirection>("direction"),
            Layout = x.Choice<MLLstmWeightLayout>("layout"),
            Activations = x.Choices<MLRecurrentNetworkActivation>("activations"),
        });

    public static ImmutableArray<MLOperand> LstmCell(MLGraphBuilder b, Arguments x) => b.LstmCell(
        x.Operand("input"), x.Operand("weight"), x.Operand("recurrentWeight"), x.Operand("hiddenState"), x.Operand("cellState"), x.Int("hiddenSize"), new()
        {
            Bias = x.OptionalOperand("bias"),
            RecurrentBias = x.OptionalOperand("recurrentBias"),
            PeepholeWeight = x.OptionalOperand("peepholeWeight"),
            Layout = x.Choice<MLLstmWeightLayout>("layout"),
            Activations = x.Choices<MLRecurrentNetworkActivation>("activations"),
        });
}
