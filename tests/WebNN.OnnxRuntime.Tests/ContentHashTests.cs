using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Tests;

public sealed class ContentHashTests
{
    [Fact]
    public void Equal_contents_have_equal_hashes() => Assert.Equal(Of([1, 2, 3]), Of([1, 2, 3]));

    [Fact]
    public void Every_single_bit_of_a_content_changes_the_hash()
    {
        var bytes = Enumerable.Range(0, 61).Select(i => (byte)(i * 37)).ToArray();
        var seen = new HashSet<string> { Of(bytes) };
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(seen.Add(Of(bytes)), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Where_one_part_ends_and_the_next_begins_counts() => Assert.Equal(4, new HashSet<string> { Of([1, 2], [3]), Of([1], [2, 3]), Of([1, 2, 3]), Of([1, 2, 3], []) }.Count);

    [Fact]
    public void Zeros_of_different_lengths_differ() => Assert.Equal(100, Enumerable.Range(0, 100).Select(length => Of(new byte[length])).Distinct().Count());

    private static string Of(params byte[][] parts)
    {
        var hash = new ContentHash();
        foreach (var part in parts)
        {
            hash.Append(part);
        }

        return hash.ToString();
    }
}
