namespace WebNN.Peers.Tests;

public sealed class PeerRoundsTests
{
    [Fact]
    public void Ratios_come_from_the_slices_of_a_round_and_the_turns_change()
    {
        var order = new List<string>();
        Func<int, double[]> Peer(string name, double ms) => runs =>
        {
            order.Add(name);
            return [.. Enumerable.Repeat(ms, runs)];
        };
        var rounds = new PeerRounds([Peer("slow", 300), Peer("fast", 100)], TimeSpan.Zero);
        rounds.Measure(_ => { });

        Assert.Equal(5, rounds.Rounds);
        Assert.Equal((3, 3, 3), (rounds.Ratio(0, 1).Median, rounds.Ratio(0, 1).Low, rounds.Ratio(0, 1).High));
        Assert.Equal([300, 300, 300, 300, 300], rounds.Runs(0));
        Assert.Equal(["slow", "fast", "fast", "slow", "slow", "fast", "fast", "slow", "slow", "fast"], order.TakeLast(10));
    }

    [Fact]
    public void A_fast_peer_runs_often_in_a_slice()
    {
        var most = 0;
        var rounds = new PeerRounds([runs => { most = Math.Max(most, runs); return [.. Enumerable.Repeat(0.5, runs)]; }], TimeSpan.Zero);
        rounds.Measure(_ => { });

        Assert.Equal(100, most);
    }
}
