using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>Each of <c>Batch</c> rows of <c>Channels</c> floats as parts of a whole: <c>exp(x - max) / sum</c>.</summary>
internal sealed unsafe class Softmax<TLanes, TVector>(WindowShape shape, OutputRange range, int shares) : WindowKernel(shape, range, shares)
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    /// <summary>A share has some of the rows.</summary>
    public override void Run(in WindowBuffers buffers, int share)
    {
        var (row, end) = Part(Shape.Batch, share);
        for (; row < end; row++)
        {
            RunRow(buffers.X + ((nint)row * Shape.Channels), buffers.Y + ((nint)row * Shape.Channels), Shape.Channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunRow(float* x, float* y, nint count)
    {
        nint whole = count - (count % TLanes.Count);
        float* last = stackalloc float[TLanes.Count];
        TLanes.Store(TLanes.Broadcast(float.NegativeInfinity), last);
        for (var i = whole; i < count; i++)
        {
            last[i - whole] = x[i];
        }

        var largest = TLanes.Load(last);
        for (nint i = 0; i < whole; i += TLanes.Count)
        {
            largest = TLanes.Larger(largest, TLanes.Load(x + i));
        }

        var most = TLanes.Broadcast(Largest(largest));
        var end = Exponential<TLanes, TVector>.Of(TLanes.Subtract(TLanes.Load(last), most));
        TLanes.Store(end, last);
        var sum = end;
        for (nint i = 0; i < whole; i += TLanes.Count)
        {
            var value = Exponential<TLanes, TVector>.Of(TLanes.Subtract(TLanes.Load(x + i), most));
            sum = TLanes.Add(sum, value);
            TLanes.Store(value, y + i);
        }

        var total = TLanes.Broadcast(Total(sum));
        for (nint i = 0; i < whole; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Divide(TLanes.Load(y + i), total), y + i);
        }

        TLanes.Store(TLanes.Divide(TLanes.Load(last), total), last);
        for (var i = whole; i < count; i++)
        {
            y[i] = last[i - whole];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Largest(TVector values)
    {
        float* each = stackalloc float[TLanes.Count];
        TLanes.Store(values, each);
        var result = each[0];
        for (var i = 1; i < TLanes.Count; i++)
        {
            result = MathF.Max(result, each[i]);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Total(TVector values)
    {
        float* each = stackalloc float[TLanes.Count];
        TLanes.Store(values, each);
        var result = each[0];
        for (var i = 1; i < TLanes.Count; i++)
        {
            result += each[i];
        }

        return result;
    }
}
