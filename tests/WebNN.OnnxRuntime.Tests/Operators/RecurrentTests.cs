using System.Collections.Immutable;
using static WebNN.MLRecurrentNetworkActivation;

namespace WebNN.OnnxRuntime.Tests.Operators;

/// <summary>Each operator against its formulas (<see cref="RecurrentReference"/>), with weights that are constants or inputs.</summary>
public sealed class RecurrentTests
{
    private static readonly RecurrentSizes sizes = new();
    private static readonly ImmutableArray<MLRecurrentNetworkActivation> gru = [Sigmoid, Tanh];
    private static readonly ImmutableArray<MLRecurrentNetworkActivation> lstm = [Sigmoid, Tanh, Tanh];

    private readonly TestGraph graph = new();

    public static IEnumerable<TheoryDataRow<MLRecurrentNetworkDirection, MLGruWeightLayout, bool, Given, bool>> GruNetworks =>
        from direction in Enum.GetValues<MLRecurrentNetworkDirection>()
        from layout in Enum.GetValues<MLGruWeightLayout>()
        from resetAfter in new[] { true, false }
        from given in Enum.GetValues<Given>()
        from constant in new[] { true, false }
        select new TheoryDataRow<MLRecurrentNetworkDirection, MLGruWeightLayout, bool, Given, bool>(direction, layout, resetAfter, given, constant);

    public static IEnumerable<TheoryDataRow<MLRecurrentNetworkDirection, MLLstmWeightLayout, Given, bool>> LstmNetworks =>
        from direction in Enum.GetValues<MLRecurrentNetworkDirection>()
        from layout in Enum.GetValues<MLLstmWeightLayout>()
        from given in Enum.GetValues<Given>()
        from constant in new[] { true, false }
        select new TheoryDataRow<MLRecurrentNetworkDirection, MLLstmWeightLayout, Given, bool>(direction, layout, given, constant);

    [Theory]
    [MemberData(nameof(GruNetworks))]
    public void Gru_follows_its_formulas(MLRecurrentNetworkDirection direction, MLGruWeightLayout layout, bool resetAfter, Given given, bool constant)
    {
        var test = new RecurrentCase(Letters(layout), sizes, given, gru, direction, resetAfter);

        test.Check(graph.Run<float>(Gru(test, constant, new() { Direction = direction, Layout = layout, ResetAfter = resetAfter })));
    }

    [Theory]
    [MemberData(nameof(LstmNetworks))]
    public void Lstm_follows_its_formulas(MLRecurrentNetworkDirection direction, MLLstmWeightLayout layout, Given given, bool constant)
    {
        var test = new RecurrentCase(Letters(layout), sizes, given, lstm, direction);

        test.Check(graph.Run<float>(Lstm(test, constant, new() { Direction = direction, Layout = layout })));
    }

    [Theory]
    [InlineData(MLGruWeightLayout.Zrn, true, Given.Nothing, true)]
    [InlineData(MLGruWeightLayout.Zrn, false, Given.Everything, true)]
    [InlineData(MLGruWeightLayout.Rzn, true, Given.Everything, false)]
    [InlineData(MLGruWeightLayout.Rzn, false, Given.Bias, true)]
    [InlineData(MLGruWeightLayout.Rzn, true, Given.RecurrentBias, true)]
    public void GruCell_follows_its_formulas(MLGruWeightLayout layout, bool resetAfter, Given given, bool constant)
    {
        var test = new RecurrentCase(Letters(layout), sizes with { Steps = 1 }, given, gru, resetAfter: resetAfter);

        test.Check([graph.Run<float>(GruCell(test, constant, new() { Layout = layout, ResetAfter = resetAfter }))]);
    }

    [Theory]
    [InlineData(MLLstmWeightLayout.Iofg, Given.Nothing, true)]
    [InlineData(MLLstmWeightLayout.Iofg, Given.Everything, false)]
    [InlineData(MLLstmWeightLayout.Ifgo, Given.Everything, true)]
    [InlineData(MLLstmWeightLayout.Ifgo, Given.Bias, false)]
    [InlineData(MLLstmWeightLayout.Ifgo, Given.RecurrentBias, true)]
    public void LstmCell_follows_its_formulas(MLLstmWeightLayout layout, Given given, bool constant)
    {
        var test = new RecurrentCase(Letters(layout), sizes with { Steps = 1 }, given, lstm);

        test.Check(graph.Run<float>(LstmCell(test, constant, new() { Layout = layout })));
    }

