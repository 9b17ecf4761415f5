using System.Text;

namespace WebNN.FlatBuffers;

/// <summary>The first bytes of a file, and what to tell somebody who passes one that is no model.</summary>
internal static class FileHeader
{
    private const int IdentifierOffset = 4;
    public const int Length = 8;
    private const int TextSample = 512;

    public static void Check(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty) throw new InvalidModelException("the file is empty: a .tflite model starts with an 8-byte header");
        if (IsModel(file)) return;
        if (IsText(file))
        {
            throw new InvalidModelException(
                "this is a text file, not a .tflite model: the identifier TFL3 is missing", Math.Min(IdentifierOffset, file.Length));
        }

        if (file.Length < Length)
        {
            throw new InvalidModelException(
                $"the file has {file.Length} bytes: it is truncated, a .tflite model starts with an 8-byte header", file.Length);
        }

        throw new InvalidModelException(
            $"this is not a .tflite model: found {Found(file)} where the identifier TFL3 belongs", IdentifierOffset);
    }

    public static bool IsModel(ReadOnlySpan<byte> file) =>
        file.Length >= Length && file.Slice(IdentifierOffset, 4).SequenceEqual(ModelSchema.Identifier);

    private static bool IsText(ReadOnlySpan<byte> file)
    {
        foreach (var value in file[..Math.Min(file.Length, TextSample)])
        {
            if (value < ' ' && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f')) return false;
        }

        return true;
    }

    private static string Found(ReadOnlySpan<byte> file)
    {
        var identifier = file.Slice(IdentifierOffset, 4);
        var printable = identifier.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
        return printable ? $"'{Encoding.ASCII.GetString(identifier)}'" : Convert.ToHexString(identifier);
    }
}
