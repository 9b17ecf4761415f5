using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace WebNN.OnnxRuntime.Model;

/// <summary>
/// 128 bits that tell contents apart; no defence against somebody who wants two alike. Not the framework's SHA-256, which on Linux loads OpenSSL and
/// ends the process where there is none: in the plug-in, the host's.
/// </summary>
internal sealed class ContentHash
{
    // xxHash's 64-bit primes: odd, with about as many ones as zeros.
    private const ulong First = 0x9E3779B185EBCA87;
    private const ulong Second = 0xC2B2AE3D27D4EB4F;
    private const ulong Third = 0x165667B19E3779F9;

    private ulong low = First;
    private ulong high = Second;

    /// <summary>Adds a text and where it ends.</summary>
    public void Append(string text) => Append(Encoding.UTF8.GetBytes(text));

    /// <summary>Adds bytes and where they end.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Mix((ulong)bytes.Length);
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            Mix(word);
        }

        ulong rest = 0;
        foreach (var value in bytes[(words.Length * sizeof(ulong))..])
        {
            rest = (rest << 8) | value;
        }

        Mix(rest);
    }

    /// <summary>What has been added so far, in 32 hexadecimal digits.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Finish(low ^ BitOperations.RotateLeft(high, 32)):x16}{Finish(high + low):x16}");

    private void Mix(ulong word)
    {
        low = (BitOperations.RotateLeft(low ^ (word * Second), 31) * First) + Third;
        high = (BitOperations.RotateLeft(high + (word * Third), 27) * Second) ^ low;
    }

    private static ulong Finish(ulong value)
    {
        value = (value ^ (value >> 33)) * Second;
        value = (value ^ (value >> 29)) * Third;
        return value ^ (value >> 32);
    }
}
