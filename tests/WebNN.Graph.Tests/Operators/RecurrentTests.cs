using static WebNN.Tests.Make;

namespace WebNN.Tests.Operators;

/// <summary>Sequences of 2 steps, 3 rows and 4 features into 5 hidden units.</summary>
public sealed class RecurrentTests
{
    private static readonly MLOperandDescriptor[] gru = [F32(2, 3, 4), F32(1, 15, 4), F32(1, 15, 5)];
    private static readonly MLOperandDescriptor[] gruCell = [F32(3, 4), F32(15, 4), F32(15, 5), F32(3, 5)];
    private static readonly MLOperandDescriptor[] lstm = [F32(2, 3, 4), F32(1, 20, 4), F32(1, 20, 5)];
    private static readonly MLOperandDescriptor[] lstmCell = [F32(3, 4), F32(20, 4), F32(20, 5), F32(3, 5), F32(3, 5)];

    [Fact]
    public void Gru_has_its_last_state_alone_by_default() => Assert.Equal("gru(%0, %1, %2) f32[1,3,5]", Line(gru, (b, x) => Gru(b, x, null)));

    [Fact]
    public void Gru_prints_what_is_not_the_default() => Assert.Equal("""
        %0 = input a f32[2,3,4]
        %1 = input b f32[2,15,4]
        %2 = input c f32[2,15,5]
        %3 = input d f32[2,15]
        %4 = input e f32[2,3,5]
        %5, %6 = gru(%0, %1, %2, _, %3, %4) resetBefore returnSequence both rzn activations=[relu,tanh] f32[2,3,5], f32[2,2,3,5]
        output y = %6

        """, Text([F32(2, 3, 4), F32(2, 15, 4), F32(2, 15, 5), F32(2, 15), F32(2, 3, 5)], (b, x) => b.Gru(x[0], x[1], x[2], 2, 5, new()
        {
            RecurrentBias = x[3],
            InitialHiddenState = x[4],
            ResetAfter = false,
            ReturnSequence = true,
            Direction = MLRecurrentNetworkDirection.Both,
            Layout = MLGruWeightLayout.Rzn,
            Activations = [MLRecurrentNetworkActivation.Relu, MLRecurrentNetworkActivation.Tanh],
        })[1]));

    [Fact]
    public void GruCell_has_the_next_state() => Assert.Equal(
        "gruCell(%0, %1, %2, %3, %4) rzn f32[3,5]",
        Line([.. gruCell, F32(15)], (b, x) => b.GruCell(x[0], x[1], x[2], x[3], 5, new() { Bias = x[4], Layout = MLGruWeightLayout.Rzn })));

    [Fact]
    public void Lstm_prints_its_operands_in_the_order_of_its_options() => Assert.Equal(
        "lstm(%0, %1, %2, %3, _, %4, _, %5) returnSequence backward ifgo f32[1,3,5], f32[1,3,5], f32[2,1,3,5]",
        Line([.. lstm, F32(1, 20), F32(1, 15), F32(1, 3, 5)], (b, x) => Lstm(b, x, new()
        {
            Bias = x[3],
            PeepholeWeight = x[4],
            InitialCellState = x[5],
            ReturnSequence = true,
            Direction = MLRecurrentNetworkDirection.Backward,
            Layout = MLLstmWeightLayout.Ifgo,
        })));

    [Fact]
    public void LstmCell_has_both_next_states() => Assert.Equal(
        "lstmCell(%0, %1, %2, %3, %4, _, %5, %6) activations=[sigmoid,tanh,relu] f32[3,5], f32[3,5]",
        Line([.. lstmCell, F32(20), F32(15)], (b, x) => LstmCell(b, x, new()
        {
            RecurrentBias = x[5],
            PeepholeWeight = x[6],
            Activations = [MLRecurrentNetworkActivation.Sigmoid, MLRecurrentNetworkActivation.Tanh, MLRecurrentNetworkActivation.Relu],
        })));

    [Fact]
    public void A_node_lists_its_operands_once()
    {
        var builder = new MLGraphBuilder(new AcceptingContext());
        var bias = builder.Input("bias", F32(1, 15));
        MLOperand[] x = [.. gru.Select((descriptor, i) => builder.Input($"x{i}", descriptor))];

        var node = Gru(builder, x, new() { Bias = bias }).Producer!;

        Assert.Same(bias, node.Inputs[3]);
        Assert.Equal(new MLGruOptions { Activations = ((MLGruOptions)node.Options!).Activations }, node.Options);
    }

