using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace WebNN.Cli.Running;

/// <summary>
/// Which build a native library is: versions do not tell, since every current LiteRT says 2.19.0. The linker's build id where the file has
/// one, or else the beginning of the file's SHA-256.
/// </summary>
internal static class BuildId
{
    private const int ElfHeaderLength = 64;
    private const int ProgramHeaderLength = 56;
    private const int NoteHeaderLength = 12;
    private const uint NoteSegment = 4;
    private const uint GnuBuildId = 3;
    private const int HashDigits = 16;

    private static readonly ConcurrentDictionary<string, string> known = new();

    /// <summary><c>build id 1f0a…</c> or <c>sha256 9c2d…</c>; <c>unknown build</c> where the file cannot be read.</summary>
    public static string Of(string path) => known.GetOrAdd(path, Read);

    /// <summary>The build id of a 64-bit little-endian ELF file, in hexadecimal; null where it has none.</summary>
    public static string? OfElf(ReadOnlySpan<byte> file)
    {
        if (file.Length < ElfHeaderLength || !file.StartsWith("\u007fELF\u0002\u0001"u8))
        {
            return null;
        }

        var headers = BinaryPrimitives.ReadUInt64LittleEndian(file[32..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file[56..]);
        for (var i = 0; i < count; i++)
        {
            var header = Slice(file, headers + (ulong)(i * ProgramHeaderLength), ProgramHeaderLength);
            if (header.IsEmpty || BinaryPrimitives.ReadUInt32LittleEndian(header) != NoteSegment)
            {
                continue;
            }

            var notes = Slice(file, BinaryPrimitives.ReadUInt64LittleEndian(header[8..]), BinaryPrimitives.ReadUInt64LittleEndian(header[32..]));
            if (Find(notes) is { } id)
            {
                return id;
            }
        }

        return null;
    }

    private static string Read(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return OfElf(bytes) is { } id
                ? $"build id {id}"
                : $"sha256 {Convert.ToHexStringLower(SHA256.HashData(bytes))[..HashDigits]}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "unknown build";
        }
    }

    private static string? Find(ReadOnlySpan<byte> notes)
    {
        while (notes.Length >= NoteHeaderLength)
        {
            var nameLength = Padded(BinaryPrimitives.ReadUInt32LittleEndian(notes));
            var length = BinaryPrimitives.ReadUInt32LittleEndian(notes[4..]);
            var isBuildId = BinaryPrimitives.ReadUInt32LittleEndian(notes[8..]) == GnuBuildId;
            var name = Slice(notes, NoteHeaderLength, nameLength);
            var content = Slice(notes, NoteHeaderLength + nameLength, length);
            if (isBuildId && !content.IsEmpty && name.StartsWith("GNU\0"u8))
            {
                return Convert.ToHexStringLower(content);
            }

            var next = NoteHeaderLength + nameLength + Padded(length);
            notes = next < (ulong)notes.Length ? notes[(int)next..] : [];
        }

        return null;
    }

    private static ulong Padded(ulong length) => (length + 3) & ~3UL;

    /// <summary>Empty where the file is too short: a damaged library has no build id.</summary>
    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, ulong at, ulong length) =>
        at <= (ulong)bytes.Length && length <= (ulong)bytes.Length - at ? bytes.Slice((int)at, (int)length) : [];
}
