namespace WebNN.Kernels.Tests;

/// <summary>Columns in the place of rows, against plain C#.</summary>
public sealed unsafe class TranspositionTests
{
    private const int Seed = 20261126;

    /// <summary>One, what is turned as few, squares, and what is left of them, of bytes and of floats.</summary>
    private static readonly int[] sizes = [1, 2, 3, 4, 5, 8, 15, 16, 17, 33, 67, 130];

    public static TheoryData<string> Widths => [.. Targets.Widths];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Each_element_has_its_place(string target)
    {
        var random = new Random(Seed);
        foreach (var (matrices, rows, columns, shares) in from matrices in (int[])[1, 3] from rows in sizes from columns in sizes from shares in (int[])[1, 3] select (matrices, rows, columns, shares))
        {
            var bytes = new byte[matrices * rows * columns];
            random.NextBytes(bytes);
            float[] floats = [.. bytes.Select((_, i) => (float)i)];
            Assert.Equal(Expected(bytes, rows, columns), Run(bytes, matrices, rows, columns, shares, target));
            Assert.Equal(Expected(floats, rows, columns), Run(floats, matrices, rows, columns, shares, target));
        }
    }

    private static T[] Expected<T>(T[] x, int rows, int columns) => [.. x.Chunk(rows * columns)
        .SelectMany(matrix => Enumerable.Range(0, rows * columns).Select(i => matrix[(i % rows * columns) + (i / rows)]))];

    private static T[] Run<T>(T[] x, int matrices, int rows, int columns, int shares, string target)
        where T : unmanaged
    {
        var shape = Transposition.Shape(matrices, rows, columns, sizeof(T));
        using var kernel = WindowKernels.Create(WindowOperation.Transpose, new(shape, OutputRange.Unlimited), default, Targets.All[target], shares);
        fixed (T* from = x)
        {
            // Not what is written beyond columns that are missing.
            return GuardedRun.Twice(kernel, new((nint)from, 0, 0, 0), x.Length, x.Max());
        }
    }
}
