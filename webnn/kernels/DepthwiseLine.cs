namespace WebNN.Kernels;

/// <summary>Results of a line under windows of three or five columns. Pixels are read in the order in which they lie there, which caches foresee.</summary>
internal static unsafe class DepthwiseLine<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : struct
{
    private const int MostTogether = 8;

    /// <summary>Whether there are windows of so many columns here.</summary>
    public static bool Has(int columns, int stride) => columns is 3 or 5 && stride is 1 or 2;

    /// <summary>All results, in groups of about the same size.</summary>
    public static void Run(DepthwiseResults results)
    {
        var right = results.Right;
        var groups = (results.Count + MostTogether - 1) / MostTogether;
        for (var rest = results.Count; groups > 0; groups--, rest -= results.Count)
        {
            results.Count = (rest + groups - 1) / groups;
            results.Right = groups == 1 ? right : 0;
            var run = results.Columns == 3 ? Function<Three>(results.Count, results.Stride) : Function<Five>(results.Count, results.Stride);
            run(results);
            results.Left = 0;
            results.Pixels += results.Count * results.Stride * results.Tap;
            results.Output += results.Count * results.OutputStep;
        }
    }

    private static delegate*<in DepthwiseResults, void> Function<TColumns>(int count, int stride)
        where TColumns : ICount => count switch
    {
        1 => stride == 1 ? &DepthwiseGroup<TLanes, TVector, One, TColumns>.RunNeighbours : &DepthwiseGroup<TLanes, TVector, One, TColumns>.RunOthers,
        2 => stride == 1 ? &DepthwiseGroup<TLanes, TVector, Two, TColumns>.RunNeighbours : &DepthwiseGroup<TLanes, TVector, Two, TColumns>.RunOthers,
        3 => stride == 1 ? &DepthwiseGroup<TLanes, TVector, Three, TColumns>.RunNeighbours : &DepthwiseGroup<TLanes, TVector, Three, TColumns>.RunOthers,
        4 => stride == 1 ? &DepthwiseGroup<TLanes, TVector, Four, TColumns>.RunNeighbours : &DepthwiseGroup<TLanes, TVector, Four, TColumns>.RunOthers,
        5 => stride == 1 ? &DepthwiseGroup<TLanes, TVector, Five, TColumns>.RunNeighbours : &DepthwiseGroup<TLanes, TVector, Five, TColumns>.RunOthers,
        6 => stride == 1 ? &DepthwiseGroup<TLanes, TVector, Six, TColumns>.RunNeighbours : &DepthwiseGroup<TLanes, TVector, Six, TColumns>.RunOthers,
        7 => stride == 1 ? &DepthwiseGroup<TLanes, TVector, Seven, TColumns>.RunNeighbours : &DepthwiseGroup<TLanes, TVector, Seven, TColumns>.RunOthers,
        _ => stride == 1 ? &DepthwiseGroup<TLanes, TVector, Eight, TColumns>.RunNeighbours : &DepthwiseGroup<TLanes, TVector, Eight, TColumns>.RunOthers,
    };
}
