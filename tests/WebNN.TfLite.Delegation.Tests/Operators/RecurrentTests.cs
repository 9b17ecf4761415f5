using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests.Operators;

public sealed class RecurrentTests
{
    private static readonly TfLiteUnidirectionalSequenceLstmParams timeFirst = new(TfLiteFusedActivation.Tanh, 0, 0, true);
    private readonly Model model = new();

    [Fact]
    public void The_state_of_an_RNN_is_an_input_and_the_last_output() => Assert.Equal(
        """
        %0 = input x f32[1,3]
        %1 = reshape(%0) f32[1,1,3]
        %2 = reshape(%1) f32[1,3]
        %3 = constant f32[2,3]
        %4 = constant f32[2]
        %5 = gemm(%2, %3, %4) bTranspose f32[1,2]
        %6 = input h f32[1,2]
        %7 = constant f32[2,2]
        %8 = gemm(%6, %7, %5) bTranspose f32[1,2]
        %9 = tanh(%8) f32[1,2]
        %10 = reshape(%9) f32[1,1,2]
        %11 = reshape(%10) f32[1,2]
        output y = %11
        output h#0 = %9

        """,
        Rnn(State("h", 1, 2)).Translate());

    [Fact]
    public void A_plain_LSTM_is_one_operator() => Assert.Equal(
        "concat reshape concat reshape concat reshape reshape reshape lstm reshape reshape reshape",
        Lstm(timeFirst, coupled: false).Operators());

    [Fact]
    public void Coupled_gates_are_written_out()
    {
        var operators = Lstm(timeFirst, coupled: true).Operators().Split(' ');

        // One product of all inputs, and one of the state for each of five steps.
        Assert.DoesNotContain("lstm", operators);
        Assert.Equal((6, 10, 10), (operators.Count(name => name == "gemm"), operators.Count(name => name == "sigmoid"), operators.Count(name => name == "tanh")));
    }

    [Fact]
    public void A_state_that_is_no_variable_is_refused() => Assert.Equal(
        "tensor 'h' is no variable", Rnn(model.Float("h", 1, 2)).Objection());

    [Fact]
    public void A_state_of_another_size_is_refused() => Assert.Equal(
        "#0 RNN: variable 'h' is Float32[1,3]; expected 1 rows of 2", Rnn(State("h", 1, 3)).Objection());

    [Fact]
    public void A_state_that_two_nodes_use_is_refused_for_both()
    {
        var state = State("h", 1, 2);
        var (first, second) = (Rnn(state), Rnn(state));

        var report = new GraphDelegate(new FakeContext(), new()).Inspect(
            new FakeHost(model.Nodes, first.Outputs[0].Index, second.Outputs[0].Index));

        Assert.Equal(["RNN: variable 'h' is used by 2 nodes", "RNN: variable 'h' is used by 2 nodes"], report.Refused.Select(node => node.Reason));
    }

    [Fact]
    public void An_LSTM_without_an_activation_is_refused() => Assert.Equal(
        "#0 UNIDIRECTIONAL_SEQUENCE_LSTM: no activation", Lstm(timeFirst with { Activation = TfLiteFusedActivation.None }, coupled: false).Objection());

    [Fact]
    public void The_basic_LSTM_kernel_is_refused() => Assert.Equal("#0 LSTM: the basic kernel", model.Node(
        BuiltinOperator.Lstm,
        new TfLiteLstmParams(TfLiteFusedActivation.Tanh, 0, 0, TfLiteLstmKernelType.Basic),
        [model.Float("x", 1, 3)],
        model.Float("y", 1, 2)).Objection());

    [Theory]
    [InlineData(9, "peepholes of integers")]
    [InlineData(16, "a projection of integers")]
    [InlineData(20, "normalization of integers")]
    public void What_TFLite_rounds_in_ways_of_its_own_is_refused_in_integers(int input, string reason)
    {
        var inputs = new TensorInfo?[24];
        inputs[0] = model.Int8("x", 0.1f, 0, 5, 1, 3);
        for (var i = 1; i <= 8; i++)
        {
            inputs[i] = model.Int8("w", 0.1f, 0, 2, i <= 4 ? 3 : 2);
        }

        Array.Fill(inputs, model.Int8("extra", 0.1f, 0, 2), input, input is 9 or 20 ? 3 : 1);
        Assert.Equal(
            $"#0 UNIDIRECTIONAL_SEQUENCE_LSTM: {reason}",
            model.Node(BuiltinOperator.UnidirectionalSequenceLstm, timeFirst, inputs, model.Int8("y", 0.1f, 0, 5, 1, 2)).Objection());
    }

    [Fact]
    public void An_auxiliary_input_is_refused()
    {
        var inputs = new TensorInfo?[48];
        inputs[0] = inputs[39] = model.Float("x", 5, 1, 3);
        Assert.Equal("#0 BIDIRECTIONAL_SEQUENCE_LSTM: an auxiliary input", model.Node(
            BuiltinOperator.BidirectionalSequenceLstm,
            new TfLiteBidirectionalSequenceLstmParams(TfLiteFusedActivation.Tanh, 0, 0, true, true),
            inputs,
            model.Float("y", 5, 1, 4)).Objection());
    }

    [Fact]
    public void A_filter_that_remembers_one_feature_does_not_read_its_state() => Assert.Equal(
        """
        %0 = input x f32[2,3]
        %1 = constant f32[4,3]
        %2 = gemm(%0, %1) bTranspose f32[2,4]
        %3 = reshape(%2) f32[2,4,1]
        %4 = constant f32[4,1]
        %5 = mul(%3, %4) f32[2,4,1]
        %6 = reshape(%5) f32[2,2,2]
        %7 = reduceSum(%6) axes=[2] f32[2,2]
        %8 = reshape(%3) f32[2,4]
        output y = %7
        output state = %8

        """,
        model.Node(
            BuiltinOperator.Svdf,
            new TfLiteSvdfParams(2, TfLiteFusedActivation.None),
            [model.Float("x", 2, 3), model.FloatConstant("feature", 4, 3), model.FloatConstant("time", 4, 1), null, State("state", 2, 4)],
            model.Float("y", 2, 2)).Translate());

    private TensorInfo State(string name, params int[] shape) => model.Float(name, shape) with { IsVariable = true };

    private NodeInfo Rnn(TensorInfo state) => model.Node(
        BuiltinOperator.Rnn,
        new TfLiteRnnParams(TfLiteFusedActivation.Tanh),
        [model.Float("x", 1, 3), model.FloatConstant("w", 2, 3), model.FloatConstant("r", 2, 2), model.FloatConstant("b", 2), state],
        model.Float("y", 1, 2));

    private NodeInfo Lstm(TfLiteUnidirectionalSequenceLstmParams parameters, bool coupled)
    {
        var inputs = new TensorInfo?[24];
        inputs[0] = model.Float("x", 5, 1, 3);
        for (var gate = coupled ? 1 : 0; gate < 4; gate++)
        {
            inputs[1 + gate] = model.FloatConstant("w", 2, 3);
            inputs[5 + gate] = model.FloatConstant("r", 2, 2);
            inputs[12 + gate] = model.FloatConstant("b", 2);
        }

        (inputs[18], inputs[19]) = (State("h", 1, 2), State("c", 1, 2));
        return model.Node(BuiltinOperator.UnidirectionalSequenceLstm, parameters, inputs, model.Float("y", 5, 1, 2));
    }
}
