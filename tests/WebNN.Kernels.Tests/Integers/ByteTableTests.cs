using WebNN.Kernels.Integers;

namespace WebNN.Kernels.Tests.Integers;

/// <summary>Each byte becomes what the table has for it, and nothing beyond the result is written.</summary>
public sealed unsafe class ByteTableTests
{
    private const byte Untouched = 173;

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var (name, count) in from name in Targets.All.Keys from count in (int[])[1, 63, 64, 65, 191, 1000, 65536] select (name, count))
            {
                cases.Add(name, count);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Looks_each_byte_up(string target, int count) => Exactness.Check(Shapes.Of(1, count, 1, 1), seeds: 3, (shape, seed) =>
    {
        var random = new Random(seed);
        byte[] x = RandomBytes.Of(random, count), table = RandomBytes.Of(random, ByteTable.Bytes);
        var expected = x.Select(element => table[element]).ToArray();
        foreach (var shares in (int[])[1, 3])
        {
            using var kernel = WindowKernels.Create(WindowOperation.IntegerTable, new(shape, OutputRange.Unlimited), default, Targets.All[target], shares);
            fixed (byte* bytes = x, results = table)
            {
                var actual = GuardedRun.Twice(kernel, new WindowBuffers((nint)bytes, (nint)results, 0, 0), count, Untouched);
                Exactness.AssertSame(expected, actual, seed);
            }
        }

        return count;
    });
}
