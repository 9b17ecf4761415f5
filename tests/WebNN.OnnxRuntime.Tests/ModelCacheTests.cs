using System.Runtime.InteropServices;

namespace WebNN.OnnxRuntime.Tests;

public sealed class ModelCacheTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"webnn-cache-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_graph_is_kept_once_and_computes_the_same_from_there()
    {
        Native.Library();
        var first = Run(1);
        var kept = Directory.GetFiles(folder);
        Assert.Single(kept);
        var written = File.GetLastWriteTimeUtc(kept[0]);
        Assert.Equal(first, Run(1));
        Assert.Equal(kept, Directory.GetFiles(folder));
        Assert.Equal(written, File.GetLastWriteTimeUtc(kept[0]));
    }

    [Fact]
    public void Other_constants_are_another_graph()
    {
        Native.Library();
        Assert.NotEqual(Run(1), Run(2));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void A_damaged_file_is_made_anew()
    {
        Native.Library();
        var expected = Run(1);
        var path = Assert.Single(Directory.GetFiles(folder));
        var good = File.ReadAllBytes(path);
        File.WriteAllText(path, "not a model");
        Assert.Equal(expected, Run(1));
        Assert.Equal(good, File.ReadAllBytes(path));
    }

    [Fact]
    public void One_wrong_bit_among_the_weights_is_not_believed()
    {
        Native.Library();
        var expected = Run(1);
        var path = Assert.Single(Directory.GetFiles(folder));
        var good = File.ReadAllBytes(path);
        var one = BitConverter.GetBytes(1f);
        var weight = good.AsSpan().IndexOf([.. one, .. one, .. one]);
        Assert.True(weight > 0);
        var bad = good.ToArray();
        bad[weight + 2] ^= 0x40;
        File.WriteAllBytes(path, bad);
        Assert.Equal(expected, Run(1));
        Assert.Equal(good, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        Native.Library();
        File.WriteAllText(folder, "a file");
        try
        {
            var error = Assert.Throws<UnsupportedException>(() => new OrtContext(new() { CacheDirectory = folder }));
            Assert.StartsWith($"the cache folder '{folder}' cannot be used: ", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(folder);
        }
    }

    /// <summary>A convolution of ones: its filter, every element <paramref name="weight"/>, is long enough to stay outside the graph.</summary>
    private float[] Run(float weight)
    {
        using var context = new OrtContext(new() { CacheDirectory = folder });
        var builder = new MLGraphBuilder(context);
        var input = builder.Input("input", new(MLOperandDataType.Float32, 1, 4, 4, 8));
        var filter = builder.Constant([16, 1, 1, 8], Enumerable.Repeat(weight, 128).ToArray());
        var output = builder.Conv2d(input, filter, null, new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi });
        using var graph = builder.Build(new MLNamedOperand("output", output));
        var (ones, result) = (GC.AllocateArray<float>(128, pinned: true), GC.AllocateArray<float>(256, pinned: true));
        Array.Fill(ones, 1);
        graph.Compute([Buffer(ones)], [Buffer(result)]);
        return result;
    }

    private static MLBuffer Buffer(float[] values) => new(Marshal.UnsafeAddrOfPinnedArrayElement(values, 0), (nuint)values.Length * sizeof(float));
}
