using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace WebNN.Peers;

/// <summary>Colours of a page.</summary>
internal sealed record ChartTheme(string Name, OxyColor Text, OxyColor Lines)
{
    public static ChartTheme Light { get; } = new("light", OxyColor.FromRgb(0x1f, 0x23, 0x28), OxyColor.FromRgb(0xd0, 0xd7, 0xde));

    public static ChartTheme Dark { get; } = new("dark", OxyColor.FromRgb(0xe6, 0xed, 0xf3), OxyColor.FromRgb(0x3d, 0x44, 0x4d));
}

/// <summary>Bars: a group for each model, one for each peer, its median time in units of one peer's.</summary>
internal static class PeerChart
{
    private const int Width = 880;
    private const int RowHeight = 16;
    private const int Margin = 110;

    /// <summary>Told apart on light and dark pages, and by readers who see fewer colours.</summary>
    private static readonly OxyColor[] colours =
    [
        OxyColor.FromRgb(0x00, 0x72, 0xb2), OxyColor.FromRgb(0xe6, 0x9f, 0x00), OxyColor.FromRgb(0x00, 0x9e, 0x73), OxyColor.FromRgb(0xcc, 0x79, 0xa7),
        OxyColor.FromRgb(0x56, 0xb4, 0xe9), OxyColor.FromRgb(0xd5, 0x5e, 0x00), OxyColor.FromRgb(0x99, 0x99, 0x99), OxyColor.FromRgb(0xb0, 0xa4, 0x10),
    ];

    /// <returns>The picture as SVG.</returns>
    public static string Draw(IReadOnlyList<PeersResult> results, string unit, ChartTheme theme)
    {
        List<PeersResult> shown = [.. results.Where(result => result.Peers.Any(peer => peer.Name == unit)).Reverse()];
        List<string> names = [.. shown.SelectMany(result => result.Peers).Select(peer => peer.Name).Distinct().Reverse()];
        var plot = new PlotModel
        {
            Title = $"Time of one inference; {unit} takes 1",
            TitleFontSize = 14,
            Background = OxyColors.Transparent,
            TextColor = theme.Text,
            TitleColor = theme.Text,
            PlotAreaBorderColor = theme.Lines,
            IsLegendVisible = true,
        };
        plot.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.BottomCenter, LegendOrientation = LegendOrientation.Horizontal });
        var models = new CategoryAxis { Position = AxisPosition.Left, TicklineColor = theme.Lines, GapWidth = 0.25 };
        models.Labels.AddRange(shown.Select(result => Path.GetFileNameWithoutExtension(result.Model)));
        plot.Axes.Add(models);
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Minimum = 0, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = theme.Lines, TicklineColor = theme.Lines });
        for (var i = 0; i < names.Count; i++)
        {
            plot.Series.Add(Bars(shown, names[i], unit, colours[(names.Count - 1 - i) % colours.Length]));
        }

        var height = Margin + (RowHeight * shown.Count * (names.Count + 1));
        return new SvgExporter { Width = Width, Height = height }.ExportToString(plot);
    }

    private static BarSeries Bars(List<PeersResult> results, string name, string unit, OxyColor colour)
    {
        var bars = new BarSeries { Title = name, FillColor = colour, LabelFormatString = "{0:0.##}", FontSize = 10 };
        for (var row = 0; row < results.Count; row++)
        {
            if (results[row].Peers.FirstOrDefault(peer => peer.Name == name) is { } peer)
            {
                var one = results[row].Peers.First(other => other.Name == unit).MedianMs;
                bars.Items.Add(new BarItem(Math.Round(peer.MedianMs / one, 4), row));
            }
        }

        return bars;
    }
}
