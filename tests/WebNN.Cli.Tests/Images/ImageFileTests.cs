using System.Buffers.Binary;
using System.IO.Compression;
using WebNN.Cli.Images;

namespace WebNN.Cli.Tests.Images;

public sealed class ImageFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("webnn-cli-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("a.bmp")]
    [InlineData("a.png")]
    [InlineData("a.ppm")]
    public void An_image_that_is_written_reads_back_the_same(string name)
    {
        var image = Sample(5, 3);   // rows of 15 bytes: BMP has to pad them
        ImageFile.Write(PathOf(name), image);

        var read = ImageFile.Read(PathOf(name));

        Assert.Equal((5, 3), (read.Width, read.Height));
        Assert.Equal(image.Pixels, read.Pixels);
    }

    [Fact]
    public void A_bottom_up_BMP_of_32_bits_with_masks_is_turned_and_reordered()
    {
        byte[] file = [.. new byte[66], 0x11, 0x22, 0x33, 0xFF, 0x44, 0x55, 0x66, 0xFF];
        "BM"u8.CopyTo(file);
        (file[10], file[14], file[18], file[22], file[28], file[30]) = (66, 40, 1, 2, 32, 3);
        (file[54], file[59], file[64]) = (0xFF, 0xFF, 0xFF);   // red is the lowest byte
        File.WriteAllBytes(PathOf("a.bmp"), file);

        Assert.Equal([0x44, 0x55, 0x66, 0x11, 0x22, 0x33], ImageFile.Read(PathOf("a.bmp")).Pixels);
    }

    [Theory]
    [InlineData(0, new byte[] { 0, 10, 20, 3, 30, 40 }, new byte[] { 10, 10, 10, 20, 20, 20, 35, 35, 35, 67, 67, 67 })]
    [InlineData(2, new byte[] { 1, 1, 2, 3, 1, 1, 2, 2, 9, 9, 9, 9, 9, 9 }, new byte[] { 1, 2, 3, 2, 3, 5, 10, 11, 12, 11, 12, 14 })]
    [InlineData(4, new byte[] { 0, 10, 255, 20, 0, 2, 30, 0, 40, 0 }, new byte[] { 10, 10, 10, 20, 20, 20, 40, 40, 40, 60, 60, 60 })]
    [InlineData(
        6, new byte[] { 0, 1, 2, 3, 255, 4, 5, 6, 255, 4, 1, 1, 1, 0, 1, 1, 1, 0 }, new byte[] { 1, 2, 3, 4, 5, 6, 2, 3, 4, 5, 6, 7 })]
    public void A_PNG_of_two_by_two_is_read_whatever_its_colour_type_and_row_filters(byte colour, byte[] rows, byte[] expected)
    {
        File.WriteAllBytes(PathOf("a.png"), PngOf(colour, rows));

        Assert.Equal(expected, ImageFile.Read(PathOf("a.png")).Pixels);
    }

    [Fact]
    public void A_PNG_with_a_palette_is_read_through_it()
    {
        File.WriteAllBytes(PathOf("a.png"), PngOf(3, [0, 1, 0, 0, 0, 1], [9, 8, 7, 1, 2, 3]));

        Assert.Equal([1, 2, 3, 9, 8, 7, 9, 8, 7, 1, 2, 3], ImageFile.Read(PathOf("a.png")).Pixels);
    }

    [Theory]
    [InlineData("a.png", 40)]
    [InlineData("a.bmp", 60)]
    [InlineData("a.ppm", 12)]
    [InlineData("a.jpg", 640)]
    public void A_file_that_is_cut_short_is_an_input_error_that_names_it(string name, int length)
    {
        ImageFile.Write(PathOf(name), Sample(5, 3));
        File.WriteAllBytes(PathOf(name), File.ReadAllBytes(PathOf(name))[..length]);

        var error = Assert.Throws<InputException>(() => ImageFile.Read(PathOf(name)));

        Assert.StartsWith(PathOf(name) + ": ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_file_is_no_image()
    {
        File.WriteAllText(PathOf("a.png"), "hello");

        var error = Assert.Throws<InputException>(() => ImageFile.Read(PathOf("a.png")));

        Assert.Equal(PathOf("a.png") + ": not a JPEG, PNG, BMP, PPM or PGM image", error.Message);
    }

    [Fact]
    public void A_JPEG_is_read_nearly_as_it_was_written()
    {
        var image = new RgbImage(16, 8);
        for (var y = 0; y < 8; y++)
        {
            image.Row(y).Fill((byte)(20 + (20 * y)));
        }

        ImageFile.Write(PathOf("a.jpg"), image);

        var read = ImageFile.Read(PathOf("a.jpg"));
        Assert.Equal((16, 8), (read.Width, read.Height));
        Assert.All(read.Pixels.Zip(image.Pixels), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 4));
    }

    [Fact]
    public void A_JPEG_of_a_camera_that_was_held_upright_is_turned()
    {
        var image = new RgbImage(16, 8);
        image.Row(0)[..].Fill(200);   // the first row becomes the last column
        ImageFile.Write(PathOf("a.jpg"), image);
        byte[] orientation = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\b"u8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        var file = File.ReadAllBytes(PathOf("a.jpg"));
        File.WriteAllBytes(PathOf("b.jpg"), [.. file[..2], .. orientation, .. file[2..]]);

        var read = ImageFile.Read(PathOf("b.jpg"));

        Assert.Equal((8, 16), (read.Width, read.Height));
        Assert.True(read.Pixel(7, 8)[0] > 150 && read.Pixel(0, 8)[0] < 50, $"{read.Pixel(0, 8)[0]} to {read.Pixel(7, 8)[0]}");
    }

    [Fact]
    public void A_header_that_claims_gigabytes_is_refused_before_anything_is_decoded()
    {
        File.WriteAllBytes(PathOf("a.ppm"), "P6\n60000 60000\n255\n"u8.ToArray());

        var error = Assert.Throws<InputException>(() => ImageFile.Read(PathOf("a.ppm")));

        Assert.Equal(PathOf("a.ppm") + ": an image of 60000 x 60000 pixels cannot be read", error.Message);
    }

    [Fact]
    public void A_damaged_JPEG_is_read_or_refused_and_nothing_else()
    {
        const int Seed = 5;
        ImageFile.Write(PathOf("a.jpg"), Sample(40, 30));
        var (file, random) = (File.ReadAllBytes(PathOf("a.jpg")), new Random(Seed));
        for (var attempt = 0; attempt < 100; attempt++)
        {
            byte[] damaged = [.. file];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(PathOf("b.jpg"), damaged);
            var error = Record.Exception(() => ImageFile.Read(PathOf("b.jpg")));
            Assert.True(error is null or InputException, $"seed {Seed}, attempt {attempt}: {error}");
        }
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named_when_a_picture_is_written()
    {
        var path = PathOf(Path.Combine("missing", "a.png"));

        var error = Assert.Throws<InputException>(() => ImageFile.Write(path, Sample(2, 2)));

        Assert.StartsWith($"{path}: cannot be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resizing_blends_neighbours_with_pixel_centres_at_one_half()
    {
        var image = new RgbImage(2, 1);
        image.Row(0).Clear();
        image.Pixel(1, 0).Fill(100);

        var wide = Resizing.Bilinear(image, 4, 1);

        Assert.Equal([0, 0, 0, 25, 25, 25, 75, 75, 75, 100, 100, 100], wide.Pixels);
    }

    [Fact]
    public void A_box_outlines_its_corners_and_leaves_the_inside()
    {
        var image = new RgbImage(10, 10);

        Drawing.Box(image, top: 0.2, left: 0.1, bottom: 0.8, right: 0.9, colour: 0);

        Assert.Equal([230, 25, 75], image.Pixel(1, 2).ToArray());
        Assert.Equal([230, 25, 75], image.Pixel(9, 8).ToArray());
        Assert.Equal([0, 0, 0], image.Pixel(5, 5).ToArray());
        Assert.Equal([0, 0, 0], image.Pixel(0, 0).ToArray());
    }

    private static RgbImage Sample(int width, int height)
    {
        var image = new RgbImage(width, height);
        new Random(7).NextBytes(image.Pixels);
        return image;
    }

    private static byte[] PngOf(byte colour, byte[] rows, byte[]? palette = null)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk(file, "IHDR"u8, [0, 0, 0, 2, 0, 0, 0, 2, 8, colour, 0, 0, 0]);
        if (palette is not null)
        {
            Chunk(file, "PLTE"u8, palette);
        }

        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(rows);
        }

        Chunk(file, "IDAT"u8, data.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc([.. type, .. content]));
        file.Write(number);
    }

    /// <summary>CRC-32 as PNG has it.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }

    private string PathOf(string name) => Path.Combine(folder, name);
}
