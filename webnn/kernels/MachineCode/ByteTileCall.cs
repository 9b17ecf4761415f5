using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels.MachineCode;

/// <summary>
/// Tiles one below the other: sums of products of bytes, and what becomes of them. A tile's rows are pixels under each tap of a window, whose
/// addresses stand in a table: those of the first tap, one per row, those of the second, and so on, and behind them those of the next tile.
/// After a run it says where the next tiles go on, but how many these are.
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
    public const int NextAt = 56;
    public const int NextStepAt = 64;
    public const int RequantizerAt = 72;
    public const int MostAt = 80;
    public const int OrderAt = 88;

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

    [FieldOffset(TargetAt)]
    public byte* Target;

    [FieldOffset(TargetStrideAt)]
    public nint TargetStride;

    /// <summary>What is read after this, and how much of it is fetched with each 16 channels.</summary>
    [FieldOffset(NextAt)]
    public byte* Next;

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
}
