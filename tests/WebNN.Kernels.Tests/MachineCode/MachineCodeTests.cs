using WebNN.Kernels.MachineCode;
using Decoded = Iced.Intel.Register;

namespace WebNN.Kernels.Tests.MachineCode;

/// <summary>Code that is written here does what plain C# does: simulated on every processor, and run where there are its instructions.</summary>
public sealed unsafe class MachineCodeTests
{
    private const byte Untouched = 173;

    public static TheoryData<int, int> Tiles =>
        new(from rows in Enumerable.Range(1, ByteTile.MostRows) from vectors in Enumerable.Range(1, ByteTile.MostVectors) select (rows, vectors));

    public static TheoryData<int> Taps => [.. Enumerable.Range(1, ByteDepthwiseBlock.MostTaps)];

    [Theory]
    [MemberData(nameof(Tiles))]
    public void A_tile_does_what_plain_code_does(int rows, int vectors)
    {
        foreach (var (channels, taps, tiles) in new[] { (4, 1, 1), (16, 1, 2), (20, 3, 1), (48, 2, 3) })
        {
            var (random, width) = (new Random(channels), vectors * ByteTile.Columns);
            using var memory = new TestMemory();
            var call = memory.Tiles(random, tiles * rows, width, channels, taps);
            call.Tiles = tiles;
            var count = (int)(tiles * rows * call.TargetStride);
            AssertSame(
                count,
                pointer => ByteTile.RunPlain(ref *(ByteTileCall*)pointer, rows, width),
                argument => ByteTileCode.Assemble(rows, vectors, argument),
                ByteTileCode.IsAvailable ? pointer => ByteTileCode.Function(rows, vectors)((ByteTileCall*)pointer) : null,
                (target, run) =>
                {
                    var copy = call;
                    copy.Target = (byte*)target;
                    run((nint)(&copy));
                    return [copy.Target - (byte*)target, copy.Rows - call.Rows, copy.Tiles];
                });
        }
    }

    [Theory]
    [MemberData(nameof(Taps))]
    public void A_block_of_channels_does_what_plain_code_does(int taps)
    {
        foreach (var (fours, rest) in new[] { (0, 1), (1, 0), (2, 3) })
        {
            using var memory = new TestMemory();
            var call = memory.Depthwise(new Random(taps), fours, rest, taps);
            AssertSame(
                (int)(((fours * 4) + rest) * call.TargetStride),
                pointer => ByteDepthwiseBlock.RunPlain(ref *(ByteDepthwiseCall*)pointer, taps),
                argument => ByteDepthwiseCode.Assemble(taps, argument),
                ByteTileCode.IsAvailable ? pointer => ByteDepthwiseCode.Function(taps)((ByteDepthwiseCall*)pointer) : null,
                (target, run) =>
                {
                    var copy = call;
                    copy.Target = (byte*)target;
                    run((nint)(&copy));
                    return [];
                });
        }
    }

    /// <summary>The same results in plain C#, simulated as it is called on each system, and run.</summary>
    /// <param name="count">Bytes of the results.</param>
    /// <param name="native">Null where the processor cannot.</param>
    /// <param name="call">Runs a way with results written there, and returns what it said besides.</param>
    private static void AssertSame(int count, Action<nint> plain, Func<Register, byte[]> assemble, Action<nint>? native, Func<nint, Action<nint>, long[]> call)
    {
        var expected = Run(plain);
        Assert.Equal(expected, Run(pointer => new Simulator(assemble(Register.Rdi)).Run(Decoded.RDI, pointer)));
        Assert.Equal(expected, Run(pointer => new Simulator(assemble(Register.Rcx)).Run(Decoded.RCX, pointer)));
        if (native is not null)
        {
            Assert.Equal(expected, Run(native));
        }

        long[] Run(Action<nint> way)
        {
            var results = new byte[count];
            Array.Fill(results, Untouched);
            fixed (byte* target = results)
            {
                var said = call((nint)target, way);
                return [.. said, .. results.Select(result => (long)result)];
            }
        }
    }
}
