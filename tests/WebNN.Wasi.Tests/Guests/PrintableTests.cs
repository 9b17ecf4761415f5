using WebNN.Wasi.Guests;

namespace WebNN.Wasi.Tests.Guests;

/// <summary>A guest's text does nothing to a terminal or a log.</summary>
public sealed class PrintableTests
{
    [Theory]
    [InlineData("birds \U0001f426 é", "birds \U0001f426 é")]
    [InlineData("a\n\u001b[31m\u0085", "a\\u000a\\u001b[31m\\u0085")]
    [InlineData("a\u202eb\u2028c", "a\\u202eb\\u2028c")]
    [InlineData("a\U000e0041b", "a\\ue0041b")]
    public void What_is_not_to_be_seen_is_escaped(string text, string printed) => Assert.Equal(printed, Printable.Of(text));

    [Fact]
    public void Halves_of_characters_do_not_get_through_nor_does_the_cut_make_any()
    {
        Assert.Equal("a\ufffdb", Printable.Of("a" + '\ud83d' + "b"));
        Assert.Equal(new string('x', 999) + "\ufffd…", Printable.Of(new string('x', 999) + "\U0001f426"));
    }
}
