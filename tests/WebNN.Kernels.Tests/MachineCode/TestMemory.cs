using System.Runtime.InteropServices;
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
    public ByteTileCall Tiles(Random random, int rows, int width, int panels, int channels, int taps, ResultForm form)
    {
        var panel = Place([.. Enumerable.Range(0, panels).SelectMany(_ => Parameters(random, width, taps * channels, form))]);
        return new()
        {
            Rows = (byte**)Addresses(random, rows * taps, channels, channels),
            Taps = taps,
            Channels = -channels,
            Panel = (byte*)panel,
            TargetStride = (panels * width) + 5,
            Panels = panels,
            PanelStep = width * (IntegerFilter.HeadBytes + (taps * channels)),
            ColumnStep = width,
            NextStep = 64,
            Terms = (int*)Place([.. Enumerable.Range(0, rows).SelectMany(_ => BitConverter.GetBytes(random.Next(-100_000, 100_000)))]),
            Requantizer = (byte*)Constants(random, form),
            Most = Requantizer.Most,
            Order = ByteTile.Order,
        };
    }

    /// <summary>A call for the last channels of some, but for where its results go.</summary>
    public ByteDepthwiseCall Depthwise(Random random, ByteDepthwiseForm form, int channels, (int Lead, int Together, int Remaining, int Last) counts)
    {
        var columns = counts.Lead + (counts.Together * form.StrideX) + counts.Remaining;
        var span = ((counts.Together + counts.Last - 1) * form.StrideX) + ((form.KernelWidth - 1) * form.DilationX) + 1;
        var slots = Place(RandomBytes.Of(random, (span + columns) * form.SlotBytes));
        ByteDepthwiseCall call = new()
        {
            Input = channels - form.Channels,
            Output = channels - form.Channels,
            Step = channels,
            Block = (byte*)Place(Parameters(random, ByteDepthwiseForm.VectorBytes, form.BlockBytes / ByteDepthwiseForm.VectorBytes, form.Results)),
            Slots = (byte*)slots,
            Written = (byte*)slots + (Math.Max(0, span - columns) * form.SlotBytes),
            Lead = counts.Lead,
            Together = counts.Together,
            Rest = counts.Remaining,
            Last = counts.Last,
            Requantizer = (byte*)Constants(random, form.Results),
            Most = Requantizer.Most,
        };
        for (var row = 0; row < form.Pieces * form.Rows; row++)
        {
            call.Rows[row] = Place(RandomBytes.Of(random, Math.Max(1, columns) * channels));
        }

        return call;
    }

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

    /// <summary>A panel: biases, scales, of which some may be too large for 32 bits, and weights.</summary>
    private static byte[] Parameters(Random random, int width, int depth, ResultForm form)
    {
        var panel = RandomBytes.Of(random, width * (IntegerFilter.HeadBytes + depth));
        var biases = MemoryMarshal.Cast<byte, int>(panel.AsSpan());
        var scales = MemoryMarshal.Cast<byte, float>(panel.AsSpan())[width..];
        for (var column = 0; column < width; column++)
        {
            biases[column] = random.Next(-100_000, 100_000);
            scales[column] = column % 7 == 3 && form.HasFlag(ResultForm.Far) ? 1e6f : random.NextSingle() / 100;
        }

        return panel;
    }

    private nint Constants(Random random, ResultForm form)
    {
        var constants = new byte[Requantizer.Bytes];
        Requantization requantization = new(3, form.HasFlag(ResultForm.Shifted) ? (byte)random.Next(1, 256) : (byte)0);
        requantization = form.HasFlag(ResultForm.Limited) ? requantization with { Low = (byte)random.Next(90), High = (byte)random.Next(160, 255) } : requantization;
        Requantizer.Pack(requantization, null, form.HasFlag(ResultForm.Far) ? [1e6f] : [0.01f], constants, form.HasFlag(ResultForm.HasTerms) ? -7 : 0);
        var placed = Place(constants);
        Assert.Equal(form, new Requantizer((byte*)placed).Form);
        return placed;
    }

    private nint Place(byte[] bytes)
    {
        var block = new AlignedMemory((bytes.Length + sizeof(float)) / sizeof(float));
        blocks.Add(block);
        bytes.CopyTo(new Span<byte>(block.Pointer, bytes.Length));
        return (nint)block.Pointer;
    }
}
