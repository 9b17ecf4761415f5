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
    public void Sums_of_integers_wrap_around()
    {
        Sums<int>([int.MaxValue, 3, -1, 0, 0, 0, 0, 0, 1], int.MinValue + 2, int.MinValue + 4);
        Sums<uint>([uint.MaxValue, 3, 0, 0, 0, 0, 0, 0, 1], 3, 3);
        Sums<long>([long.MaxValue, 3, -1, 0, 0, 0, 0, 0, 1], long.MinValue + 2, long.MinValue + 4);
        Sums<long>([1L << 53, 1, 1, 0, 0, 0, 0, 0, 1], (1L << 53) + 3, (1L << 53) + 3);
        Sums<ulong>([ulong.MaxValue, 3, 0, 0, 0, 0, 0, 0, 1], 3, 3);

        static void Sums<T>(T[] values, T expected, T absolute) where T : unmanaged
        {
            Reduced(values, [3, 3], [expected], (b, x) => b.ReduceSum(x));
            Reduced(values, [3, 3], [absolute], (b, x) => b.ReduceL1(x));
        }
    }

    [Fact]
    public void Products_and_sums_of_squares_of_integers_wrap_around()
    {
        Reduced([2000000000, 3, 1, 1, 1], [5], [1705032704], (b, x) => b.ReduceProduct(x));
        Reduced([65536, 65536, 3], [3], [0], (b, x) => b.ReduceProduct(x));
        Reduced([uint.MaxValue, 3u], [2], [uint.MaxValue - 2], (b, x) => b.ReduceProduct(x));
        Reduced([long.MaxValue, 3, 5], [3], [long.MaxValue - 14], (b, x) => b.ReduceProduct(x));
        Reduced([(1L << 31) + 1, (1L << 31) + 1], [2], [(1L << 62) + (1L << 32) + 1], (b, x) => b.ReduceProduct(x));
        Reduced([ulong.MaxValue, 3ul], [2], [ulong.MaxValue - 2], (b, x) => b.ReduceProduct(x));
        Reduced([46341, 46341], [2], [9266], (b, x) => b.ReduceSumSquare(x));
        Reduced([(1L << 31) + 1, 1], [2], [(1L << 62) + (1L << 32) + 2], (b, x) => b.ReduceSumSquare(x));
    }

    [Fact]
    public void Integers_are_reduced_along_any_axes()
    {
        int[] values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        Reduced(values, [2, 3, 2], [9, 12, 27, 30], (b, x) => b.ReduceSum(x, new() { Axes = [1] }));
        Reduced(values, [2, 3, 2], [16, 24, 32], (b, x) => b.Add(
            b.ReduceSum(x, new() { Axes = [2, 0] }), b.Constant(new MLOperandDescriptor(MLOperandDataType.Int32), (ReadOnlyMemory<byte>)BitConverter.GetBytes(-2))));
        Reduced(values, [2, 3, 2], [15, 48, 693, 960], (b, x) => b.ReduceProduct(x, new() { Axes = [1], KeepDimensions = true }));
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

    private static void Reduced<T>(T[] values, int[] shape, T[] expected, Func<MLGraphBuilder, MLOperand, MLOperand> reduce)
        where T : unmanaged
    {
        var graph = new TestGraph();
        Assert.Equal(expected, graph.Run<T>(reduce(graph.Builder, graph.Input(values, shape))));
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
