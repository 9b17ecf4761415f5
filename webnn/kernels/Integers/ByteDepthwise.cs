using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Integers;

/// <summary>
/// A convolution of bytes with one filter per channel by <see cref="ByteDepthwiseCall"/>s, for at least 16 channels: of some lines of results at a time one block of channels after the other.
/// </summary>
internal sealed unsafe class ByteDepthwise : WindowKernel
{
    /// <summary>Groups of lines that are computed one block of channels after the other: as many as the smallest blocks take together.</summary>
    private const int GroupsPerPass = 4;

    /// <summary>Interleaved columns stay in the first cache.</summary>
    private const int MostSlotBytes = 32 * 1024;

    /// <summary>Columns of the image that a window spans, or skips.</summary>
    private const int MostColumns = 4096;

    private const int MostRows = 8;

    /// <summary>Code has a copy of what interleaves a column for each that a step skips, and stays for good.</summary>
    private const int MostStride = 8;

    private readonly ZeroLine zeros;
    private readonly ImmutableArray<ByteDepthwiseChannels> blocks;
    private readonly ByteDepthwiseColumns columns;
    private readonly ByteDepthwiseForm[] forms;
    private readonly nint[] functions;
    private readonly nint blockBytes;
    private readonly int groupsPerImage;

    public ByteDepthwise(WindowShape shape, int shares)
        : base(shape, OutputRange.Unlimited, shares)
    {
        zeros = new((long)shape.Width * shape.Channels);
        blocks = ByteDepthwiseChannels.Of(shape);
        forms = [.. blocks.Select(block => ByteDepthwiseForm.Of(shape, block.Pieces, ResultForm.All))];
        functions = new nint[forms.Length];
        columns = new(shape, MostSlotBytes / forms[0].SlotBytes);
        blockBytes = forms[0].BlockBytes;
        groupsPerImage = (shape.OutputHeight + forms[0].Lines - 1) / forms[0].Lines;
    }

    /// <summary>Whether there is such a kernel.</summary>
    public static bool Supports(WindowShape shape, KernelTarget target) => target.HasByteTiles
        && shape.Depthwise && shape.Channels >= ByteDepthwiseBlock.Quarter && shape.KernelHeight <= MostRows && shape.Taps <= ByteDepthwiseCode.MostTaps
        && (long)shape.KernelWidth * shape.DilationX <= MostColumns && shape.StrideX <= MostStride;

    public static long PackedBytes(WindowShape shape) =>
        Requantizer.Bytes + (ByteDepthwiseChannels.Of(shape).Length * (long)ByteDepthwiseForm.Of(shape, 1, ResultForm.All).BlockBytes);

    /// <param name="packed">Zeros.</param>
    public static void Pack(WindowShape shape, IntegerWeights weights, Span<byte> packed)
    {
        packed = packed[Requantizer.Bytes..];
        foreach (var (first, pieces) in ByteDepthwiseChannels.Of(shape))
        {
            var form = ByteDepthwiseForm.Of(shape, pieces, ResultForm.All);
            ByteDepthwiseBlock.Pack(form, shape, weights, first, packed);
            packed = packed[form.BlockBytes..];
        }
    }

    /// <summary>The code is written before the first run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Prepare(in WindowBuffers buffers)
    {
        var requantizer = new Requantizer(buffers.PackedBytes);
        zeros.Fill(requantizer.InputZero);
        for (var block = 0; block < forms.Length; block++)
        {
            var shared = ByteDepthwiseBlock.SharedTimes(Block(buffers, block));
            if (functions[block] == 0 || forms[block].Results != requantizer.Form || forms[block].Shared != shared)
            {
                forms[block] = forms[block] with { Results = requantizer.Form, Shared = shared };
                functions[block] = (nint)ByteDepthwiseCode.Function(forms[block]);
            }
        }
    }

