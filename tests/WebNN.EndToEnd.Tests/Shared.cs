using System.Buffers.Binary;
using WebNN.TfLite;

namespace WebNN.EndToEnd.Tests;

/// <summary>Real models and images, in the folder beside the repository; tests skip, with the reason, where it is absent.</summary>
internal static class Shared
{
    public static string Path(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "shared", relative);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip($"shared/{relative} is in no folder above {AppContext.BaseDirectory}");
        return "";
    }

    public static TfLiteModel Model(string name) => TfLiteModel.FromFile(Path($"models/{name}.tflite"));

    /// <summary>Red, green and blue of a 24-bit BMP, brought to a size by its nearest pixels.</summary>
    public static byte[] Image(string name, int height, int width)
    {
        var file = File.ReadAllBytes(Path($"images/{name}.bmp"));
        var offset = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(10));
        var (columns, rows) = (BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(18)), BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(22)));
        var bytesPerPixel = BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(28)) / 8;
        var stride = ((columns * bytesPerPixel) + 3) / 4 * 4;
        var pixels = new byte[height * width * 3];
        for (var y = 0; y < height; y++)
        {
            // Rows are stored from the bottom up where the height is positive.
            var row = y * Math.Abs(rows) / height;
            var line = offset + ((rows > 0 ? rows - 1 - row : row) * stride);
            for (var x = 0; x < width; x++)
            {
                var pixel = line + (x * columns / width * bytesPerPixel);
                for (var channel = 0; channel < 3; channel++)
                {
                    pixels[(((y * width) + x) * 3) + channel] = file[pixel + 2 - channel];
                }
            }
        }

        return pixels;
    }
}
