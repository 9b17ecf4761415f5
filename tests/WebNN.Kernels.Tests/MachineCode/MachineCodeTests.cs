using WebNN.Kernels.MachineCode;
using Decoded = Iced.Intel.Register;

namespace WebNN.Kernels.Tests.MachineCode;

/// <summary>Code that is written here does what plain C# does: simulated on every processor, and run where there are its instructions.</summary>
public sealed unsafe class MachineCodeTests
{
    private const byte Untouched = 173;

    private static readonly ResultForm[] forms = [.. Enumerable.Range(0, (int)ResultForm.All + 1).Select(form => (ResultForm)form)];

    public static TheoryData<int, int> Tiles =>
        new(from rows in Enumerable.Range(1, ByteTile.MostRows) from vectors in Enumerable.Range(1, ByteTile.MostVectors) select (rows, vectors));

    /// <summary>Height and width of a window, the strides, the dilation, and pieces.</summary>
    public static TheoryData<int, int, int, int, int, int> Windows => new(
        from window in new[] { (3, 3, 1, 1, 1), (3, 3, 2, 2, 1), (5, 5, 1, 1, 1), (5, 5, 2, 2, 1), (7, 4, 1, 2, 1), (8, 1, 2, 1, 1), (1, 28, 1, 1, 1), (2, 2, 1, 3, 1), (4, 2, 3, 1, 2), (3, 3, 0, 2, 3), (6, 1, 1, 1, 1) }
        from pieces in new[] { 1, 2, 4 }
        select (window.Item1, window.Item2, window.Item3, window.Item4, window.Item5, pieces));

    [Theory]
    [MemberData(nameof(Tiles))]
    public void A_tile_does_what_plain_code_does(int rows, int vectors)
    {
        foreach (var (channels, taps, tiles, panels) in new[] { (4, 1, 1, 1), (16, 1, 2, 2), (20, 3, 1, 3), (48, 2, 3, 1) })
        {
            var (random, width) = (new Random(channels), vectors * ByteTile.Columns);
            using var memory = new TestMemory();
            var form = forms[(rows + channels + taps) % forms.Length] | (tiles == rows % 4 ? ResultForm.None : ResultForm.HasTerms);
            var call = memory.Tiles(random, tiles * rows, width, panels, channels, taps, form);
            call.Tiles = tiles;
            call.Overlap = -(rows / 3) * call.TargetStride;
            var count = (int)(tiles * rows * call.TargetStride);
            AssertSame(
                count,
                pointer => ByteTile.RunPlain(ref *(ByteTileCall*)pointer, rows, width),
                argument => ByteTileCode.Assemble(rows, vectors, form, argument),
                ByteTileCode.IsAvailable ? pointer => ByteTileCode.Function(rows, vectors, form)((ByteTileCall*)pointer) : null,
                (target, run) =>
                {
                    var copy = call;
                    copy.Target = (byte*)target;
                    run((nint)(&copy));
                    return [copy.Target - (byte*)target, copy.Panel - call.Panel, copy.Panels];
                });
        }
    }

    [Fact]
    public void While_a_panel_is_multiplied_the_next_one_is_fetched_and_nothing_behind_the_last()
    {
        const int rows = 2, panels = 3, channels = 64;
        using var memory = new TestMemory();
        var call = memory.Tiles(new(0), rows, ByteTile.Columns, panels, channels, taps: 1, ResultForm.None);
        var results = new byte[rows * call.TargetStride];
        var (first, size, fetches) = ((nint)call.Panel, call.PanelStep, channels / ByteTile.FetchedWith);
        (call.Tiles, call.NextStep) = (1, size / fetches);
        Simulator simulator = new(ByteTileCode.Assemble(rows, 1, ResultForm.None, Register.Rdi));
        fixed (byte* target = results)
        {
            call.Target = target;
            simulator.Run(Decoded.RDI, (nint)(&call));
        }

        nint[] next = [1, 2, 2];
        Assert.Equal(
            next.SelectMany(panel => Enumerable.Range(0, fetches).Select(fetch => (panel * size) + (fetch * (size / fetches)))),
            simulator.Fetched.Select(address => address - first));
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void A_depthwise_window_does_what_plain_code_does(int height, int width, int strideY, int strideX, int dilation, int pieces)
    {
        foreach (var (lead, together, rest, last, shared) in new[] { (2, 3, 0, 1, 0), (0, 0, 1, 2, 1), (1, 2, 1, 0, 1), (1, 1, 0, 1, 2) })
        {
            using var memory = new TestMemory();
            ByteDepthwiseForm form = new(height, width, strideY, strideX, dilation, pieces, forms[(height + width + pieces + lead) % forms.Length], shared);
            const int channels = 67;
            var call = memory.Depthwise(new Random(height), form, channels, (lead, together, rest, last));
            var lineBytes = (together + last) * channels;
            AssertSame(
                form.Pieces * form.Lines * lineBytes,
                pointer => ByteDepthwiseBlock.RunPlain(ref *(ByteDepthwiseCall*)pointer, form),
                argument => ByteDepthwiseCode.Assemble(form, argument),
                ByteTileCode.IsAvailable ? pointer => ByteDepthwiseCode.Function(form)((ByteDepthwiseCall*)pointer) : null,
                (target, run) =>
                {
                    var copy = call;
                    for (var line = 0; line < form.Pieces * form.Lines; line++)
                    {
                        copy.Targets[line] = target + (line * lineBytes);
                    }

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