    /// <summary>A share has some of the lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (first, end) = Part(Shape.Batch * groupsPerImage, share);
        nint slotBytes = forms[0].SlotBytes, lineBytes = (nint)Shape.OutputWidth * Shape.Channels;
        var slots = Workspace.Of((columns.Slots * slotBytes) + lineBytes);
        ByteDepthwiseCall call = new() { Slots = slots, Step = Shape.Channels, Requantizer = buffers.PackedBytes, Most = Requantizer.Most };
        for (; first < end; first += GroupsPerPass)
        {
            var last = Math.Min(end, first + GroupsPerPass);
            for (var x = 0; x < Shape.OutputWidth; x += columns.Results)
            {
                var cut = columns.Cut(x);
                Pad(call.Slots, cut, slotBytes, new Requantizer(buffers.PackedBytes).InputZero);
                call.Written = call.Slots + (cut.Before * slotBytes);
                RunPart(buffers, ref call, cut, x, first, last, slots + (columns.Slots * slotBytes));
            }

            for (var group = first; group < last; group++)
            {
                var (line, count) = Lines(group);
                ImageAdder.AddTo(buffers, line * lineBytes, count * lineBytes);
            }
        }
    }

    private protected override void Release() => zeros.Dispose();

    private byte* Block(in WindowBuffers buffers, int block) => buffers.PackedBytes + Requantizer.Bytes + (block * blockBytes);

    /// <summary>The lines of results of a group: the first, of all images', and how many.</summary>
    private (int First, int Count) Lines(int group)
    {
        var (image, index) = Math.DivRem(group, groupsPerImage);
        var first = index * forms[0].Lines;
        return ((image * Shape.OutputHeight) + first, Math.Min(forms[0].Lines, Shape.OutputHeight - first));
    }

    private void Pad(byte* slots, ByteDepthwiseCut cut, nint slotBytes, byte zero)
    {
        new Span<byte>(slots, (int)(cut.Before * slotBytes)).Fill(zero);
        var inside = cut.Lead + cut.Rest + ((nint)cut.Together * Shape.StrideX);
        new Span<byte>(slots + ((cut.Before + inside) * slotBytes), (int)(cut.Behind * slotBytes)).Fill(zero);
    }

    /// <summary>A part of the lines of some groups.</summary>
    /// <param name="nobody">A line that nobody reads.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPart(in WindowBuffers buffers, ref ByteDepthwiseCall call, ByteDepthwiseCut cut, int result, int first, int end, byte* nobody)
    {
        for (int block = 0, next; block < blocks.Length; block = next)
        {
            var pieces = blocks[block].Pieces;
            next = block + 1;
            while (next < blocks.Length && blocks[next].Pieces == pieces)
            {
                next++;
            }

            for (var group = first; group < end; group += pieces)
            {
                Address(buffers, ref call, group, Math.Min(pieces, end - group), pieces, nobody);
                for (var i = block; i < next; i++)
                {
                    nint channel = blocks[i].First;
                    call.Input = ((nint)cut.First * Shape.Channels) + channel;
                    call.Output = ((nint)result * Shape.Channels) + channel;
                    call.Block = Block(buffers, i);
                    (call.Lead, call.Together, call.Rest, call.Last) = (cut.Lead, cut.Together, cut.Rest, cut.Last);
                    ByteDepthwiseBlock.Run((delegate* unmanaged[SuppressGCTransition]<ByteDepthwiseCall*, void>)functions[i], ref call, forms[i]);
                }
            }
        }
    }

    /// <summary>The lines of some groups; what is computed beyond them, of zeros, goes nowhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Address(in WindowBuffers buffers, ref ByteDepthwiseCall call, int group, int count, int pieces, byte* nobody)
    {
        int rows = forms[0].Rows, lines = forms[0].Lines;
        nint imageLine = (nint)Shape.Width * Shape.Channels, resultLine = (nint)Shape.OutputWidth * Shape.Channels;
        for (var piece = 0; piece < pieces; piece++, group++)
        {
            var (line, written) = piece < count ? Lines(group) : default;
            var (image, y) = Math.DivRem(line, Shape.OutputHeight);
            for (int row = 0, at = (y * Shape.StrideY) - Shape.PadTop; row < rows; row++, at += Shape.DilationY)
            {
                var isInside = written > 0 && (uint)at < (uint)Shape.Height;
                call.Rows[(piece * rows) + row] = (nint)(isInside ? buffers.XBytes + ((((nint)image * Shape.Height) + at) * imageLine) : zeros.Pixels);
            }

            for (var i = 0; i < lines; i++)
            {
                call.Targets[(piece * lines) + i] = (nint)(i < written ? buffers.YBytes + ((line + i) * resultLine) : nobody);
            }
        }
    }
}
