using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>The option cache_dir: compiled graphs outlive the process.</summary>
public sealed class CacheTests
{
    [Theory]
    [InlineData("movenet_lightning_ptq")]
    [InlineData("yamnet_audio_classifier")]
    public void A_process_that_finds_a_graph_in_the_cache_gives_the_same_outputs_and_writes_nothing(string model)
    {
        using var cache = new TemporaryFolder();
        var path = Places.Model(model);
        var managed = ManagedRun.Of(path);
        var folder = cache.At("made here");
        var first = ModelRun.Of(ModelRun.Direct(), path, managed.Inputs, $"cache_dir={folder}");
        var kept = Directory.GetFiles(folder).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        Assert.NotEmpty(kept);
        var second = ModelRun.Of(ModelRun.Direct(), path, managed.Inputs, $"cache_dir={folder}");
        Assert.Equal(kept, Directory.GetFiles(folder).ToDictionary(file => file, File.GetLastWriteTimeUtc));
        Assert.Equal(managed.Outputs, first.Outputs);
        Assert.Equal(managed.Outputs, second.Outputs);
    }

    [Fact]
    public void The_library_holds_no_code_that_loads_OpenSSL_and_ends_the_host_without_it() =>
        Assert.False(File.ReadAllBytes(PluginLibrary.Require()).AsSpan().IndexOf("libssl"u8) >= 0);
}
