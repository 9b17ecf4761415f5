using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WebNN.Kernels.MachineCode;

/// <summary>
/// Sixteen channels of neighbouring results of a depthwise convolution of bytes. The addresses of the pixels under a result's window stand in a table,
/// one per tap. Whoever runs it writes to it, too.
/// </summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct ByteDepthwiseCall
{
    public const int PixelsAt = 0;
    public const int ChannelAt = 8;
    public const int BlockAt = 16;
    public const int TargetAt = 24;
    public const int TargetStrideAt = 32;
    public const int FoursAt = 40;
    public const int RestAt = 48;
    public const int RequantizerAt = 56;
    public const int MostAt = 64;
    public const int OrderAt = 72;
    public const int InterleavedAt = 88;
    public const int PixelStepAt = 152;

    /// <summary>The addresses: of pixels' first channels.</summary>
    [FieldOffset(PixelsAt)]
    public byte** Pixels;

    /// <summary>The first of the channels.</summary>
    [FieldOffset(ChannelAt)]
    public nint Channel;

    /// <summary>Biases, scales, and for each four taps the weights of each channel.</summary>
    [FieldOffset(BlockAt)]
    public byte* Block;

    [FieldOffset(TargetAt)]
    public byte* Target;

    [FieldOffset(TargetStrideAt)]
    public nint TargetStride;

    /// <summary>Results: so often four, and the others.</summary>
    [FieldOffset(FoursAt)]
    public nint Fours;

    [FieldOffset(RestAt)]
    public nint Rest;

    /// <summary>The constants of a <see cref="Integers.Requantizer"/>.</summary>
    [FieldOffset(RequantizerAt)]
    public byte* Requantizer;

    /// <summary>See <see cref="ByteTileCall.Most"/>.</summary>
    [FieldOffset(MostAt)]
    public float Most;

    /// <summary>See <see cref="ByteTileCall.Order"/>.</summary>
    [FieldOffset(OrderAt)]
    public Vector128<byte> Order;

    /// <summary>The bytes of four quarters, one of each in turn.</summary>
    [FieldOffset(InterleavedAt)]
    public Vector512<byte> Interleaved;

    /// <summary>Bytes of the table from a result to the next.</summary>
    [FieldOffset(PixelStepAt)]
    public nint PixelStep;
}
