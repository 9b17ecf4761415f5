using WebNN.Kernels.Integers;
using WebNN.Kernels.MachineCode;
using WebNN.Kernels.Tests.Integers;

namespace WebNN.Kernels.Tests.MachineCode;

/// <summary>What machine code reads, in memory that stays where it is.</summary>
internal sealed unsafe class TestMemory : IDisposable
{
    private readonly List<AlignedMemory> blocks = [];

    /// <summary>A call for tiles, but for how many they are and where they go.</summary>
    /// <param name="rows">Of all tiles.</param>
    public ByteTileCall Tiles(Random random, int rows, int width, int channels, int taps)
    {
        var panel = Parameters(random, width, taps * channels);
        return new()
        {
            Rows = (byte**)Addresses(random, rows * taps, channels, channels),
            Taps = taps,
            Channels = -channels,
            Panel = (byte*)panel,
            TargetStride = width + 5,
            Next = (byte*)panel,
            NextStep = 64,
            Requantizer = (byte*)Constants(random),
            Most = Requantizer.Most,
            Order = ByteTile.Order,
        };
    }

    /// <summary>A call for the last 16 of 24 channels, but for where its results go.</summary>
    public ByteDepthwiseCall Depthwise(Random random, int fours, int rest, int taps) => new()
    {
        Pixels = (byte**)Addresses(random, (((fours * 4) + rest) * 2) + taps, 24, 0),
        PixelStep = 2 * sizeof(byte*),
        Channel = 8,
        Block = (byte*)Parameters(random, ByteDepthwiseBlock.Channels, (taps + 3) / 4 * 4),
        TargetStride = ByteDepthwiseBlock.Channels + 3,
        Fours = fours,
        Rest = rest,
        Requantizer = (byte*)Constants(random),
        Most = Requantizer.Most,
        Order = ByteTile.Order,
        Interleaved = ByteDepthwiseBlock.Interleaved,
    };

    public void Dispose() => blocks.ForEach(block => block.Dispose());

    /// <summary>A table of addresses in an image of as many pixels.</summary>
    /// <param name="channels">Of a pixel.</param>
    /// <param name="offset">What is added to the address of a pixel.</param>
    private nint Addresses(Random random, int count, int channels, int offset)
    {
        var pixels = Place(RandomBytes.Of(random, count * channels));
        var table = (nint*)Place(new byte[count * sizeof(nint)]);
        for (var i = 0; i < count; i++)
        {
            table[i] = pixels + (random.Next(count) * channels) + offset;
        }

        return (nint)table;
    }

    /// <summary>A panel: biases, scales, of which some are too large for 32 bits, and weights.</summary>
    private nint Parameters(Random random, int width, int depth)
    {
        var panel = (byte*)Place(RandomBytes.Of(random, width * (IntegerFilter.HeadBytes + depth)));
        for (var column = 0; column < width; column++)
        {
            ((int*)panel)[column] = random.Next(-100_000, 100_000);
            ((float*)panel)[width + column] = column % 7 == 3 ? 1e6f : random.NextSingle() / 100;
        }

        return (nint)panel;
    }

    private nint Constants(Random random)
    {
        var constants = new byte[Requantizer.Bytes];
        Requantizer.Pack(new(3, (byte)random.Next(256), (byte)random.Next(90), (byte)random.Next(160, 256)), null, constants);
        return Place(constants);
    }

    private nint Place(byte[] bytes)
    {
        var block = new AlignedMemory((bytes.Length + sizeof(float)) / sizeof(float));
        blocks.Add(block);
        bytes.CopyTo(new Span<byte>(block.Pointer, bytes.Length));
        return (nint)block.Pointer;
    }
}
