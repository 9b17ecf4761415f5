using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>Where a tile of results goes, and how much of it is in the image.</summary>
internal readonly record struct WinogradOutput(nint RowStride, nint ColumnStride, int Rows, int Columns, OutputRange Range);

/// <summary>A line's transforms along both axes of a tile.</summary>
internal static unsafe class WinogradTransform<TLine, TLanes, TVector>
    where TLine : IWinogradLine
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    private static int Lanes => TLanes.Count;

    /// <summary>A patch of a vector of channels, transformed, to as many places as there are points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* patch, nint rowStride, nint columnStride, float* target, nint targetStride)
    {
        var turned = stackalloc float[TLine.InputSize * TLine.InputSize * Lanes];
        for (nint x = 0; x < TLine.InputSize; x++)
        {
            TLine.Input<TLanes, TVector>(patch + (x * columnStride), rowStride, turned + (x * Lanes), TLine.InputSize * Lanes);
        }

        for (nint y = 0; y < TLine.InputSize; y++)
        {
            TLine.Input<TLanes, TVector>(turned + (y * TLine.InputSize * Lanes), Lanes, target + (y * TLine.InputSize * targetStride), targetStride);
        }
    }

    /// <summary>The products of a vector of filters at all points, transformed back, to the results that are in the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* products, nint stride, float* bias, float* slopes, float* sum, float* output, in WinogradOutput place)
    {
        var turned = stackalloc float[TLine.OutputSize * TLine.InputSize * Lanes];
        TVector lowest = TLanes.Broadcast(float.NegativeInfinity), highest = TLanes.Broadcast(float.PositiveInfinity), biases = TLanes.Load(bias);
        for (nint x = 0; x < TLine.InputSize; x++)
        {
            TLine.Output<TLanes, TVector>(products + (x * stride), TLine.InputSize * stride, turned + (x * Lanes), TLine.InputSize * Lanes, default, lowest, highest);
        }

        if (sum == null && !place.Range.HasSlopes && place.Columns == TLine.OutputSize)
        {
            TVector low = TLanes.Broadcast(place.Range.Low), high = TLanes.Broadcast(place.Range.High);
            for (nint y = 0; y < place.Rows; y++, output += place.RowStride)
            {
                TLine.Output<TLanes, TVector>(turned + (y * TLine.InputSize * Lanes), Lanes, output, place.ColumnStride, biases, low, high);
            }

            return;
        }

        var line = stackalloc float[TLine.OutputSize * Lanes];
        for (nint y = 0; y < place.Rows; y++)
        {
            TLine.Output<TLanes, TVector>(turned + (y * TLine.InputSize * Lanes), Lanes, line, Lanes, biases, lowest, highest);
            var at = y * place.RowStride;
            for (nint x = 0; x < place.Columns; x++, at += place.ColumnStride)
            {
                Outlet<TLanes, TVector>.Store(TLanes.Load(line + (x * Lanes)), output + at, sum == null ? null : sum + at, slopes, place.Range);
            }
        }
    }
}
