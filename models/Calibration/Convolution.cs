using System.Runtime.Intrinsics;

namespace WebNN.Models.Calibration;

/// <summary>
/// Float convolution over NHWC images, fast enough to calibrate ResNet-50 in a second or two. Vectors have a fixed width and no
/// multiplication is fused with an addition, so that every machine computes the same bits.
/// </summary>
internal static class Convolution
{
    private const int Lanes = 8;
    private const int ChannelBlock = 2 * Lanes;
    private const int PixelBlock = 4;
    private const int PixelChunk = 16 * PixelBlock;

    /// <summary>
    /// Convolves <paramref name="images"/> of <paramref name="channels"/> channels with weights [out, kernel, kernel, in].
    /// </summary>
    public static float[] Run(float[] images, int channels, Window y, Window x, float[] weights, int outputs)
    {
        var count = images.Length / (y.Input * x.Input * channels);
        var depth = y.Size * x.Size * channels;
        var packed = Pack(weights, depth, outputs);
        var pixels = count * y.Output * x.Output;
        var results = new float[pixels * outputs];
        Parallel.For(0, (pixels + PixelChunk - 1) / PixelChunk, chunk =>
        {
            var first = chunk * PixelChunk;
            var patches = new float[PixelChunk * depth];
            var length = Math.Min(PixelChunk, pixels - first);
            for (var i = 0; i < length; i++)
            {
                Gather(images, channels, y, x, first + i, patches.AsSpan(i * depth, depth));
            }

            Multiply(patches, depth, packed, results.AsSpan(first * outputs, length * outputs), outputs);
        });
        return results;
    }

    /// <summary>The part of an image under the window of one output pixel; zero outside the image.</summary>
    private static void Gather(float[] images, int channels, Window y, Window x, int pixel, Span<float> patch)
    {
        var image = pixel / (y.Output * x.Output);
        var top = (pixel / x.Output % y.Output * y.Stride) - y.Before;
        var left = (pixel % x.Output * x.Stride) - x.Before;
        for (var i = 0; i < y.Size * x.Size; i++)
        {
            var (row, column) = (top + (i / x.Size), left + (i % x.Size));
            var target = patch.Slice(i * channels, channels);
            var inside = (uint)row < (uint)y.Input && (uint)column < (uint)x.Input;
            if (inside) images.AsSpan(((((image * y.Input) + row) * x.Input) + column) * channels, channels).CopyTo(target);
            else target.Clear();
        }
    }

    /// <summary>Weights by blocks of channels, each depth by channel, padded with zeros.</summary>
    private static float[] Pack(float[] weights, int depth, int outputs)
    {
        var blocks = (outputs + ChannelBlock - 1) / ChannelBlock;
        var packed = new float[blocks * depth * ChannelBlock];
        for (var o = 0; o < outputs; o++)
        {
            var start = o / ChannelBlock * depth * ChannelBlock;
            for (var k = 0; k < depth; k++)
            {
                packed[start + (k * ChannelBlock) + (o % ChannelBlock)] = weights[(o * depth) + k];
            }
        }

        return packed;
    }

    private static void Multiply(ReadOnlySpan<float> patches, int depth, float[] packed, Span<float> results, int outputs)
    {
        var pixels = results.Length / outputs;
        Span<float> tile = stackalloc float[PixelBlock * ChannelBlock];
        for (var channel = 0; channel < outputs; channel += ChannelBlock)
        {
            var block = packed.AsSpan(channel * depth, depth * ChannelBlock);
            for (var pixel = 0; pixel < pixels; pixel += PixelBlock)
            {
                Tile(patches.Slice(pixel * depth, PixelBlock * depth), depth, block, tile);
                for (var i = 0; i < Math.Min(PixelBlock, pixels - pixel); i++)
                {
                    var row = tile.Slice(i * ChannelBlock, Math.Min(ChannelBlock, outputs - channel));
                    row.CopyTo(results[(((pixel + i) * outputs) + channel)..]);
                }
            }
        }
    }

    /// <summary>Four pixels by sixteen channels, summed in registers.</summary>
    private static void Tile(ReadOnlySpan<float> patches, int depth, ReadOnlySpan<float> block, Span<float> tile)
    {
        var a = patches[..depth];
        var b = patches.Slice(depth, depth);
        var c = patches.Slice(2 * depth, depth);
        var d = patches.Slice(3 * depth, depth);
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (var k = 0; k < depth; k++)
        {
            var row = block.Slice(k * ChannelBlock, ChannelBlock);
            var (low, high) = (Vector256.Create(row), Vector256.Create(row[Lanes..]));
            var (va, vb, vc, vd) = (Vector256.Create(a[k]), Vector256.Create(b[k]), Vector256.Create(c[k]), Vector256.Create(d[k]));
            a0 += va * low;
            a1 += va * high;
            b0 += vb * low;
            b1 += vb * high;
            c0 += vc * low;
            c1 += vc * high;
            d0 += vd * low;
            d1 += vd * high;
        }

        ReadOnlySpan<Vector256<float>> sums = [a0, a1, b0, b1, c0, c1, d0, d1];
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i].CopyTo(tile[(i * Lanes)..]);
        }
    }
}
