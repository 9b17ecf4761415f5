using System.Runtime.InteropServices;

namespace WebNN.Kernels.MachineCode;

/// <summary>
/// Some lines of results of a depthwise convolution of bytes, of 64 channels, or of fewer and as many more lines. Columns of the image are interleaved where
/// those of its padding are already, a few before the first results, the others as results are computed. Whoever runs it writes to it, too.
/// </summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct ByteDepthwiseCall
{
    /// <summary>The most lines of the image: two groups of four for each of four pieces.</summary>
    public const int MostRows = 32;

    /// <summary>The most lines of results: four for each of four pieces.</summary>
    public const int MostLines = 16;

    public const int RowsAt = 0;
    public const int TargetsAt = RowsAt + (MostRows * sizeof(long));
    public const int InputAt = TargetsAt + (MostLines * sizeof(long));
    public const int OutputAt = InputAt + 8;
    public const int StepAt = InputAt + 16;
    public const int BlockAt = InputAt + 24;
    public const int SlotsAt = InputAt + 32;
    public const int WrittenAt = InputAt + 40;
    public const int LeadAt = InputAt + 48;
    public const int TogetherAt = InputAt + 56;
    public const int RestAt = InputAt + 64;
    public const int LastAt = InputAt + 72;
    public const int RequantizerAt = InputAt + 80;
    public const int MostAt = InputAt + 88;

    /// <summary>Lines of the image: for each piece those of all groups.</summary>
    [FieldOffset(RowsAt)]
    public fixed long Rows[MostRows];

    /// <summary>Lines of results: for each piece as many as are computed together.</summary>
    [FieldOffset(TargetsAt)]
    public fixed long Targets[MostLines];

    /// <summary>What is read first of a line: its offset in bytes.</summary>
    [FieldOffset(InputAt)]
    public nint Input;

    /// <summary>What is written first.</summary>
    [FieldOffset(OutputAt)]
    public nint Output;

    /// <summary>Bytes from a column to the next, of both.</summary>
    [FieldOffset(StepAt)]
    public nint Step;

    /// <summary>Biases, scales and weights, and what these share: see <see cref="ByteDepthwiseBlock.Pack"/>.</summary>
    [FieldOffset(BlockAt)]
    public byte* Block;

    /// <summary>The interleaved column under the first result's first tap.</summary>
    [FieldOffset(SlotsAt)]
    public byte* Slots;

    /// <summary>Where the first column of the image becomes one.</summary>
    [FieldOffset(WrittenAt)]
    public byte* Written;

    /// <summary>Columns that are interleaved before the first result.</summary>
    [FieldOffset(LeadAt)]
    public nint Lead;

    /// <summary>Results that are computed, columns being interleaved behind each as many as the stride.</summary>
    [FieldOffset(TogetherAt)]
    public nint Together;

    /// <summary>Columns that are interleaved then.</summary>
    [FieldOffset(RestAt)]
    public nint Rest;

    /// <summary>Results that are computed then.</summary>
    [FieldOffset(LastAt)]
    public nint Last;

    /// <summary>The constants of a <see cref="Integers.Requantizer"/>.</summary>
    [FieldOffset(RequantizerAt)]
    public byte* Requantizer;

    /// <summary>See <see cref="ByteTileCall.Most"/>.</summary>
    [FieldOffset(MostAt)]
    public float Most;
}
