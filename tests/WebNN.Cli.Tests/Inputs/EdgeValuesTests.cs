using System.Runtime.InteropServices;
using WebNN.Cli.Inputs;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Tests.Inputs;

public sealed class EdgeValuesTests
{
    private const int Count = 400;
    private static readonly float[] multiples = [0, 0.1f, 0.2f, 0.25f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.75f, 0.8f, 0.9f, 1];

    [Fact]
    public void Multiples_are_the_floats_next_to_tenths_quarters_and_halves_within_the_range()
    {
        var values = Floats(SmallModels.Float(), 0, EdgeKind.Multiples);

        Assert.Equal(multiples, values.Select(Math.Abs).Distinct().Order());
        Assert.Contains(-1f, values);
    }

    [Fact]
    public void A_multiple_to_divide_by_is_never_zero()
    {
        Assert.Contains(0f, Floats(SmallModels.FloorDiv(), 0, EdgeKind.Multiples));
        Assert.DoesNotContain(0f, Floats(SmallModels.FloorDiv(), 1, EdgeKind.Multiples));
    }

    [Fact]
    public void Large_integers_leave_32_bits_when_they_are_added()
    {
        var values = MemoryMarshal.Cast<byte, int>(Bytes(SmallModels.IntegerMean(), 0, EdgeKind.Integers)).ToArray();

        Assert.Contains(int.MaxValue, values);
        Assert.Contains(int.MinValue, values);
        Assert.Contains(2_000_000_000, values);
    }

    [Fact]
    public void Indices_are_never_large() => Assert.Null(Bytes(SmallModels.Tokens(), 0, EdgeKind.Integers));

    [Fact]
    public void Extreme_indices_are_the_first_and_the_last_ones()
    {
        var values = MemoryMarshal.Cast<byte, int>(Bytes(SmallModels.Tokens(), 0, EdgeKind.Extremes)).ToArray();

        Assert.Equal([0, 1, 49], values.Distinct().Order());
    }

    [Fact]
    public void Extremes_hold_infinities_and_the_largest_and_smallest_floats()
    {
        var values = Floats(SmallModels.Float(), 0, EdgeKind.Extremes);

        Assert.Superset(
            new HashSet<float> { float.MaxValue, -float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon },
            values.ToHashSet());
    }

    [Fact]
    public void Extremes_of_bytes_are_the_ends_of_their_type() =>
        Assert.Equal(new byte[] { 0x7F, 0x80, 0x81 }, Bytes(SmallModels.Quantized(), 0, EdgeKind.Extremes)!.Distinct().Order());

    [Fact]
    public void Not_a_numbers_come_among_others_and_only_where_they_are_asked_for()
    {
        Assert.InRange(Floats(SmallModels.Float(), 0, EdgeKind.Nan).Count(float.IsNaN), 50, 150);
        Assert.DoesNotContain(Floats(SmallModels.Float(), 0, EdgeKind.Extremes), float.IsNaN);
    }

    [Theory]
    [InlineData("all", 4)]
    [InlineData("none", 0)]
    [InlineData("nan, multiples", 2)]
    public void Kinds_are_named_in_a_list(string text, int count) => Assert.Equal(count, EdgeKinds.Parse(text)?.Length);

    private static float[] Floats(byte[] model, int ordinal, EdgeKind kind) =>
        MemoryMarshal.Cast<byte, float>(Bytes(model, ordinal, kind)).ToArray();

    private static byte[]? Bytes(byte[] model, int ordinal, EdgeKind kind)
    {
        var profile = new ModelProfile(FlatBufferModel.Parse(model));
        return EdgeValues.Bytes(profile, ordinal, Count * (profile.Input(ordinal).Type.BitSize() / 8), kind, new Random(1));
    }
}
