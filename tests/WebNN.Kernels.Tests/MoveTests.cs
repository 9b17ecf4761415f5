namespace WebNN.Kernels.Tests;

/// <summary>Kernels that move bytes to other places, and sums of few rows, against plain C#.</summary>
public sealed unsafe class MoveTests
{
    private const int Seed = 20261126;

    /// <summary>Shapes, and the elements before and after each axis: of no axis, one, several, side by side and not, and of one and more rows.</summary>
    private static readonly (int[] Shape, long[] Before, long[] After)[] paddings =
    [
        ([], [], []),
        ([5], [0], [0]),
        ([5], [2], [3]),
        ([1, 7], [0, 40], [0, 0]),
        ([9, 24], [0, 0], [0, 4]),
        ([9, 3], [0, 5], [0, 60]),
        ([4, 5, 6], [0, 1, 0], [0, 2, 0]),
        ([4, 5, 6], [1, 0, 2], [0, 0, 1]),
        ([4, 5, 6], [1, 1, 1], [2, 2, 2]),
        ([4, 1, 6], [0, 3, 0], [0, 0, 0]),
        ([2, 3, 4, 5], [0, 1, 1, 0], [0, 1, 2, 0]),
        ([2, 3, 4, 33], [1, 0, 2, 0], [1, 0, 0, 0]),
        ([2, 3, 1, 2, 3], [1, 0, 1, 0, 1], [0, 1, 0, 1, 0]),
        ([2, 300], [0, 1], [0, 1]),
    ];

    /// <summary>Bytes of a run: those that one move of each kind takes, and what is left of them.</summary>
    private static readonly int[] runs = [1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 100, 1024, 1025, 3000];

