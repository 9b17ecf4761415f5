using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Delegation.Tests.Partitioning;

public sealed class StoredDecisionTests
{
    private static readonly DecisionKey key = new("abc", "none", "ONNX Runtime 1.31.1", "TFLite 2.9.0", "AVX2");

    private const string Text =
        """
        {
          "format": 1,
          "model": "net",
          "source": "measured",
          "webnn": [
            "0-3",
            "7"
          ],
          "evidence": [
            "all / none 0.5"
          ],
          "key": {
            "structure": "abc",
            "options": "none",
            "backend": "ONNX Runtime 1.31.1",
            "host": "TFLite 2.9.0",
            "processor": "AVX2"
          }
        }

        """;

    [Fact]
    public void A_decision_is_written_as_a_person_would_read_it() =>
        Assert.Equal(Text, new StoredDecision(key, [7, 0, 1, 2, 3], PartitioningMode.Measured, "net", ["all / none 0.5"]).ToJson(), ignoreLineEndingDifferences: true);

    [Fact]
    public void What_was_written_is_read()
    {
        var read = StoredDecision.Parse(Text);
        Assert.Equal((key, PartitioningMode.Measured, "net"), (read.Key, read.Source, read.Model));
        Assert.Equal([0, 1, 2, 3, 7], read.Nodes);
        Assert.Equal(["all / none 0.5"], read.Evidence);
    }

    [Theory]
    [InlineData("", "it is not JSON: ")]
    [InlineData("{\"format\": 1", "it is not JSON: ")]
    [InlineData("[]", "the file is a list; expected an object")]
    [InlineData("{}", "it has no field format")]
    [InlineData("{\"format\": \"1\"}", "format is a text; expected a number")]
    [InlineData("{\"format\": 2}", "its format is 2; this version reads 1")]
    [InlineData("{\"format\": 1, \"key\": null}", "key is null; expected an object")]
    public void What_is_no_decision_is_refused_with_the_reason(string text, string reason) =>
        Assert.StartsWith(reason, Assert.Throws<FormatException>(() => StoredDecision.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"measured\"", "\"guessed\"", "its source is 'guessed'; expected one of all, none, given, predicted, measured")]
    [InlineData("\"0-3\"", "\"3-0\"", "'3-0' in webnn is neither a node (12) nor a range of nodes (3-9)")]
    [InlineData("\"0-3\"", "\"1-2-3\"", "'1-2-3' in webnn is neither a node (12) nor a range of nodes (3-9)")]
    [InlineData("\"0-3\"", "\"0-2000000000\"", "'0-2000000000' in webnn is neither a node (12) nor a range of nodes (3-9)")]
    [InlineData("\"0-3\"", "0", "webnn in each entry is a number; expected a text")]
    [InlineData("\"structure\": \"abc\",", "", "it has no field structure")]
    [InlineData("\"net\"", "7", "model is a number; expected a text")]
    public void A_field_that_is_wrong_is_named(string old, string changed, string reason) => Assert.Equal(
        reason, Assert.Throws<FormatException>(() => StoredDecision.Parse(Text.Replace(old, changed, StringComparison.Ordinal))).Message);

    [Fact]
    public void Every_beginning_of_a_file_and_every_changed_byte_is_a_decision_or_refused()
    {
        for (var length = 0; length < Text.TrimEnd().Length; length++)
        {
            Assert.Throws<FormatException>(() => StoredDecision.Parse(Text[..length]));
        }

        const int seed = 5;
        var random = new Random(seed);
        for (var trial = 0; trial < 2000; trial++)
        {
            var changed = Text.ToCharArray();
            changed[random.Next(changed.Length)] = (char)random.Next(1, 128);
            var error = Record.Exception(() => StoredDecision.Parse(new(changed)));
            Assert.True(error is null or FormatException, $"seed {seed}, trial {trial}: {error}");
        }
    }

    public static TheoryData<DecisionKey, string?> Foreign => new()
    {
        { key, null },
        { key with { Structure = "abd" }, "it was made for another model, or for other input shapes" },
        { key with { Options = "include=3" }, "it was made with the options 'include=3'; here they are 'none'" },
        { key with { Processor = "AVX-512" }, "it was made on AVX-512; this is AVX2" },
        { key with { Backend = "ONNX Runtime 1.30.0" }, "it was made with ONNX Runtime 1.30.0; this is ONNX Runtime 1.31.1" },
        { key with { Host = "TFLite 2.19.0" }, "it was made with TFLite 2.19.0; this is TFLite 2.9.0" },
        { key with { Host = "*", Processor = "*", Backend = "*", Options = "*" }, null },
        { key with { Structure = "*" }, "it was made for another model, or for other input shapes" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void A_decision_holds_for_what_it_was_made_for(DecisionKey made, string? reason) => Assert.Equal(reason, made.Mismatch(key));

    [Fact]
    public void A_host_that_is_not_known_takes_the_decisions_for_any() => Assert.Null(key.Mismatch(key with { Host = "*" }));
}
