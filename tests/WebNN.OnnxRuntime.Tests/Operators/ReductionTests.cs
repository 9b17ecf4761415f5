using System.Numerics;

namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class ReductionTests
{
    private readonly TestGraph graph = new();

    /// <summary>Nine elements: more than a vector of ONNX Runtime's kernels holds, so that its vector code runs too.</summary>
    [Fact]
    public void Extremes_of_every_type_are_found_over_its_whole_range()
    {
        Extremes<float>([1, float.MaxValue, float.NegativeInfinity, 0, 5, 7, 8, 9, 10], float.NegativeInfinity, float.MaxValue);
        Extremes<Half>([(Half)1, Half.MaxValue, Half.MinValue, (Half)0, (Half)5, (Half)7, (Half)8, (Half)9, (Half)10], Half.MinValue, Half.MaxValue);
        Extremes([1, int.MaxValue, int.MinValue, 0, 5, 7, 8, 9, 10], int.MinValue, int.MaxValue);
        Extremes<uint>([1, uint.MaxValue, 1u << 31, 0, 5, 7, 8, 9, 10], 0, uint.MaxValue);
        Extremes([1, 4294967295, -4294967296, 0, 5, 7, 8, 9, 10], -4294967296, 4294967295);
        Extremes<ulong>([1, ulong.MaxValue, 1ul << 63, 0, 5, 7, 8, 9, 10], 0, ulong.MaxValue);
        Extremes<sbyte>([1, 127, -128, 0, 5, 7, 8, 9, 10], -128, 127);
        Extremes<byte>([1, 255, 128, 0, 5, 7, 8, 9, 10], 0, 255);
    }

    [Fact]
    public void Extremes_of_wide_integers_run_along_any_axes() => Assert.Equal(
        [7L, 8], graph.Run<long>(graph.Builder.ReduceMax(graph.Input([1L, 2, 3, 4, 5, 6, 7, 8], 2, 2, 2), new() { Axes = [1, 0] })));

    [Fact]
    public void Sums_of_unsigned_integers_wrap_around()
    {
        Sums<uint>([uint.MaxValue, 3], 2);
        Sums<ulong>([ulong.MaxValue, 3], 2);

        static void Sums<T>(T[] values, T expected) where T : unmanaged
        {
            var (sum, absolute) = (new TestGraph(), new TestGraph());
            Assert.Equal([expected], sum.Run<T>(sum.Builder.ReduceSum(sum.Input(values, 2))));
            Assert.Equal([expected], absolute.Run<T>(absolute.Builder.ReduceL1(absolute.Input(values, 2))));
        }
    }

    [Fact]
    public void Without_axes_each_element_is_reduced_by_itself()
    {
        Assert.Equal([2, 3], graph.Run<float>(graph.Builder.ReduceL1(graph.Input(new float[] { -2, 3 }, 2), new() { Axes = [] })));
        var squares = new TestGraph();
        Assert.Equal([4, 9], squares.Run<int>(squares.Builder.ReduceSumSquare(squares.Input([-2, 3], 2), new() { Axes = [] })));
        var extremes = new TestGraph();
        Assert.Equal([-2, 3], extremes.Run<sbyte>(extremes.Builder.ReduceMin(extremes.Input(new sbyte[] { -2, 3 }, 2), new() { Axes = [] })));
    }

    private static void Extremes<T>(T[] values, T lowest, T highest) where T : unmanaged, INumber<T>
    {
        var (min, max, pairs) = (new TestGraph(), new TestGraph(), new TestGraph());
        Assert.Equal([lowest], min.Run<T>(min.Builder.ReduceMin(min.Input(values, 9))));
        Assert.Equal([highest], max.Run<T>(max.Builder.ReduceMax(max.Input(values, 9))));

        var two = T.CreateChecked(2);
        Assert.Equal(values.Select(x => T.Min(x, two)), pairs.Run<T>(pairs.Builder.Min(pairs.Input(values, 9), pairs.Constant(new[] { two }))));
        pairs = new TestGraph();
        Assert.Equal(values.Select(x => T.Max(x, two)), pairs.Run<T>(pairs.Builder.Max(pairs.Input(values, 9), pairs.Constant(new[] { two }))));
        pairs = new TestGraph();
        var limits = new MLClampOptions { MinValue = 2, MaxValue = 7 };
        Assert.Equal(
            values.Select(x => T.Clamp(x, two, T.CreateChecked(7))), pairs.Run<T>(pairs.Builder.Clamp(pairs.Input(values, 9), limits)));
    }
}
