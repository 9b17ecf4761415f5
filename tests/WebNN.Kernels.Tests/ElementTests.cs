using System.Runtime.Intrinsics.X86;
using WebNN.Kernels.Integers;

namespace WebNN.Kernels.Tests;

/// <summary>Kernels that go over elements, against plain C#.</summary>
public sealed unsafe class ElementTests
{
    private const float Untouched = 12345;
    private const int Seed = 20261126;
    private static readonly OutputRange Limited = new(-0.5f, 0.75f, false);

    /// <summary>Elements of an operation: fewer than a vector, several vectors at a time, and what is left of them.</summary>
    private static readonly int[] counts = [1, 3, 7, 8, 9, 15, 16, 17, 31, 64, 65, 100, 1000];

    public static TheoryData<string> Widths => [.. Targets.Widths];

    public static TheoryData<string, string> Operations => Targets.With(["Add", "Subtract", "Multiply", "Divide", "Larger", "Smaller"], looksAtCache: false);

    [Theory]
    [MemberData(nameof(Operations))]
    public void Of_two_operands_are_exact_for_as_many_for_a_row_and_for_one(string name, string target)
    {
        var operation = Enum.Parse<WindowOperation>(name);
        foreach (var count in counts)
        {
            foreach (var (rows, seconds) in (ReadOnlySpan<(int, int)>)[(1, count), (1, 1), (3, count), (3, 3 * count), (3, 1)])
            {
                var (x, second) = (Random(rows * count, Seed), Random(seconds, Seed + 1));
                foreach (var range in (OutputRange[])[OutputRange.Unlimited, Limited])
                {
                    float[] expected = [.. x.Select((value, i) => Math.Min(range.High, Math.Max(range.Low, Apply(operation, value, second[i % seconds]))))];
                    Assert.Equal(expected, Run(operation, target, rows, count, x, second, range, shares: 1));
                    Assert.Equal(expected, Run(operation, target, rows, count, x, second, range, shares: 2));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_limit_lets_infinities_and_NaN_through_where_there_is_none(string target)
    {
        float[] x = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 1, -1, float.MaxValue, float.Epsilon, 0.5f];
        Assert.Equal(x, Run(WindowOperation.Limit, target, 1, x.Length, x, [], OutputRange.Unlimited, shares: 1));
        float[] positive = [float.NaN, float.PositiveInfinity, 0, 0, 1, 0, float.MaxValue, float.Epsilon, 0.5f];
        Assert.Equal(positive, Run(WindowOperation.Limit, target, 1, x.Length, x, [], new(0, float.PositiveInfinity, false), shares: 2));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Softmax_is_near_its_definition(string target)
    {
        foreach (var count in counts)
        {
            var x = Random(3 * count, Seed, scale: 5);
            var actual = Run(WindowOperation.Softmax, target, 3, count, x, [], OutputRange.Unlimited, shares: 2);
            for (var row = 0; row < 3; row++)
            {
                var powers = x.AsSpan(row * count, count).ToArray().Select(value => Math.Exp((double)value)).ToArray();
                for (var i = 0; i < count; i++)
                {
                    var expected = powers[i] / powers.Sum();
                    Assert.True(Math.Abs(expected - actual[(row * count) + i]) <= 1e-6 * expected, $"element {i} of {count}: {actual[(row * count) + i]}, expected {expected}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_sigmoid_is_near_its_definition_at_both_ends(string target)
    {
        float[] x = [.. Random(1000, Seed, scale: 85), 0, -0f, 200, -200, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        var actual = Run(WindowOperation.Sigmoid, target, 1, x.Length, x, [], OutputRange.Unlimited, shares: 1);
        for (var i = 0; i < x.Length; i++)
        {
            var expected = 1 / (1 + Math.Exp(-(double)x[i]));
            var tolerance = (1e-6 * expected) + 1e-37;
            Assert.True(Math.Abs(expected - actual[i]) <= tolerance || (float.IsNaN(x[i]) && float.IsNaN(actual[i])), $"of {x[i]}: {actual[i]}, expected {expected}");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_hard_swish_is_near_its_definition(string target)
    {
        float[] x = [.. Random(1000, Seed, scale: 5), 0, -3, 3, 1e30f, -1e30f, float.PositiveInfinity];
        var actual = Run(WindowOperation.HardSwish, target, 1, x.Length, x, [], OutputRange.Unlimited, shares: 1);
        for (var i = 0; i < x.Length; i++)
        {
            var expected = x[i] * Math.Clamp(((double)x[i] / 6) + 0.5, 0, 1);
            Assert.True(actual[i] == expected || Math.Abs(expected - actual[i]) <= 2e-7 * Math.Max(1, Math.Abs(x[i])), $"of {x[i]}: {actual[i]}, expected {expected}");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Softmax_of_a_masked_element_is_zero_and_of_a_NaN_is_NaN(string target)
    {
        float[] x = [1, float.NegativeInfinity, 1, -300, float.NaN, 0, 0, 0];
        float[] expected = [0.5f, 0, 0.5f, 0, float.NaN, float.NaN, float.NaN, float.NaN];
        Assert.Equal(expected, Run(WindowOperation.Softmax, target, 2, 4, x, [], OutputRange.Unlimited, shares: 1));
    }

    [Fact]
    public void Bytes_are_dequantized_and_quantized_as_single_ones_are()
    {
        Assert.SkipUnless(Avx2.IsSupported, "kernels of integers need AVX2");
        foreach (var count in counts)
        {
            var bytes = new byte[count];
            new Random(Seed).NextBytes(bytes);
            var floats = new float[count];
            float[] parameters = ByteParameters.Quantization(0.03f, 131);
            fixed (byte* x = bytes)
            fixed (float* packed = parameters)
            {
                floats = Run<float>(WindowOperation.Dequantize, count, new((nint)x, (nint)packed, 0, 0));
            }

            Assert.Equal(bytes.Select(value => (value - 131) * 0.03f), floats);
            float[] reals = [.. Random(count, Seed, scale: 5)];
            fixed (float* x = reals, packed = parameters)
            {
                Assert.Equal(
                    reals.Select(value => (byte)Math.Clamp(MathF.Round(value / 0.03f) + 131, 0, 255)), Run<byte>(WindowOperation.Quantize, count, new((nint)x, (nint)packed, 0, 0)));
            }
        }
    }

    [Fact]
    public void A_copy_is_all_of_the_bytes_and_no_more()
    {
        var bytes = new byte[1001];
        new Random(Seed).NextBytes(bytes);
        fixed (byte* x = bytes)
        {
            Assert.Equal(bytes, Run<byte>(WindowOperation.Copy, bytes.Length, new((nint)x, 0, 0, 0)));
        }
    }

    private static float Apply(WindowOperation operation, float left, float right) => operation switch
    {
        WindowOperation.Add => left + right,
        WindowOperation.Subtract => left - right,
        WindowOperation.Multiply => left * right,
        WindowOperation.Larger => MathF.Max(left, right),
        WindowOperation.Smaller => MathF.Min(left, right),
        _ => left / right,
    };

    private static float[] Run(WindowOperation operation, string target, int rows, int columns, float[] x, float[] second, OutputRange range, int shares)
    {
        using var kernel = WindowKernels.Create(operation, new(Elements(rows, columns, second.Length), range), default, Targets.All[target], shares);
        fixed (float* left = x, right = second)
        {
            return GuardedRun.Twice(kernel, new((nint)left, 0, (nint)right, 0), x.Length, Untouched);
        }
    }

    private static T[] Run<T>(WindowOperation operation, int count, WindowBuffers buffers)
        where T : unmanaged
    {
        using var kernel = WindowKernels.Create(operation, new(Elements(1, count, 0), OutputRange.Unlimited), default, Targets.All["256 bits"], 2);
        return GuardedRun.Twice<T>(kernel, buffers, count, default);
    }

    private static WindowShape Elements(int rows, int columns, int seconds) =>
        new() { Batch = rows, Height = 1, Width = 1, Channels = columns, OutputHeight = 1, OutputWidth = 1, Filters = seconds };

    private static float[] Random(int count, int seed, float scale = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2) - 1) * scale)];
    }
}
