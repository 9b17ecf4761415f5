namespace WebNN.Cli.Images;

/// <summary>Reads and writes pictures; the format is told by the first bytes when reading and by the extension when writing.</summary>
internal static class ImageFile
{
    private static readonly string[] extensions = [".bmp", ".png", ".ppm", ".pgm"];

    public static bool HasImageExtension(string path) => extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <exception cref="InputException">The file is missing or is no picture that can be read.</exception>
    public static RgbImage Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InputException($"{path}: no such file");
        }

        var bytes = File.ReadAllBytes(path);
        try
        {
            return Decode(bytes);
        }
        catch (Exception e) when (e is InputException or ArgumentOutOfRangeException or InvalidDataException or EndOfStreamException)
        {
            var reason = e is InputException ? e.Message : "the file is damaged or cut short";
            throw new InputException($"{path}: {reason}", e);
        }
    }

    /// <exception cref="InputException">The extension names no format that can be written.</exception>
    public static void Write(string path, RgbImage image)
    {
        var bytes = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".BMP" => Bmp.Encode(image),
            ".PNG" => Png.Encode(image),
            ".PPM" => Ppm.Encode(image),
            _ => throw new InputException($"{path}: images are written as .bmp, .png or .ppm"),
        };
        File.WriteAllBytes(path, bytes);
    }

    private static RgbImage Decode(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [(byte)'B', (byte)'M', ..] => Bmp.Decode(bytes),
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => Png.Decode(bytes),
        [(byte)'P', (byte)'5' or (byte)'6', ..] => Ppm.Decode(bytes),
        _ => throw new InputException("not a BMP, PNG or PPM image"),
    };
}
