using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>A host of another age passes structs of other lengths: a C program plays TFLite with both.</summary>
public sealed class StructLayoutTests
{
    [Fact]
    public void A_host_whose_registration_is_longer_than_any_known_finds_zeros_behind_our_fields() => Assert.Equal("ok\n", Play("NEWEST"));

    [Fact]
    public void A_host_whose_registration_is_that_of_TFLite_2_2_gets_what_it_knows_and_nothing_behind_its_context_is_read() => Assert.Equal("ok\n", Play("OLDEST"));

    private static string Play(string layout)
    {
        var program = CProgram.Compile("fake_host.c", $"fake_host_{layout}", "", [], "-Werror", $"-D{layout}");
        return Tool.Require(program, [PluginLibrary.Require()]).Output;
    }
}