    public static TheoryData<string> Widths => [.. Targets.Widths];

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_frame_is_of_its_value(string target)
    {
        foreach (var (shape, before, after) in paddings)
        {
            foreach (var shares in (int[])[1, 3])
            {
                AssertPadded<byte>(shape, before, after, 0xA7A7A7A7A7A7A7A7, (byte)0xA7, i => (byte)i, target, shares);
                AssertPadded<short>(shape, before, after, 0x1234_1234_1234_1234, (short)0x1234, i => (short)i, target, shares);
                AssertPadded<float>(shape, before, after, 0x40490FDB_40490FDB, BitConverter.Int32BitsToSingle(0x40490FDB), i => i, target, shares);
                AssertPadded<long>(shape, before, after, 0x0123_4567_89AB_CDEF, 0x0123_4567_89AB_CDEF, i => i, target, shares);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Parts_of_rows_stand_in_their_place(string target)
    {
        foreach (var (rows, bytes, place, rest, shares) in from rows in (int[])[1, 2, 7] from bytes in runs from place in (int[])[0, 5] from rest in (int[])[0, 9] from shares in (int[])[1, 3] select (rows, bytes, place, rest, shares))
        {
            var x = new byte[rows * bytes];
            new Random(Seed).NextBytes(x);
            var longer = place + bytes + rest;
            using var kernel = WindowKernels.Create(WindowOperation.Place, new(RowPlacement.Of(rows, bytes, place, longer), OutputRange.Unlimited), default, Targets.All[target], shares);
            fixed (byte* from = x)
            {
                byte[] expected = [.. x.Chunk(bytes).SelectMany(row => (byte[])[.. Enumerable.Repeat((byte)0x55, place), .. row, .. Enumerable.Repeat((byte)0x55, rest)])];
                Assert.Equal(expected, GuardedRun.Twice(kernel, new((nint)from, 0, 0, 0), rows * longer, (byte)0x55));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Rows_are_found_by_numbers_of_any_size(string target)
    {
        int[] numbers = [0, 4, 2, 2, -1, -5, 5, -6, int.MaxValue, int.MinValue], rows = [0, 4, 2, 2, 4, 0, 4, 0, 4, 0];
        foreach (var (bytes, shares) in from bytes in runs from shares in (int[])[1, 3] select (bytes, shares))
        {
            var table = new byte[5 * bytes];
            new Random(Seed).NextBytes(table);
            using var kernel = WindowKernels.Create(WindowOperation.LookUp, new(RowLookup.Of(numbers.Length, 5, bytes), OutputRange.Unlimited), default, Targets.All[target], shares);
            fixed (int* from = numbers)
            {
                fixed (byte* constant = table)
                {
                    byte[] expected = [.. rows.SelectMany(row => table.AsSpan(row * bytes, bytes).ToArray())];
                    Assert.Equal(expected, GuardedRun.Twice(kernel, new((nint)from, (nint)constant, 0, 0), expected.Length, (byte)0x55));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Sums_of_few_rows_are_exact(string target)
    {
        var random = new Random(Seed);
        foreach (var (matrices, depth, columns, rows, terms) in from matrices in (int[])[1, 3] from depth in (int[])[1, 9, 20] from columns in (int[])[1, 3, 7, 8, 9, 15, 16, 31, 33, 64, 65, 130] from rows in (int[])[1, 2, 11] from terms in (int[])[0, 1, 2, 8] select (matrices, depth, columns, rows, terms))
        {
            float[] x = [.. Enumerable.Range(0, matrices * depth * columns).Select(_ => random.NextSingle() - 0.5f)], weights = new float[rows * depth];
            for (var row = 0; row < rows; row++)
            {
                for (var term = 0; term < terms; term++)
                {
                    weights[(row * depth) + random.Next(depth)] = random.NextSingle() - 0.5f;
                }
            }

            var packed = RowSums.Pack(weights, rows)!;
            foreach (var shares in (int[])[1, 3])
            {
                using var kernel = WindowKernels.Create(WindowOperation.RowSums, new(RowSums.Shape(matrices, depth, columns, rows), OutputRange.Unlimited), default, Targets.All[target], shares);
                fixed (float* from = x)
                {
                    fixed (int* plan = packed)
                    {
                        Assert.Equal(Sums(x, weights, matrices, depth, columns, rows), GuardedRun.Twice(kernel, new((nint)from, (nint)plan, 0, 0), matrices * rows * columns, 12345f));
                    }
                }
            }
        }
    }

    [Fact]
    public void A_row_of_many_terms_is_no_sum_of_few() => Assert.Null(RowSums.Pack([1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1], 2));

    private static float[] Sums(float[] x, float[] weights, int matrices, int depth, int columns, int rows)
    {
        var sums = new float[matrices * rows * columns];
        for (var i = 0; i < sums.Length; i++)
        {
            var (matrix, row, column) = (i / columns / rows, i / columns % rows, i % columns);
            for (var term = 0; term < depth; term++)
            {
                sums[i] = MathF.FusedMultiplyAdd(weights[(row * depth) + term], x[(((matrix * depth) + term) * columns) + column], sums[i]);
            }
        }

        return sums;
    }

    private static void AssertPadded<T>(int[] shape, long[] before, long[] after, ulong value, T one, Func<int, T> element, string target, int shares)
        where T : unmanaged
    {
        T[] x = [.. Enumerable.Range(0, shape.Aggregate(1, (product, dimension) => product * dimension)).Select(element)];
        var plan = Padding.Plan(shape, before, after, sizeof(T), (long)value);
        var expected = Padded(x, shape, before, after, one);
        using var kernel = WindowKernels.Create(WindowOperation.Pad, new(Padding.Of(plan), OutputRange.Unlimited), default, Targets.All[target], shares);
        fixed (T* from = x)
        {
            fixed (long* fields = plan)
            {
                Assert.Equal(expected, GuardedRun.Twice(kernel, new((nint)from, (nint)fields, 0, 0), expected.Length, element(77)));
            }
        }
    }

    /// <summary>Axis by axis from the last: each row of the axis between what is filled.</summary>
    private static T[] Padded<T>(T[] x, int[] shape, long[] before, long[] after, T value)
    {
        var inner = 1;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            x = [.. x.Chunk(shape[axis] * inner).SelectMany(row => (T[])[.. Enumerable.Repeat(value, (int)before[axis] * inner), .. row, .. Enumerable.Repeat(value, (int)after[axis] * inner)])];
            inner *= shape[axis] + (int)before[axis] + (int)after[axis];
        }

        return x;
    }
}
