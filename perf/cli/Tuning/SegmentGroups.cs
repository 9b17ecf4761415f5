using System.Collections.Immutable;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Tuning;

/// <summary>Joins a model's segments to so few groups that each can be measured by itself.</summary>
internal static class SegmentGroups
{
    /// <summary>
    /// Neighbours for which the same side is predicted come together. Then the cheapest are joined while there are too many, and the dearest
    /// divided while there may be more: a long part is not all of one kind.
    /// </summary>
    public static ImmutableArray<SegmentCost> Of(ImmutableArray<SegmentCost> chain, int most)
    {
        var groups = new List<List<SegmentCost>>();
        foreach (var segment in chain)
        {
            if (groups.Count == 0 || Side(groups[^1][^1]) != Side(segment))
            {
                groups.Add([]);
            }

            groups[^1].Add(segment);
        }

        while (groups.Count > most)
        {
            JoinCheapest(groups);
        }

        while (groups.Count < most && DivideDearest(groups))
        {
        }

        return [.. groups.Select(Join)];
    }

    private static (bool CanRun, bool IsFaster) Side(SegmentCost cost) => (!double.IsInfinity(cost.WebNN), cost.WebNN < cost.Host);

    private static double Weight(IEnumerable<SegmentCost> group) => group.Sum(cost => cost.Host);

    private static void JoinCheapest(List<List<SegmentCost>> groups)
    {
        var at = Enumerable.Range(0, groups.Count - 1).MinBy(i => Weight(groups[i]) + Weight(groups[i + 1]));
        groups[at].AddRange(groups[at + 1]);
        groups.RemoveAt(at + 1);
    }

    /// <summary>False where no group has more than one segment.</summary>
    private static bool DivideDearest(List<List<SegmentCost>> groups)
    {
        if (groups.Where(group => group.Count > 1).MaxBy(Weight) is not { } dearest)
        {
            return false;
        }

        var (half, first, count) = (Weight(dearest) / 2, 0.0, 0);
        while (count < dearest.Count - 1 && (count == 0 || first + dearest[count].Host <= half))
        {
            first += dearest[count++].Host;
        }

        groups.Insert(groups.IndexOf(dearest) + 1, dearest[count..]);
        dearest.RemoveRange(count, dearest.Count - count);
        return true;
    }

    private static SegmentCost Join(List<SegmentCost> group)
    {
        var segment = new Segment(
            [.. group.SelectMany(cost => cost.Segment.Nodes).Order()],
            [.. group.SelectMany(cost => cost.Segment.Claimable).Order()],
            group[0].Segment.BorderBytes);
        var canRun = group.Any(cost => !double.IsInfinity(cost.WebNN));
        return new(segment, canRun ? group.Sum(cost => double.IsInfinity(cost.WebNN) ? cost.Host : cost.WebNN) : double.PositiveInfinity, Weight(group));
    }
}