    [Theory]
    [InlineData(Relu, Relu, Relu)]
    [InlineData(Tanh, Sigmoid, Relu)]
    [InlineData(Sigmoid, Relu, Sigmoid)]
    public void Activations_are_those_of_the_options(MLRecurrentNetworkActivation first, MLRecurrentNetworkActivation second, MLRecurrentNetworkActivation third)
    {
        const MLRecurrentNetworkDirection Both = MLRecurrentNetworkDirection.Both;
        var oneStep = sizes with { Steps = 1 };
        RecurrentCase Gates(string letters, RecurrentSizes dimensions, MLRecurrentNetworkDirection direction) =>
            new(letters, dimensions, Given.Everything, letters.Length == 3 ? [first, second] : [first, second, third], direction);
        RecurrentCase[] cases = [Gates("zrn", sizes, Both), Gates("zrn", oneStep, default), Gates("iofg", sizes, Both), Gates("iofg", oneStep, default)];

        MLOperand[][] outputs =
        [
            Gru(cases[0], true, new() { Direction = Both, Activations = [first, second] }),
            [GruCell(cases[1], true, new() { Activations = [first, second] })],
            Lstm(cases[2], true, new() { Direction = Both, Activations = [first, second, third] }),
            LstmCell(cases[3], true, new() { Activations = [first, second, third] }),
        ];
        var results = graph.Run<float>([.. outputs.SelectMany(each => each)]);

        var taken = 0;
        for (var i = 0; i < cases.Length; i++)
        {
            cases[i].Check(results[taken..(taken += outputs[i].Length)]);
        }
    }

    /// <summary>Large enough for the paths that ONNX Runtime has for many rows and many threads.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    public void Large_networks_follow_their_formulas(int batch)
    {
        var large = new RecurrentSizes(Steps: 9, batch, Features: 40, Hidden: 67);
        const MLRecurrentNetworkDirection Both = MLRecurrentNetworkDirection.Both;
        var (first, second) = (new RecurrentCase("rzn", large, Given.Everything, gru, Both), new RecurrentCase("ifgo", large, Given.Everything, lstm, Both));

        var outputs = Gru(first, true, new() { Direction = Both, Layout = MLGruWeightLayout.Rzn });
        var results = graph.Run<float>([.. outputs, .. Lstm(second, true, new() { Direction = Both, Layout = MLLstmWeightLayout.Ifgo })]);

        first.Check(results[..outputs.Length]);
        second.Check(results[outputs.Length..]);
    }

    [Fact]
    public void A_network_without_its_sequence_has_the_last_states_alone()
    {
        var test = new RecurrentCase("iofg", sizes, Given.Nothing, lstm);
        var (x, weight, recurrentWeight) = Operands(test, constant: true);

        var outputs = graph.Builder.Lstm(x, weight, recurrentWeight, sizes.Steps, sizes.Hidden);

        Assert.Equal(2, outputs.Length);
        test.Check(graph.Run<float>([.. outputs]));
    }

    [Fact]
    public void Halves_are_computed_as_floats()
    {
        var test = new RecurrentCase("rzn", sizes, Given.Bias, gru);
        MLOperand Halves(float[] values, params ReadOnlySpan<int> shape) => graph.Constant(Array.ConvertAll(values, value => (Half)value), shape);
        var x = graph.Input(Array.ConvertAll(test.Input, value => (Half)value), sizes.Steps, sizes.Batch, sizes.Features);

        var outputs = graph.Builder.Gru(
            x,
            Halves(test.Weight, 1, 3 * sizes.Hidden, sizes.Features),
            Halves(test.RecurrentWeight, 1, 3 * sizes.Hidden, sizes.Hidden),
            sizes.Steps,
            sizes.Hidden,
            new() { Bias = Halves(test.Bias!, 1, 3 * sizes.Hidden), Layout = MLGruWeightLayout.Rzn, ReturnSequence = true });

        test.Check(Array.ConvertAll(graph.Run<Half>([.. outputs]), output => Array.ConvertAll(output, value => (float)value)), tolerance: 2e-3);
    }

    [Fact]
    public void Constant_gates_are_put_in_order_on_the_host_once_for_all_cells()
    {
        var test = new RecurrentCase("rzn", sizes with { Steps = 1 }, Given.Bias, gru);
        var (x, weight, recurrentWeight) = Operands(test, constant: true, isCell: true);
        var options = new MLGruCellOptions { Bias = graph.Constant(test.Bias!, 3 * sizes.Hidden), Layout = MLGruWeightLayout.Rzn };
        var hidden = graph.Input(new float[sizes.Batch * sizes.Hidden], sizes.Batch, sizes.Hidden);
        var first = graph.Builder.GruCell(x, weight, recurrentWeight, hidden, sizes.Hidden, options);
        var second = graph.Builder.GruCell(x, weight, recurrentWeight, first, sizes.Hidden, options);

        var lowered = graph.Lower(second);

        Assert.DoesNotContain("Gather", lowered.ToText(), StringComparison.Ordinal);
        var cells = lowered.Nodes.Where(node => node.Operator is "GRU").ToArray();
        var weights = Array.ConvertAll(cells, cell => lowered.Constants.Single(constant => constant.Name == cell.Inputs[1]).Data);
        Assert.Equal(2, weights.Length);
        Assert.Same(weights[0], weights[1]);
    }

