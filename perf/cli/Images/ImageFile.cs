using System.Buffers.Binary;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace WebNN.Cli.Images;

/// <summary>Reads and writes pictures; the format is told by the first bytes when reading and by the extension when writing.</summary>
internal static class ImageFile
{
    private const string Formats = "JPEG, PNG, BMP, PPM or PGM";

    private static readonly string[] extensions = [".jpg", ".jpeg", ".jfif", ".png", ".bmp", ".dib", ".ppm", ".pgm", ".pbm"];

    /// <summary>No decoder that nobody needs: each one is a parser for bytes from anywhere.</summary>
    private static readonly Configuration configuration = new(
        new JpegConfigurationModule(), new PngConfigurationModule(), new BmpConfigurationModule(), new PbmConfigurationModule());

    public static bool HasImageExtension(string path) => extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The picture the right way up: a camera's note on how it was held is followed.</summary>
    /// <exception cref="InputException">The file is missing or is no picture that can be read.</exception>
    public static RgbImage Read(string path)
    {
        var bytes = InputFile.Read(path);
        try
        {
            var info = Image.Identify(configuration, bytes, out _) ?? throw new InputException($"not a {Formats} image");
            RgbImage.RequireSize(info.Width, info.Height);
            RequireWhole(bytes, info);
            using var image = Image.Load<Rgb24>(configuration, bytes);
            image.Mutate(each => each.AutoOrient());
            var result = new RgbImage(image.Width, image.Height);
            image.CopyPixelDataTo(result.Pixels);
            return result;
        }
        catch (InputException e)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
        catch (Exception e) when (e is not OutOfMemoryException)   // decoders answer damaged files with exceptions of any kind
        {
            throw new InputException($"{path}: the file is damaged or cut short", e);
        }
    }

    /// <exception cref="InputException">The extension names no format that can be written, or the file cannot be.</exception>
    public static void Write(string path, RgbImage image)
    {
        IImageEncoder encoder = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JPG" or ".JPEG" => new JpegEncoder { Quality = 95 },
            ".PNG" => new PngEncoder(),
            ".BMP" => new BmpEncoder(),
            ".PPM" => new PbmEncoder { ColorType = PbmColorType.Rgb, Encoding = PbmEncoding.Binary },
            _ => throw new InputException($"{path}: images are written as .jpg, .png, .bmp or .ppm"),
        };
        try
        {
            using var picture = Image.LoadPixelData<Rgb24>(configuration, image.Pixels, image.Width, image.Height);
            picture.Save(path, encoder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The decoders fill what is missing with black, and a model would see it.</summary>
    private static void RequireWhole(ReadOnlySpan<byte> bytes, IImageInfo info)
    {
        var isWhole = bytes switch
        {
            [(byte)'B', (byte)'M', _, _, _, _, ..] => BinaryPrimitives.ReadUInt32LittleEndian(bytes[2..]) <= (uint)bytes.Length,
            [(byte)'P', (byte)'2', ..] => 2L * info.Width * info.Height < bytes.Length,   // a digit and a space at least
            [(byte)'P', (byte)'3', ..] => 6L * info.Width * info.Height < bytes.Length,
            [(byte)'P', (byte)'5', ..] => (long)info.Width * info.Height < bytes.Length,
            [(byte)'P', (byte)'6', ..] => 3L * info.Width * info.Height < bytes.Length,
            [0xFF, 0xD8, ..] => bytes.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) > 0,
            _ => true,
        };
        if (!isWhole)
        {
            throw new InputException("the file is cut short");
        }
    }
}
