using WebNN.FlatBuffers;

namespace WebNN.Cli.Rendering;

/// <summary>Where results go. A model is what people name first, and mistake for that: none is ever written over.</summary>
internal static class OutputFile
{
    /// <summary>Whether there is a .tflite model.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static bool IsModel(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        Span<byte> header = stackalloc byte[FlatBufferModel.HeaderLength];
        using var file = File.OpenRead(path);
        return FlatBufferModel.HasIdentifier(header[..file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)]);
    }

    /// <exception cref="InputException">There is a model, or what is there cannot be read.</exception>
    public static void RequireNoModel(string path)
    {
        try
        {
            if (IsModel(path))
            {
                throw new InputException($"{path}: a model, which is not written over");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }
}
