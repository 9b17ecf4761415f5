using System.Collections.Immutable;

namespace WebNN.TfLite.Tests;

/// <summary>Null and impossible arguments are refused by name.</summary>
public sealed class ArgumentTests
{
    [Fact]
    public void What_is_required_is_not_null()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var interpreter = new Interpreter(model);

        Assert.Throws<ArgumentNullException>(() => new Interpreter(null!));
        Assert.Throws<ArgumentNullException>(() => TfLiteModel.FromFile(null!));
        Assert.Throws<ArgumentNullException>(() => TfLiteModel.FromBytes(TestModels.Triple(), null!));
        Assert.Throws<ArgumentNullException>(() => model.Signature(null!));
        Assert.Throws<ArgumentNullException>(() => interpreter.Input(null!));
        Assert.Throws<ArgumentNullException>(() => interpreter.Output(null!));
        Assert.Throws<ArgumentNullException>(() => new WebNNDelegate((MLContext)null!));
        Assert.Throws<ArgumentNullException>(() => new ExternalDelegate(null!));
    }

    [Fact]
    public void Options_that_are_null_are_the_defaults()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var interpreter = new Interpreter(model, null);
        using var xnnpack = new XnnpackDelegate(null);
        using var webnn = new WebNNDelegate((WebNNDelegateOptions?)null);

        Assert.Equal(new XnnpackDelegateOptions(), xnnpack.Options);
    }

    [Fact]
    public void Lists_of_delegates_and_their_entries_are_not_null()
    {
        using var model = TestModels.Load(TestModels.Triple());

        Assert.StartsWith("Delegates is null", Refused(() => new Interpreter(model, new() { Delegates = null! })), StringComparison.Ordinal);
        Assert.StartsWith("Delegates has an entry that is null", Refused(() => new Interpreter(model, new() { Delegates = [null!] })), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_of_nodes_and_devices_and_their_entries_are_not_null()
    {
        ImmutableArray<string> entry = [null!];
        Assert.StartsWith("Include is null", Refused(() => new WebNNDelegate(new WebNNDelegateOptions { Include = default })), StringComparison.Ordinal);
        Assert.StartsWith("Exclude is null", Refused(() => new WebNNDelegate(new WebNNDelegateOptions { Exclude = default })), StringComparison.Ordinal);
        Assert.StartsWith("Devices is null", Refused(() => new WebNNDelegate(new WebNNDelegateOptions { Devices = default })), StringComparison.Ordinal);
        Assert.StartsWith("Include has an entry", Refused(() => new WebNNDelegate(new WebNNDelegateOptions { Include = entry })), StringComparison.Ordinal);
        Assert.StartsWith("Exclude has an entry", Refused(() => new WebNNDelegate(new WebNNDelegateOptions { Exclude = entry })), StringComparison.Ordinal);
        Assert.StartsWith("ExcludedDevices is null", Refused(() => new WebNNDelegate(new WebNNDelegateOptions { ExcludedDevices = default })), StringComparison.Ordinal);
        Assert.StartsWith("ProviderOptions is null", Refused(() => new WebNNDelegate(new WebNNDelegateOptions { ProviderOptions = null! })), StringComparison.Ordinal);
        Assert.StartsWith("ExcludedDevices has an entry", Refused(() => new WebNNDelegate(new WebNNDelegateOptions { ExcludedDevices = entry })), StringComparison.Ordinal);
        Assert.StartsWith("Devices has an entry", Refused(() => new WebNNDelegate(new WebNNDelegateOptions { Devices = entry })), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_of_an_external_delegate_have_values() => Assert.StartsWith(
        "the value of the option 'threads' is null",
        Refused(() => new ExternalDelegate("libnowhere.so", new Dictionary<string, string> { ["threads"] = null! })),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(-2)]
    [InlineData(1025)]
    [InlineData(100_000)]
    public void Threads_have_bounds(int threads)
    {
        using var model = TestModels.Load(TestModels.Triple());

        Assert.Throws<ArgumentOutOfRangeException>(() => new Interpreter(model, new() { Threads = threads }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new XnnpackDelegate(new() { Threads = threads }));
        TestModels.RequireWebNN().Dispose();
        Assert.Throws<ArgumentOutOfRangeException>(() => new WebNNDelegate(new WebNNDelegateOptions { Threads = threads }));
    }

    [Fact]
    public void A_cache_folder_that_cannot_be_made_costs_the_cache_alone_and_is_reported()
    {
        var file = Path.GetTempFileName();
        try
        {
            using var model = TestModels.Load(TestModels.Triple());
            using var webnn = TestModels.RequireWebNN(new() { CacheDirectory = Path.Combine(file, "cache") });
            using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });
            interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);

            interpreter.Invoke();

            Assert.Equal([3, 6, 9, 12], interpreter.Outputs[0].Data<float>().ToArray());
            Assert.Equal(1, interpreter.Report!.DelegatedNodes);
            Assert.StartsWith($"the cache folder '{Path.Combine(file, "cache")}' cannot be used: ", webnn.CacheProblem, StringComparison.Ordinal);
            Assert.Contains(webnn.CacheProblem!, interpreter.Messages, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_cache_folder_that_cannot_be_written_is_reported_by_who_compiled()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a folder that nobody can write to is Linux's /proc");
        using var model = TestModels.Load(TestModels.Sine());
        using var webnn = TestModels.RequireWebNN(new() { CacheDirectory = "/proc", Partitioning = Delegation.Partitioning.PartitioningMode.All });
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });
        using var compiled = new CompiledModel(model, new() { CacheDirectory = "/proc" });
        using var uncached = new CompiledModel(model);
        using var opened = TfLiteRuntime.Open(model, new() { CacheDirectory = "/proc" });

        Assert.StartsWith("/proc/", webnn.CacheProblem, StringComparison.Ordinal);
        Assert.Contains(webnn.CacheProblem!, interpreter.Messages, StringComparison.Ordinal);
        Assert.Matches("^/proc/[^ ]+ cannot be written: ", compiled.CacheProblem);
        Assert.Null(uncached.CacheProblem);
        Assert.Matches("^compiled whole, 1 nodes, on .*; /proc/[^ ]+ cannot be written: ", opened.Reason);
    }

    private static string Refused(Func<object> act) => Assert.Throws<ArgumentException>(act).Message;
}
