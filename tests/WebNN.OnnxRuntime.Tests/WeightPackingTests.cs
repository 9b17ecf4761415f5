using WebNN.Kernels;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>Weights left as they are: another session, the same results.</summary>
public sealed class WeightPackingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Products_and_convolutions_are_right_with_weights_as_they_are(bool packs)
    {
        var g = new TestGraph(new() { PacksWeights = packs, OwnKernels = false });
        var image = g.Input([.. Enumerable.Range(0, 2 * 2 * 16).Select(i => (float)(i % 16))], 1, 16, 2, 2);
        var filtered = g.Builder.Conv2d(image, g.Constant(Enumerable.Repeat(0.5f, 16 * 16).ToArray(), 16, 16, 1, 1), null, new());
        var y = g.Builder.Matmul(g.Builder.Reshape(filtered, [4, 16]), g.Constant(Enumerable.Repeat(2f, 16 * 3).ToArray(), 16, 3));

        var actual = g.Run<float>(y);

        // Channel c of the image holds 4c to 4c+3 modulo 16, so the channels of pixel p sum to 96 + 16p: 48, 56, 64 and 72 in each filter's
        // image. A row of 16 is four such images.
        Assert.Equal(Enumerable.Repeat(4f * (48 + 56 + 64 + 72) * 2, 4 * 3), actual);
    }

    [Fact]
    public void The_kept_graph_with_weights_as_they_are_is_another_file()
    {
        var folder = Directory.CreateTempSubdirectory("packing-").FullName;
        try
        {
            foreach (var packs in new[] { true, false })
            {
                var g = new TestGraph(new() { PacksWeights = packs, CacheDirectory = folder, AlwaysUsesSession = true });
                g.Build(g.Builder.Matmul(g.Input(new float[4], 2, 2), g.Constant(new float[4], 2, 2))).Dispose();
            }

            Assert.Equal(2, Directory.GetFiles(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Own kernels pack what they multiply with: many weights that are to stay as they are have a session, few run without.</summary>
    [Theory]
    [InlineData(true, 4, true)]
    [InlineData(true, 1200, true)]
    [InlineData(false, 4, true)]
    [InlineData(false, 1200, false)]
    public void Many_weights_as_they_are_need_a_session(bool packs, int size, bool isWithout)
    {
        Assert.SkipUnless(Processor.Features.HasFlag(ProcessorFeatures.Avx2), "own kernels need AVX2");
        var g = new TestGraph(new() { PacksWeights = packs });
        using var graph = g.Build(g.Builder.Matmul(g.Input(new float[2 * size], 2, size), g.Constant(new float[size * size], size, size)));
        Assert.Equal(isWithout, graph.Runner is not null);
    }
}
