namespace WebNN.Models.Calibration;

/// <summary>The other float kernels, as plain loops over NHWC images.</summary>
internal static class Kernels
{
    /// <summary>Convolves each channel with its own window of weights [kernel, kernel, channel].</summary>
    public static float[] Depthwise(float[] images, int channels, Window y, Window x, float[] weights) =>
        Slide(images, channels, y, x, (sums, values, tap) =>
        {
            var kernel = weights.AsSpan(tap * channels, channels);
            for (var c = 0; c < sums.Length; c++)
            {
                sums[c] += values[c] * kernel[c];
            }
        });

    public static float[] MaxPool(float[] images, int channels, Window y, Window x) =>
        Slide(images, channels, y, x, (sums, values, _) =>
        {
            for (var c = 0; c < sums.Length; c++)
            {
                sums[c] = Math.Max(sums[c], values[c]);
            }
        }, float.NegativeInfinity);

    /// <summary>The mean of each image's channel.</summary>
    public static float[] Mean(float[] images, int pixels, int channels)
    {
        var results = new float[images.Length / pixels];
        for (var i = 0; i < images.Length; i++)
        {
            results[(i / (pixels * channels) * channels) + (i % channels)] += images[i];
        }

        return Array.ConvertAll(results, sum => sum / pixels);
    }

    public static float[] Pad(float[] images, int height, int width, int channels, int border)
    {
        var (h, w) = (height + (2 * border), width + (2 * border));
        var results = new float[images.Length / (height * width) * h * w];
        for (var row = 0; row < images.Length / (width * channels); row++)
        {
            var start = (((((row / height * h) + (row % height) + border) * w) + border) * channels);
            images.AsSpan(row * width * channels, width * channels).CopyTo(results.AsSpan(start));
        }

        return results;
    }

    /// <summary>Swaps the last two axes of [count, rows, columns].</summary>
    public static float[] Transpose(float[] values, int rows, int columns)
    {
        var results = new float[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var matrix = i / (rows * columns) * rows * columns;
            results[matrix + (i % columns * rows) + (i / columns % rows)] = values[i];
        }

        return results;
    }

    public static float[] Softmax(float[] values, int length)
    {
        var results = new float[values.Length];
        for (var start = 0; start < values.Length; start += length)
        {
            var row = values.AsSpan(start, length);
            var max = float.NegativeInfinity;
            foreach (var value in row) max = Math.Max(max, value);
            var sum = 0.0;
            foreach (var value in row) sum += Exp(value - max);
            for (var i = 0; i < length; i++) results[start + i] = (float)(Exp(row[i] - max) / sum);
        }

        return results;
    }

    /// <summary>The C library's own differs between systems in the last bit.</summary>
    private static double Exp(double value)
    {
        const double Ln2 = 0.693147180559945309417;
        const int Terms = 14;
        var exponent = Math.Round(value / Ln2);
        var rest = value - (exponent * Ln2);
        var sum = 1.0;
        for (var i = Terms; i > 0; i--)
        {
            sum = 1 + (sum * rest / i);
        }

        return Math.ScaleB(sum, (int)exponent);
    }

    private delegate void Tap(Span<float> sums, ReadOnlySpan<float> values, int tap);

    private static float[] Slide(float[] images, int channels, Window y, Window x, Tap tap, float initial = 0)
    {
        var rows = images.Length / (y.Input * x.Input * channels) * y.Output;
        var results = new float[rows * x.Output * channels];
        Array.Fill(results, initial);
        Parallel.For(0, rows, row =>
        {
            var (image, top) = (row / y.Output, (row % y.Output * y.Stride) - y.Before);
            for (var column = 0; column < x.Output; column++)
            {
                var sums = results.AsSpan(((row * x.Output) + column) * channels, channels);
                for (var i = 0; i < y.Size * x.Size; i++)
                {
                    var (r, c) = (top + (i / x.Size), (column * x.Stride) - x.Before + (i % x.Size));
                    var inside = (uint)r < (uint)y.Input && (uint)c < (uint)x.Input;
                    if (inside) tap(sums, images.AsSpan(((((image * y.Input) + r) * x.Input) + c) * channels, channels), i);
                }
            }
        });
        return results;
    }
}
