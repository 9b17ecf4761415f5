using System.Collections.Immutable;
using WebNN.Cli.Tuning;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Cli.Tests.Tuning;

public sealed class SegmentGroupsTests
{
    [Theory]
    [InlineData("wwhhw", 3, "01 23 4")]        // neighbours of one side
    [InlineData("wwhhw", 5, "0 1 2 3 4")]      // as many as there may be
    [InlineData("wwhhw", 2, "01 234")]         // the cheapest neighbours joined
    [InlineData("wwwwww", 3, "01 2 345")]      // the dearest divided
    [InlineData("wxw", 3, "0 1 2")]            // what cannot run apart
    [InlineData("w", 12, "0")]
    [InlineData("", 12, "")]
    public void Segments_are_joined_to_at_most_so_many_groups(string sides, int most, string expected) => Assert.Equal(
        expected, string.Join(' ', SegmentGroups.Of(Chain(sides), most).Select(group => string.Concat(group.Segment.Nodes))));

    [Fact]
    public void A_group_costs_what_its_segments_cost_and_begins_where_the_first_does()
    {
        var group = Assert.Single(SegmentGroups.Of(Chain("wx"), 1));
        Assert.Equal((1 + 101, 2 + 101, 0), (group.WebNN, group.Host, group.Segment.BorderBytes));
        Assert.Equal([0], group.Segment.Claimable);
    }

    /// <summary>w: WebNN is faster; h: the host; x: WebNN cannot run it. Segment i costs i + 1 and more.</summary>
    private static ImmutableArray<SegmentCost> Chain(string sides) =>
    [
        .. sides.Select((side, i) => side switch
        {
            'w' => new SegmentCost(new([i], [i], i), i + 1, i + 2),
            'h' => new SegmentCost(new([i], [i], i), i + 9, i + 2),
            _ => new SegmentCost(new([i], [], i), double.PositiveInfinity, i + 100),
        }),
    ];
}