    [Fact]
    public void Halves_stay_halves() => Assert.Equal(
        "gru(%0, %1, %2) f16[1,3,5]", Line([F16(2, 3, 4), F16(1, 15, 4), F16(1, 15, 5)], (b, x) => Gru(b, x, null)));

    [Fact]
    public void Integers_are_refused() => Assert.Equal(
        "lstm: input has the wrong type (expected f32 or f16, found i32[2,3,4])", Refusal([I32(2, 3, 4), lstm[1], lstm[2]], (b, x) => Lstm(b, x, null)));

    [Fact]
    public void An_input_of_another_rank_is_refused()
    {
        Assert.Equal("gru: input has the wrong rank (expected 3, found f32[3,4])", Refusal([F32(3, 4), gru[1], gru[2]], (b, x) => Gru(b, x, null)));
        Assert.Equal(
            "gruCell: input has the wrong rank (expected 2, found f32[2,3,4])",
            Refusal([F32(2, 3, 4), .. gruCell[1..]], (b, x) => b.GruCell(x[0], x[1], x[2], x[3], 5)));
    }

    [Fact]
    public void Steps_are_the_first_dimension() => Assert.Equal(
        "[encoder] gru: steps are not those of the input (expected 2, found 3)", Refusal(gru, (b, x) => b.Gru(x[0], x[1], x[2], 3, 5, label: "encoder")[0]));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, -6)]
    [InlineData(400_000_000, 2_400_000_000)]
    public void A_hidden_size_beyond_a_dimension_is_refused(int hiddenSize, long found) => Assert.Equal(
        $"gru: hiddenSize * 6 is out of range (expected 1 to 2147483647, found {found})", Refusal(gru, (b, x) => b.Gru(x[0], x[1], x[2], 2, hiddenSize)[0]));

    [Fact]
    public void The_biases_of_an_lstm_fit_one_dimension() => Assert.Equal(
        "lstmCell: hiddenSize * 8 is out of range (expected 1 to 2147483647, found 2400000000)",
        Refusal(lstmCell, (b, x) => b.LstmCell(x[0], x[1], x[2], x[3], x[4], 300_000_000)[0]));

    [Fact]
    public void Both_directions_have_weights_of_their_own() => Assert.Equal(
        "gru: weight has the wrong shape (expected [2,15,4], found f32[1,15,4])",
        Refusal(gru, (b, x) => Gru(b, x, new() { Direction = MLRecurrentNetworkDirection.Both })));

    [Fact]
    public void Weights_of_another_shape_are_refused()
    {
        Assert.Equal("gru: weight has the wrong shape (expected [1,15,4], found f32[1,15,5])", Refusal([gru[0], gru[2], gru[2]], (b, x) => Gru(b, x, null)));
        Assert.Equal(
            "lstm: recurrentWeight has the wrong shape (expected [1,20,5], found f32[1,20,4])", Refusal([lstm[0], lstm[1], lstm[1]], (b, x) => Lstm(b, x, null)));
    }

    [Fact]
    public void Operands_of_another_type_are_refused()
    {
        Assert.Equal(
            "gru: recurrentWeight needs the type of input (expected f32, found f16[1,15,5])", Refusal([gru[0], gru[1], F16(1, 15, 5)], (b, x) => Gru(b, x, null)));
        Assert.Equal(
            "lstm: peepholeWeight needs the type of input (expected f32, found f16[1,15])",
            Refusal([.. lstm, F16(1, 15)], (b, x) => Lstm(b, x, new() { PeepholeWeight = x[3] })));
    }

    [Fact]
    public void Optional_operands_of_a_network_have_its_directions()
    {
        MLOperandDescriptor[] operands = [.. lstm, F32(20), F32(15), F32(3, 5)];
        string Refused(Func<MLOperand[], MLLstmOptions> options) => Refusal(operands, (b, x) => Lstm(b, x, options(x)));

        Assert.Equal("lstm: bias has the wrong rank (expected 2, found f32[20])", Refused(x => new() { Bias = x[3] }));
        Assert.Equal("lstm: recurrentBias has the wrong rank (expected 2, found f32[20])", Refused(x => new() { RecurrentBias = x[3] }));
        Assert.Equal("lstm: peepholeWeight has the wrong rank (expected 2, found f32[15])", Refused(x => new() { PeepholeWeight = x[4] }));
        Assert.Equal("lstm: initialHiddenState has the wrong rank (expected 3, found f32[3,5])", Refused(x => new() { InitialHiddenState = x[5] }));
        Assert.Equal("lstm: initialCellState has the wrong rank (expected 3, found f32[3,5])", Refused(x => new() { InitialCellState = x[5] }));
    }

    [Fact]
    public void Optional_operands_of_a_gru_are_checked_alike()
    {
        MLOperandDescriptor[] operands = [.. gru, F32(1, 20), F32(1, 5, 3)];
        string Refused(Func<MLOperand[], MLGruOptions> options) => Refusal(operands, (b, x) => Gru(b, x, options(x)));

        Assert.Equal("gru: bias has the wrong shape (expected [1,15], found f32[1,20])", Refused(x => new() { Bias = x[3] }));
        Assert.Equal("gru: recurrentBias has the wrong shape (expected [1,15], found f32[1,20])", Refused(x => new() { RecurrentBias = x[3] }));
        Assert.Equal("gru: initialHiddenState has the wrong shape (expected [1,3,5], found f32[1,5,3])", Refused(x => new() { InitialHiddenState = x[4] }));
    }

    [Fact]
    public void Operands_of_a_cell_have_no_directions()
    {
        MLOperandDescriptor[] operands = [.. lstmCell, F32(1, 20), F32(1, 15), F32(1, 3, 5)];
        string Refused(Func<MLGraphBuilder, MLOperand[], MLOperand> apply) => Refusal(operands, apply);

        Assert.Equal("lstmCell: bias has the wrong rank (expected 1, found f32[1,20])", Refused((b, x) => LstmCell(b, x, new() { Bias = x[5] })));
        Assert.Equal("lstmCell: recurrentBias has the wrong rank (expected 1, found f32[1,20])", Refused((b, x) => LstmCell(b, x, new() { RecurrentBias = x[5] })));
        Assert.Equal("lstmCell: peepholeWeight has the wrong rank (expected 1, found f32[1,15])", Refused((b, x) => LstmCell(b, x, new() { PeepholeWeight = x[6] })));
        Assert.Equal(
            "lstmCell: hiddenState has the wrong rank (expected 2, found f32[1,3,5])",
            Refused((b, x) => b.LstmCell(x[0], x[1], x[2], x[7], x[4], 5)[0]));
        Assert.Equal(
            "lstmCell: cellState has the wrong rank (expected 2, found f32[1,3,5])",
            Refused((b, x) => b.LstmCell(x[0], x[1], x[2], x[3], x[7], 5)[0]));
    }

    [Fact]
    public void Each_operator_has_its_number_of_activations()
    {
        const MLRecurrentNetworkActivation Relu = MLRecurrentNetworkActivation.Relu;

        Assert.Equal("gru: activations have the wrong length (expected 2, found 3)", Refusal(gru, (b, x) => Gru(b, x, new() { Activations = [Relu, Relu, Relu] })));
        Assert.Equal("lstm: activations have the wrong length (expected 3, found 2)", Refusal(lstm, (b, x) => Lstm(b, x, new() { Activations = [Relu, Relu] })));
        Assert.Equal(
            "gruCell: activations have the wrong length (expected 2, found 1)",
            Refusal(gruCell, (b, x) => b.GruCell(x[0], x[1], x[2], x[3], 5, new() { Activations = [Relu] })));
        Assert.Equal(
            "lstmCell: activations have the wrong length (expected 3, found 0)", Refusal(lstmCell, (b, x) => LstmCell(b, x, new() { Activations = [] })));
    }

    private static MLOperand Gru(MLGraphBuilder builder, MLOperand[] x, MLGruOptions? options) => builder.Gru(x[0], x[1], x[2], 2, 5, options)[0];

    private static MLOperand Lstm(MLGraphBuilder builder, MLOperand[] x, MLLstmOptions? options) => builder.Lstm(x[0], x[1], x[2], 2, 5, options)[0];

    private static MLOperand LstmCell(MLGraphBuilder builder, MLOperand[] x, MLLstmCellOptions options) =>
        builder.LstmCell(x[0], x[1], x[2], x[3], x[4], 5, options)[0];
}
