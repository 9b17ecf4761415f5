using System.Collections.Immutable;

namespace WebNN.Kernels;

/// <summary>
/// The sizes of a float convolution over channels-last images: input [batch, height, width, channels], filter [filters, kernel height,
/// kernel width, channels], or [1, kernel height, kernel width, channels] where each channel has a filter of its own, output [batch, output
/// height, output width, filters].
/// </summary>
internal readonly record struct WindowShape()
{
    /// <summary>Integers that stand for a shape.</summary>
    public const int Fields = 17;

    private const long FarthestReach = 1 << 24;

    public required int Batch { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Channels { get; init; }

    public required int OutputHeight { get; init; }

    public required int OutputWidth { get; init; }

    public required int Filters { get; init; }

    public int KernelHeight { get; init; } = 1;

    public int KernelWidth { get; init; } = 1;

    public int StrideY { get; init; } = 1;

    public int StrideX { get; init; } = 1;

    public int DilationY { get; init; } = 1;

    public int DilationX { get; init; } = 1;

    /// <summary>Rows of zeros above the image; as many as the output's height asks for are below it.</summary>
    public int PadTop { get; init; }

    public int PadLeft { get; init; }

    /// <summary>Each channel has one filter of its own.</summary>
    public bool Depthwise { get; init; }

    /// <summary>
    /// Channels of what is added to the results, to the first of them, where these are fewer than the results'; 0 where they are not. For dense
    /// windows alone, of more than a row, and not by Winograd.
    /// </summary>
    public int SumChannels { get; init; }

    /// <summary>Channels of what is added to the results.</summary>
    internal int SumColumns => SumChannels == 0 ? Filters : SumChannels;

    /// <summary>Output pixels of all images.</summary>
    internal int Pixels => checked(Batch * OutputHeight * OutputWidth);

    internal int Taps => KernelHeight * KernelWidth;

    /// <summary>What a convolution of it multiplies.</summary>
    internal long Products => (long)Pixels * Taps * Filters * (Depthwise ? 1 : Channels);

    /// <summary>Each output pixel reads just the input pixel of the same place.</summary>
    internal bool IsPointwise => this is { KernelHeight: 1, KernelWidth: 1, StrideY: 1, StrideX: 1, PadTop: 0, PadLeft: 0, Depthwise: false }
        && OutputHeight == Height && OutputWidth == Width;

    /// <summary>No output pixel reads beyond the image.</summary>
    internal bool IsUnpadded => PadTop == 0 && PadLeft == 0
        && ((OutputHeight - 1) * StrideY) + ((KernelHeight - 1) * DilationY) < Height
        && ((OutputWidth - 1) * StrideX) + ((KernelWidth - 1) * DilationX) < Width;

    /// <summary>
    /// Whether kernels may count in 32 bits: every row and column that a window covers, inside the image or not, and those of some windows
    /// beyond the last.
    /// </summary>
    internal bool IsWithinReach => Math.Max(StrideY, PadTop + Reach(OutputHeight, StrideY, KernelHeight, DilationY)) <= FarthestReach
        && Math.Max(StrideX, PadLeft + Reach(OutputWidth, StrideX, KernelWidth, DilationX)) <= FarthestReach;

    /// <summary>A window of one position between two images.</summary>
    /// <param name="image">Batch, height, width, channels, and so of <paramref name="output"/>.</param>
    public static WindowShape Between(ImmutableArray<int> image, ImmutableArray<int> output) => new()
    {
        Batch = image[0],
        Height = image[1],
        Width = image[2],
        Channels = image[3],
        OutputHeight = output[1],
        OutputWidth = output[2],
        Filters = output[3],
    };

    /// <summary>A window over all of each image, in each channel by itself.</summary>
    /// <param name="image">Batch, height, width, channels.</param>
    public static WindowShape Whole(ImmutableArray<int> image) =>
        Between(image, [image[0], 1, 1, image[3]]) with { KernelHeight = image[1], KernelWidth = image[2], Depthwise = true };

    /// <summary>As a node's attribute carries them.</summary>
    public ImmutableArray<long> ToIntegers() =>
    [
        Batch, Height, Width, Channels, OutputHeight, OutputWidth, Filters, KernelHeight, KernelWidth,
        StrideY, StrideX, DilationY, DilationX, PadTop, PadLeft, Depthwise ? 1 : 0, SumChannels,
    ];

    private static long Reach(int output, int stride, int kernel, int dilation) => ((output - 1L) * stride) + ((kernel - 1L) * dilation);

    /// <exception cref="ArgumentException">They are not what <see cref="ToIntegers"/> gives.</exception>
    public static WindowShape FromIntegers(ReadOnlySpan<long> values)
    {
        if (values.Length != Fields || values.ContainsAnyExceptInRange(0, int.MaxValue))
        {
            throw new ArgumentException($"expected {Fields} sizes, found {values.Length}", nameof(values));
        }

        return new()
        {
            Batch = (int)values[0],
            Height = (int)values[1],
            Width = (int)values[2],
            Channels = (int)values[3],
            OutputHeight = (int)values[4],
            OutputWidth = (int)values[5],
            Filters = (int)values[6],
            KernelHeight = (int)values[7],
            KernelWidth = (int)values[8],
            StrideY = (int)values[9],
            StrideX = (int)values[10],
            DilationY = (int)values[11],
            DilationX = (int)values[12],
            PadTop = (int)values[13],
            PadLeft = (int)values[14],
            Depthwise = values[15] != 0,
            SumChannels = (int)values[16],
        };
    }
}
