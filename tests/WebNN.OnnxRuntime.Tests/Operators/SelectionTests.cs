using System.Numerics;

namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class SelectionTests
{
    [Fact]
    public void Where_keeps_the_bits_of_every_type()
    {
        Selects(-1.5f, float.MaxValue);
        Selects((Half)(-1.5), Half.MaxValue);
        Selects(int.MinValue, int.MaxValue);
        Selects(uint.MinValue, uint.MaxValue);
        Selects(long.MinValue, long.MaxValue);
        Selects(ulong.MinValue, ulong.MaxValue);
        Selects<sbyte>(-128, 127);
        Selects<byte>(0, 255);
    }

    [Fact]
    public void Where_broadcasts_condition_and_values()
    {
        var graph = new TestGraph();
        var condition = graph.Input(new byte[] { 1, 0 }, 2, 1);
        var (chosen, other) = (graph.Input(new[] { 1, 2, 3 }, 3), graph.Input(new[] { -9 }));

        Assert.Equal([1, 2, 3, -9, -9, -9], graph.Run<int>(graph.Builder.Where(condition, chosen, other)));
    }

    [Theory]
    [InlineData(true, 0, new[] { 1, 2, 3, 0, 5, 6, 0, 0, 9 })]
    [InlineData(true, 1, new[] { 0, 2, 3, 0, 0, 6, 0, 0, 0 })]
    [InlineData(false, 0, new[] { 1, 0, 0, 4, 5, 0, 7, 8, 9 })]
    [InlineData(false, -1, new[] { 0, 0, 0, 4, 0, 0, 7, 8, 0 })]
    public void Triangular_keeps_its_half_of_every_type(bool upper, int diagonal, int[] expected)
    {
        Triangle<float>();
        Triangle<Half>();
        Triangle<int>();
        Triangle<uint>();
        Triangle<long>();
        Triangle<ulong>();
        Triangle<sbyte>();
        Triangle<byte>();

        void Triangle<T>() where T : unmanaged, INumber<T>
        {
            var graph = new TestGraph();
            T[] values = [.. Enumerable.Range(1, 9).Select(T.CreateChecked)];
            var result = graph.Run<T>(graph.Builder.Triangular(graph.Input(values, 3, 3), new() { Upper = upper, Diagonal = diagonal }));
            Assert.Equal(expected, result.Select(int.CreateChecked));
        }
    }

    private static void Selects<T>(T first, T second) where T : unmanaged
    {
        var graph = new TestGraph();
        var condition = graph.Input(new byte[] { 1, 0, 7 }, 3);

        Assert.Equal([first, second, first], graph.Run<T>(graph.Builder.Where(condition, graph.Input([first], 1), graph.Constant([second], 1))));
    }
}
