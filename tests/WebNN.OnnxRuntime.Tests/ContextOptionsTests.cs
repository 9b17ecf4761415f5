namespace WebNN.OnnxRuntime.Tests;

/// <summary>Options that make no sense are refused before anything starts.</summary>
public sealed class ContextOptionsTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(1025)]
    [InlineData(100_000)]
    [InlineData(int.MaxValue)]
    public void Threads_are_0_to_1024(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrtContext(new() { Threads = threads }));

    [Fact]
    public void Lists_and_their_entries_are_not_null()
    {
        Assert.StartsWith(
            "the list of devices is null", Assert.Throws<ArgumentException>(() => new OrtContext(new() { Devices = default })).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "a name in the list of devices is null", Assert.Throws<ArgumentException>(() => new OrtContext(new() { Devices = [null!] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_options_are_the_defaults_and_no_node_is_refused()
    {
        Native.Library();
        using var context = new OrtContext(null);

        Assert.Throws<ArgumentNullException>(() => context.RequireSupport(null!));
    }
}
