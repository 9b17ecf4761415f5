namespace WebNN.OnnxRuntime.Tests;

public sealed class BorderCopyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(64)]
    [InlineData(257)]
    public void Xor_flips_the_sign_of_each_byte_in_place_too(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();
        var expected = bytes.Select(value => (byte)(value ^ 0x80)).ToArray();
        var copy = new byte[length];
        BorderCopy.Xor(bytes, copy, BorderCopy.SignBit);
        Assert.Equal(expected, copy);
        BorderCopy.Xor(bytes, bytes, BorderCopy.SignBit);
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(21)]
    public void Pixels_of_three_bytes_become_pixels_of_four(int pixels)
    {
        var source = Enumerable.Range(0, pixels * 3).Select(i => (byte)i).ToArray();
        var target = new byte[pixels * 4];
        BorderCopy.XorThreeToFour(source, target, 0x80);
        Assert.Equal(source.Select(value => (byte)(value ^ 0x80)), target.Where((_, i) => i % 4 < 3));
    }
}