    private static string Letters<T>(T layout) where T : struct, Enum => layout.ToString().ToLowerInvariant();

    private MLOperand[] Gru(RecurrentCase test, bool constant, MLGruOptions options)
    {
        var (d, rows) = (test.Directions, 3 * test.Sizes.Hidden);
        var (x, weight, recurrentWeight) = Operands(test, constant);
        return [.. graph.Builder.Gru(x, weight, recurrentWeight, test.Sizes.Steps, test.Sizes.Hidden, options with
        {
            Bias = Optional(test.Bias, constant, d, rows),
            RecurrentBias = Optional(test.RecurrentBias, constant, d, rows),
            InitialHiddenState = Optional(test.HiddenState, false, d, test.Sizes.Batch, test.Sizes.Hidden),
            ReturnSequence = true,
        })];
    }

    private MLOperand GruCell(RecurrentCase test, bool constant, MLGruCellOptions options)
    {
        var (x, weight, recurrentWeight) = Operands(test, constant, isCell: true);
        return graph.Builder.GruCell(x, weight, recurrentWeight, State(test, test.HiddenState), test.Sizes.Hidden, options with
        {
            Bias = Optional(test.Bias, constant, 3 * test.Sizes.Hidden),
            RecurrentBias = Optional(test.RecurrentBias, constant, 3 * test.Sizes.Hidden),
        });
    }

    private MLOperand[] Lstm(RecurrentCase test, bool constant, MLLstmOptions options)
    {
        var (d, rows) = (test.Directions, 4 * test.Sizes.Hidden);
        var (x, weight, recurrentWeight) = Operands(test, constant);
        return [.. graph.Builder.Lstm(x, weight, recurrentWeight, test.Sizes.Steps, test.Sizes.Hidden, options with
        {
            Bias = Optional(test.Bias, constant, d, rows),
            RecurrentBias = Optional(test.RecurrentBias, constant, d, rows),
            PeepholeWeight = Optional(test.Peephole, constant, d, 3 * test.Sizes.Hidden),
            InitialHiddenState = Optional(test.HiddenState, false, d, test.Sizes.Batch, test.Sizes.Hidden),
            InitialCellState = Optional(test.CellState, false, d, test.Sizes.Batch, test.Sizes.Hidden),
            ReturnSequence = true,
        })];
    }

    private MLOperand[] LstmCell(RecurrentCase test, bool constant, MLLstmCellOptions options)
    {
        var (x, weight, recurrentWeight) = Operands(test, constant, isCell: true);
        var (hidden, cell) = (State(test, test.HiddenState), State(test, test.CellState));
        return [.. graph.Builder.LstmCell(x, weight, recurrentWeight, hidden, cell, test.Sizes.Hidden, options with
        {
            Bias = Optional(test.Bias, constant, 4 * test.Sizes.Hidden),
            RecurrentBias = Optional(test.RecurrentBias, constant, 4 * test.Sizes.Hidden),
            PeepholeWeight = Optional(test.Peephole, constant, 3 * test.Sizes.Hidden),
        })];
    }

    private (MLOperand Input, MLOperand Weight, MLOperand RecurrentWeight) Operands(RecurrentCase test, bool constant, bool isCell = false)
    {
        var (steps, batch, features, hidden) = test.Sizes;
        var rows = test.Weight.Length / features / test.Directions;
        return isCell
            ? (graph.Input(test.Input, batch, features), Optional(test.Weight, constant, rows, features)!, Optional(test.RecurrentWeight, constant, rows, hidden)!)
            : (graph.Input(test.Input, steps, batch, features),
                Optional(test.Weight, constant, test.Directions, rows, features)!,
                Optional(test.RecurrentWeight, constant, test.Directions, rows, hidden)!);
    }

    private MLOperand State(RecurrentCase test, float[]? values) =>
        graph.Input(values ?? new float[test.Sizes.Batch * test.Sizes.Hidden], test.Sizes.Batch, test.Sizes.Hidden);

    private MLOperand? Optional(float[]? values, bool constant, params ReadOnlySpan<int> shape) =>
        values is null ? null : constant ? graph.Constant(values, shape) : graph.Input(values, shape);
}
