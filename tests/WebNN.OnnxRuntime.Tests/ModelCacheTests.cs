using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WebNN.OnnxRuntime.Tests;

public sealed class ModelCacheTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"webnn-cache-{Guid.NewGuid():N}");
    private string? problem;

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
    public void A_folder_that_cannot_be_made_is_named_and_graphs_are_compiled_without_it()
    {
        Native.Library();
        File.WriteAllText(folder, "a file");
        try
        {
            Assert.Equal(8f, Run(1)[0]);
            Assert.StartsWith($"the cache folder '{folder}' cannot be used: ", problem, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(folder);
        }
    }

    [Fact]
    public void A_pipe_in_the_place_of_a_graph_is_not_waited_for_and_gives_way()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes among files");
        Native.Library();
        var expected = Run(1);
        var path = Assert.Single(Directory.GetFiles(folder));
        var good = File.ReadAllBytes(path);
        File.Delete(path);
        using (var mkfifo = Process.Start("mkfifo", [path]))
        {
            mkfifo.WaitForExit();
        }

        Assert.Equal(expected, Run(1));
        Assert.Equal(good, File.ReadAllBytes(path));
        Assert.Null(problem);
    }

    [Fact]
    public void A_link_to_an_endless_device_is_not_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "links to a device of Linux");
        Native.Library();
        var expected = Run(1);
        var path = Assert.Single(Directory.GetFiles(folder));
        File.Delete(path);
        File.CreateSymbolicLink(path, "/dev/zero");

        Assert.Equal(expected, Run(1));
        Assert.Null(new FileInfo(path).LinkTarget);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_graph_stays_and_is_reported()
    {
        Native.Library();
        var expected = Run(1);
        var path = Assert.Single(Directory.GetFiles(folder));
        File.Delete(path);
        Directory.CreateDirectory(path);

        Assert.Equal(expected, Run(1));
        Assert.StartsWith($"{path} cannot be written: ", problem, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void Without_a_folder_there_is_no_problem()
    {
        Native.Library();
        using var context = new OrtContext();

        Assert.Null(context.CacheProblem);
    }

    /// <summary>
    /// A convolution of ones: its filter, every element <paramref name="weight"/>, is long enough to stay outside the graph. What runs without a
    /// session is not kept, and is tested with the kernels.
    /// </summary>
    private float[] Run(float weight)
    {
        using var context = new OrtContext(new() { CacheDirectory = folder, AlwaysUsesSession = true });
        var builder = new MLGraphBuilder(context);
        var input = builder.Input("input", new(MLOperandDataType.Float32, 1, 4, 4, 8));
        var filter = builder.Constant([16, 1, 1, 8], Enumerable.Repeat(weight, 128).ToArray());
        var output = builder.Conv2d(input, filter, null, new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi });
        using var graph = builder.Build(new MLNamedOperand("output", output));
        var (ones, result) = (GC.AllocateArray<float>(128, pinned: true), GC.AllocateArray<float>(256, pinned: true));
        Array.Fill(ones, 1);
        graph.Compute([Buffer(ones)], [Buffer(result)]);
        problem = context.CacheProblem;
        return result;
    }

    private static MLBuffer Buffer(float[] values) => new(Marshal.UnsafeAddrOfPinnedArrayElement(values, 0), (nuint)values.Length * sizeof(float));
}
