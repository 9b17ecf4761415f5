using System.Collections.Immutable;

namespace WebNN.OnnxRuntime.Tests.RandomGraphs;

/// <summary>Calls of recurrent networks and their cells.</summary>
internal static class RandomNetworks
{
    public static readonly RandomOperator[] All = [new("gru", Gru), new("gruCell", GruCell), new("lstm", Lstm), new("lstmCell", LstmCell)];

    /// <summary>The sizes of a network.</summary>
    private readonly record struct Sizes(MLOperandDataType Type, int Steps, int Batch, int Features, int Hidden, int Directions, MLRecurrentNetworkDirection Direction)
    {
        public static Sizes Of(Draw draw)
        {
            var direction = draw.Choice<MLRecurrentNetworkDirection>();
            var hidden = draw.Huge ? draw.Dimension() : draw.Odd(draw.Of(1, 2, 3, 8));
            return new(draw.Float(), draw.Odd(draw.Of(1, 2, 3)), draw.Of(1, 2, 3), draw.Dimension(), hidden, direction is MLRecurrentNetworkDirection.Both ? 2 : 1, direction);
        }

        public int Gates(int count) => unchecked(count * Hidden);
    }

    private static ImmutableArray<MLOperand> Gru(Draw draw)
    {
        var s = Sizes.Of(draw);
        return draw.Builder.Gru(
            draw.Operand(s.Type, [s.Steps, s.Batch, s.Features]), draw.Operand(s.Type, [s.Directions, s.Gates(3), s.Features]),
            draw.Operand(s.Type, [s.Directions, s.Gates(3), s.Hidden]), draw.Odd(s.Steps), draw.Odd(s.Hidden), new()
            {
                Bias = draw.Optional(s.Type, s.Directions, s.Gates(3)),
                RecurrentBias = draw.Optional(s.Type, s.Directions, s.Gates(3)),
                InitialHiddenState = draw.Optional(s.Type, s.Directions, s.Batch, s.Hidden),
                ResetAfter = draw.Flip(),
                ReturnSequence = draw.Flip(),
                Direction = s.Direction,
                Layout = draw.Choice<MLGruWeightLayout>(),
                Activations = Activations(draw, 2),
            });
    }

    private static MLOperand GruCell(Draw draw)
    {
        var s = Sizes.Of(draw);
        return draw.Builder.GruCell(
            draw.Operand(s.Type, [s.Batch, s.Features]), draw.Operand(s.Type, [s.Gates(3), s.Features]), draw.Operand(s.Type, [s.Gates(3), s.Hidden]),
            draw.Operand(s.Type, [s.Batch, s.Hidden]), draw.Odd(s.Hidden), new()
            {
                Bias = draw.Optional(s.Type, s.Gates(3)),
                RecurrentBias = draw.Optional(s.Type, s.Gates(3)),
                ResetAfter = draw.Flip(),
                Layout = draw.Choice<MLGruWeightLayout>(),
                Activations = Activations(draw, 2),
            });
    }

    private static ImmutableArray<MLOperand> Lstm(Draw draw)
    {
        var s = Sizes.Of(draw);
        return draw.Builder.Lstm(
            draw.Operand(s.Type, [s.Steps, s.Batch, s.Features]), draw.Operand(s.Type, [s.Directions, s.Gates(4), s.Features]),
            draw.Operand(s.Type, [s.Directions, s.Gates(4), s.Hidden]), draw.Odd(s.Steps), draw.Odd(s.Hidden), new()
            {
                Bias = draw.Optional(s.Type, s.Directions, s.Gates(4)),
                RecurrentBias = draw.Optional(s.Type, s.Directions, s.Gates(4)),
                PeepholeWeight = draw.Optional(s.Type, s.Directions, s.Gates(3)),
                InitialHiddenState = draw.Optional(s.Type, s.Directions, s.Batch, s.Hidden),
                InitialCellState = draw.Optional(s.Type, s.Directions, s.Batch, s.Hidden),
                ReturnSequence = draw.Flip(),
                Direction = s.Direction,
                Layout = draw.Choice<MLLstmWeightLayout>(),
                Activations = Activations(draw, 3),
            });
    }

    private static ImmutableArray<MLOperand> LstmCell(Draw draw)
    {
        var s = Sizes.Of(draw);
        return draw.Builder.LstmCell(
            draw.Operand(s.Type, [s.Batch, s.Features]), draw.Operand(s.Type, [s.Gates(4), s.Features]), draw.Operand(s.Type, [s.Gates(4), s.Hidden]),
            draw.Operand(s.Type, [s.Batch, s.Hidden]), draw.Operand(s.Type, [s.Batch, s.Hidden]), draw.Odd(s.Hidden), new()
            {
                Bias = draw.Optional(s.Type, s.Gates(4)),
                RecurrentBias = draw.Optional(s.Type, s.Gates(4)),
                PeepholeWeight = draw.Optional(s.Type, s.Gates(3)),
                Layout = draw.Choice<MLLstmWeightLayout>(),
                Activations = Activations(draw, 3),
            });
    }

    private static ImmutableArray<MLRecurrentNetworkActivation>? Activations(Draw draw, int count) => draw.Flip()
        ? null
        : [.. Enumerable.Range(0, draw.Chance(draw.Oddity) ? draw.Below(5) : count).Select(_ => draw.Choice<MLRecurrentNetworkActivation>())];
}
