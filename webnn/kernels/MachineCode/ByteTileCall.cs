using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels.MachineCode;

/// <summary>
/// Tiles one below the other, in each of some panels: sums of products of bytes, and what becomes of them. A tile's rows are pixels under each tap of a window, whose
/// addresses stand in a table: those of the first tap, one per row, those of the second, and so on, and behind them those of the next tile.
/// Whoever runs it writes to it, too.
/// </summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct ByteTileCall
{
    public const int RowsAt = 0;
    public const int TapsAt = 8;
    public const int ChannelsAt = 16;
    public const int TilesAt = 24;
    public const int PanelAt = 32;
    public const int TargetAt = 40;
    public const int TargetStrideAt = 48;
    public const int NextStepAt = 56;
    public const int RequantizerAt = 64;
    public const int MostAt = 72;
    public const int OrderAt = 80;
    public const int PanelsAt = 96;
    public const int PanelStepAt = 104;
    public const int ColumnStepAt = 112;
    public const int OverlapAt = 120;
    public const int TileTargetAt = 128;
    public const int TilesLeftAt = 136;
    public const int TermsAt = 144;
    public const int TileTermsAt = 152;

    /// <summary>The addresses: of what follows the pixels' last channels.</summary>
    [FieldOffset(RowsAt)]
    public byte** Rows;

    [FieldOffset(TapsAt)]
    public nint Taps;

    /// <summary>The channels of a pixel, negated: a multiple of four.</summary>
    [FieldOffset(ChannelsAt)]
    public nint Channels;

    [FieldOffset(TilesAt)]
    public nint Tiles;

    /// <summary>Biases, scales, and for each tap and each four channels those of all columns: see <see cref="Integers.IntegerFilter"/>.</summary>
    [FieldOffset(PanelAt)]
    public byte* Panel;

    /// <summary>The first result of the first tile.</summary>
    [FieldOffset(TargetAt)]
    public byte* Target;

    [FieldOffset(TargetStrideAt)]
    public nint TargetStride;

    /// <summary>How much of the next panel, or once more of the last one, is fetched with each 16 channels.</summary>
    [FieldOffset(NextStepAt)]
    public nint NextStep;

    /// <summary>The constants of a <see cref="Integers.Requantizer"/>.</summary>
    [FieldOffset(RequantizerAt)]
    public byte* Requantizer;

    /// <summary>More than any result needs, and few enough for 32 bits.</summary>
    [FieldOffset(MostAt)]
    public float Most;

    /// <summary>Which four columns follow each other in results that were packed: a byte each.</summary>
    [FieldOffset(OrderAt)]
    public Vector128<byte> Order;

    /// <summary>How many, and the bytes from one to the next, and from its results to the next one's.</summary>
    [FieldOffset(PanelsAt)]
    public nint Panels;

    [FieldOffset(PanelStepAt)]
    public nint PanelStep;

    [FieldOffset(ColumnStepAt)]
    public nint ColumnStep;

    /// <summary>What is added to where the last of several tiles would go: it may overlap the one before it.</summary>
    [FieldOffset(OverlapAt)]
    public nint Overlap;

    /// <summary>Where the next tile goes.</summary>
    [FieldOffset(TileTargetAt)]
    public byte* TileTarget;

    [FieldOffset(TilesLeftAt)]
    public nint TilesLeft;

    /// <summary>What is added to all sums of a row, for each row of each tile, where the form has terms.</summary>
    [FieldOffset(TermsAt)]
    public int* Terms;

    /// <summary>Those of the next tile.</summary>
    [FieldOffset(TileTermsAt)]
    public int* TileTerms;
}
