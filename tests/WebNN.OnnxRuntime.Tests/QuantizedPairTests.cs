using WebNN.Kernels;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>Sums and products of bytes on own kernels.</summary>
public sealed class QuantizedPairTests
{
    private const int Seed = 20261126;
    private static readonly OrtContextOptions own = new() { OwnKernels = true, OwnIntegerKernels = true };

    /// <summary>All pairs of bytes, for scales and zero points that are drawn.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sums_and_products_of_bytes_are_ONNX_Runtimes_bit_for_bit(bool isProduct)
    {
        byte[] low = [.. Enumerable.Range(0, 1 << 16).Select(i => (byte)i)], high = [.. Enumerable.Range(0, 1 << 16).Select(i => (byte)(i >> 8))];
        AssertPairs(30, isProduct, (g, _) => (g.Input(low, 1 << 16), g.Input(high, 1 << 16)));
    }

    /// <summary>All bytes with one that is drawn, on either side: a table.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Sums_and_products_with_one_byte_are_ONNX_Runtimes_bit_for_bit(bool isProduct, bool isFirst)
    {
        byte[] all = [.. Enumerable.Range(0, 1 << 8).Select(i => (byte)i)];
        AssertPairs(150, isProduct, (g, random) =>
        {
            var (x, one) = (g.Input(all, 1 << 8), g.Constant([(byte)random.Next(256)], 1));
            return isFirst ? (one, x) : (x, one);
        });
    }

    private static void AssertPairs(int seeds, bool isProduct, Func<TestGraph, Random, (MLOperand A, MLOperand B)> make)
    {
        Assert.SkipUnless(Processor.Features.HasFlag(ProcessorFeatures.Avx2), "kernels of integers need AVX2");
        for (var seed = Seed; seed < Seed + seeds; seed++)
        {
            var chosen = seed;
            byte[] Run(OrtContextOptions options)
            {
                var (g, random) = (new TestGraph(options), new Random(chosen));
                float Scale() => random.Next(2) == 0 ? random.Next(1, 9) / 16f : 0.01f + random.NextSingle();
                byte Zero() => random.Next(3) switch { 0 => 0, 1 => 128, _ => (byte)random.Next(256) };
                var (a, b) = make(g, random);
                (a, b) = (g.Dequantize(a, Scale(), Zero()), g.Dequantize(b, Scale(), Zero()));
                var y = isProduct ? g.Quantize(g.Builder.Mul(a, b), Scale() * random.Next(1, 100), Zero()) : g.Quantize(g.Builder.Add(a, b), Scale() * 2, Zero());
                using var graph = g.Build(y);
                Assert.Equal(options.OwnIntegerKernels is false, graph.Runner is null);
                var result = new byte[y.Descriptor.ElementCount];
                g.Compute(graph, result);
                return result;
            }

            var expected = Run(own with { OwnIntegerKernels = false });
            foreach (var features in (ProcessorFeatures[])[ProcessorFeatures.All, ProcessorFeatures.Avx2])
            {
                Assert.True(expected.AsSpan().SequenceEqual(Run(own with { ProcessorFeatures = features })), $"seed {seed}, {features}");
            }
        }
    }
}
