using System.Xml.Linq;
using WebNN.Cli.Measuring;
using WebNN.Peers.Figures;

namespace WebNN.Peers.Tests;

public sealed class PeerChartTests
{
    private static readonly Machine machine = new("a processor", "AVX2", 2, 8, "a system", "a runtime", "X64");

    [Fact]
    public void Bars_are_labelled_with_times_in_units_of_one_peer()
    {
        PeersResult[] results = [Result("one.tflite", ("tflite", 8), ("xnnpack", 2), ("webnn", 1)), Result("other.tflite", ("webnn", 3), ("xnnpack", 4))];
        var texts = XDocument.Parse(PeerChart.Draw(results, "xnnpack", ChartTheme.Dark)).Descendants()
            .Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();

        Assert.Contains("Time of one inference; xnnpack takes 1", texts);
        Assert.Superset(new HashSet<string> { "one", "other", "tflite", "xnnpack", "webnn" }, texts.ToHashSet());
        Assert.Superset(new HashSet<string> { "4", "1", "0.5", "0.75" }, texts.ToHashSet());
    }

    [Fact]
    public void Models_that_the_unit_cannot_run_are_left_out()
    {
        var texts = PeerChart.Draw([Result("one.tflite", ("webnn", 1)), Result("other.tflite", ("webnn", 3), ("xnnpack", 4))], "xnnpack", ChartTheme.Light);

        Assert.DoesNotContain(">one<", texts, StringComparison.Ordinal);
        Assert.Contains(">other<", texts, StringComparison.Ordinal);
    }

    private static PeersResult Result(string model, params (string Name, double Ms)[] peers) =>
        new(model, 1, 5, [.. peers.Select(peer => new PeerTimes(peer.Name, "", peer.Ms, peer.Ms, peer.Ms, 1, 0, null, null, []))], [], machine);
}
