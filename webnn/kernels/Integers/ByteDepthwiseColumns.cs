using System.Collections.Immutable;
using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Integers;

/// <summary>Channels that are computed together.</summary>
/// <param name="Pieces">See <see cref="ByteDepthwiseForm"/>.</param>
internal readonly record struct ByteDepthwiseChannels(int First, int Pieces)
{
    private const int Whole = ByteDepthwiseForm.VectorBytes;

    /// <summary>Those of a window, the widest first; the last overlap those before them.</summary>
    public static ImmutableArray<ByteDepthwiseChannels> Of(WindowShape shape)
    {
        var blocks = ImmutableArray.CreateBuilder<ByteDepthwiseChannels>();
        for (int first = 0, width; first < shape.Channels; first += width)
        {
            var left = shape.Channels - first;
            width = shape.Channels >= Whole && left > Whole / 2 ? Whole : shape.Channels >= Whole / 2 && left > Whole / 4 ? Whole / 2 : Whole / 4;
            blocks.Add(new(PixelBlocks.First(first, shape.Channels, width), Whole / width));
        }

        return blocks.DrainToImmutable();
    }
}

/// <summary>How a line of results is cut, so that the columns under each part fit in so many slots.</summary>
internal readonly struct ByteDepthwiseColumns(WindowShape shape, int mostSlots)
{
    private readonly int span = ((shape.KernelWidth - 1) * shape.DilationX) + 1;

    /// <summary>Results of a part.</summary>
    public int Results => Math.Clamp(((mostSlots - span) / shape.StrideX) + 1, 1, shape.OutputWidth);

    /// <summary>Slots for a part, with those that are written for the next result already.</summary>
    public int Slots => ((Results - 1) * shape.StrideX) + Math.Max(span, shape.StrideX);

    /// <summary>The part that begins with a result.</summary>
    public ByteDepthwiseCut Cut(int result)
    {
        var results = Math.Min(Results, shape.OutputWidth - result);
        var left = (result * shape.StrideX) - shape.PadLeft;
        int needed = ((results - 1) * shape.StrideX) + span, before = Math.Clamp(-left, 0, needed), first = Math.Max(0, left);
        var inside = Math.Clamp(shape.Width - first, 0, needed - before);
        var lead = Math.Clamp(span - before, 0, inside);
        var together = Math.Min(results, (inside - lead) / shape.StrideX);
        return new(first, before, needed - before - inside, lead, together, inside - lead - (together * shape.StrideX), results - together);
    }
}

/// <summary>A part of a line of results.</summary>
/// <param name="First">The first column of the image that is read.</param>
/// <param name="Before">Columns of padding before it.</param>
/// <param name="Behind">Columns of padding behind the last.</param>
/// <param name="Lead">See <see cref="ByteDepthwiseCall"/>, and so of the three that follow.</param>
internal readonly record struct ByteDepthwiseCut(int First, int Before, int Behind, int Lead, int Together, int Rest, int Last);
