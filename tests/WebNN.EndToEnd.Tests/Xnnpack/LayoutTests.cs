using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

/// <summary>TRANSPOSE, DEPTH_TO_SPACE, SPACE_TO_DEPTH.</summary>
public sealed class LayoutTests
{
    /// <summary>All permutations up to four axes, some of five.</summary>
    private static readonly int[][] shapes = [[37], [37, 113], [5, 7, 11], [5, 7, 11, 13], [3, 5, 7, 11, 13]];

    private const int MostPermutations = 24;

    /// <summary>Heights and widths of what is joined to blocks, or split in them.</summary>
    private static readonly (string Name, Range Height, Range Width)[] images =
    [
        ("SinglePixel", 1..1, 1..1),
        ("SingleRow", 1..1, 5..25),
        ("SingleColumn", 5..25, 1..1),
        ("FullImage", 5..25, 5..25),
        ("MultiThreading", 5..25, 5..25),
    ];

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = Numbers.All.Aggregate(
        new Dictionary<string, Action<DrawnSizes>>(),
        (tests, numbers) => tests
            .Add($"{numbers.Prefix}Transpose", shapes.Select(shape => new Row($"{shape.Length}D", sizes => Transpose(numbers, shape, sizes))))
            .Add($"{numbers.Prefix}DepthToSpace", Images((blocks, size, channels, sizes) =>
                sizes.Operator(BuiltinOperator.DepthToSpace, new DepthToSpaceOptions(size))
                    .Input(numbers.Stored, [.. blocks, channels * size * size])
                    .Output(numbers.Stored, blocks[0], blocks[1] * size, blocks[2] * size, channels)
                    .AgreesWithTFLite(Tolerance.Exact)))
            .Add($"{numbers.Prefix}SpaceToDepth", Images((blocks, size, channels, sizes) =>
                sizes.Operator(BuiltinOperator.SpaceToDepth, new SpaceToDepthOptions(size))
                    .Input(numbers.Stored, blocks[0], blocks[1] * size, blocks[2] * size, channels)
                    .Output(numbers.Stored, [.. blocks, channels * size * size])
                    .AgreesWithTFLite(Tolerance.Exact))));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    /// <param name="run">With batch, height and width in blocks, a block's size, and the channels of a pixel.</param>
    private static IEnumerable<Row> Images(Action<int[], int, int, DrawnSizes> run) => images.Select(image => new Row(
        image.Name, sizes => run([sizes.In(2..4), sizes.In(image.Height), sizes.In(image.Width)], sizes.In(2..3), sizes.In(2..16), sizes)));

    private static void Transpose(Numbers numbers, int[] shape, DrawnSizes sizes)
    {
        var permutations = Permutations([.. Enumerable.Range(0, shape.Length)]).ToArray();
        var step = Math.Max(1, permutations.Length / MostPermutations);
        for (var i = sizes.In(0..(step - 1)); i < permutations.Length; i += step)
        {
            sizes.Operator(BuiltinOperator.Transpose, version: 2)
                .Input(numbers.Stored, shape).Vector(permutations[i])
                .Output(numbers.Stored, [.. permutations[i].Select(axis => shape[axis])])
                .AgreesWithTFLite(Tolerance.Exact);
        }
    }

    private static IEnumerable<int[]> Permutations(int[] axes) => axes.Length == 0
        ? [[]]
        : axes.SelectMany(first => Permutations([.. axes.Where(axis => axis != first)]).Select(rest => (int[])[first, .. rest]));
}
