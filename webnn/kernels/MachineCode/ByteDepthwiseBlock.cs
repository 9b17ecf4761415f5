using System.Runtime.Intrinsics;
using WebNN.Kernels.Integers;

namespace WebNN.Kernels.MachineCode;

/// <summary>Runs <see cref="ByteDepthwiseCall"/>s, as <see cref="ByteTile"/> does its own.</summary>
internal static unsafe class ByteDepthwiseBlock
{
    public const int MostTaps = ByteDepthwiseCode.MostTaps;

    /// <summary>Channels of a block.</summary>
    public const int Channels = 16;

    /// <summary>Results that are computed at a time.</summary>
    public const int Together = 4;

    /// <summary>See <see cref="ByteDepthwiseCall.Interleaved"/>.</summary>
    public static Vector512<byte> Interleaved => Vector512.Create(
        0, 16, 32, 48, 1, 17, 33, 49, 2, 18, 34, 50, 3, 19, 35, 51, 4, 20, 36, 52, 5, 21, 37, 53, 6, 22, 38, 54, 7, 23, 39, 55,
        8, 24, 40, 56, 9, 25, 41, 57, 10, 26, 42, 58, 11, 27, 43, 59, 12, 28, 44, 60, 13, 29, 45, 61, 14, 30, 46, 62, 15, 31, 47, (byte)63);

    /// <param name="function">Of <see cref="ByteDepthwiseCode"/>; null where it cannot run.</param>
    public static void Run(delegate* unmanaged[SuppressGCTransition]<ByteDepthwiseCall*, void> function, ref ByteDepthwiseCall call, int taps)
    {
        if (function is not null)
        {
            fixed (ByteDepthwiseCall* pointer = &call)
            {
                function(pointer);
            }
        }
        else
        {
            RunPlain(ref call, taps);
        }
    }

    /// <summary>What <see cref="ByteDepthwiseCode"/> does.</summary>
    internal static void RunPlain(ref ByteDepthwiseCall call, int taps)
    {
        for (var count = (call.Fours * Together) + call.Rest; count > 0; count--, call.Pixels += call.PixelStep / sizeof(byte*), call.Target += call.TargetStride)
        {
            for (var channel = 0; channel < Channels; channel++)
            {
                var sum = ((int*)call.Block)[channel];
                for (var tap = 0; tap < taps; tap++)
                {
                    sum += call.Pixels[tap][call.Channel + channel] * ((sbyte*)call.Block)[WeightOffset(tap, channel)];
                }

                call.Target[channel] = new Requantizer(call.Requantizer).One(sum, ((float*)call.Block)[Channels + channel]);
            }
        }
    }

    /// <summary>Where the weight of a tap and a channel is in a block.</summary>
    public static int WeightOffset(int tap, int channel) =>
        (Channels * (sizeof(int) + sizeof(float))) + (((tap / Together * Channels) + channel) * Together) + (tap % Together);

    /// <summary>Bytes of a block.</summary>
    public static nint Bytes(int taps) => Channels * (sizeof(int) + sizeof(float) + (ByteDepthwiseCode.Groups(taps) * Together));
}
