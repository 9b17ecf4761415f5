using System.Globalization;
using System.Text;

namespace WebNN.TfLite.Abi.Decisions;

/// <summary>Small files of text.</summary>
public static class TextFile
{
    private static readonly UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="IOException">It is longer than <paramref name="mostBytes"/>, or cannot be read.</exception>
    /// <exception cref="DecoderFallbackException">It is no text.</exception>
    public static string Read(string path, int mostBytes)
    {
        // A device has no length, and no end.
        using var file = File.OpenRead(path);
        var bytes = new byte[mostBytes + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= mostBytes
            ? strict.GetString(bytes, 0, length)
            : throw new IOException(string.Create(CultureInfo.InvariantCulture, $"it has more than {mostBytes} bytes"));
    }

    /// <summary>Writes it as a whole, in a folder that is made where it does not exist.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, string text)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var unfinished = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.tmp");
        File.WriteAllText(unfinished, text);
        File.Move(unfinished, path, overwrite: true);
    }
}
