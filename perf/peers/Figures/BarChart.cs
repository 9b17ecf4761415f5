using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace WebNN.Peers.Figures;

/// <summary>Colours of a page.</summary>
internal sealed record ChartTheme(string Name, OxyColor Text, OxyColor Lines)
{
    public static ChartTheme Light { get; } = new("light", OxyColor.FromRgb(0x1f, 0x23, 0x28), OxyColor.FromRgb(0xd0, 0xd7, 0xde));

    public static ChartTheme Dark { get; } = new("dark", OxyColor.FromRgb(0xe6, 0xed, 0xf3), OxyColor.FromRgb(0x3d, 0x44, 0x4d));
}

/// <summary>A colour of bars: its name, and its value in each group; null for none.</summary>
internal sealed record Bars(string Name, IReadOnlyList<double?> Values);

/// <summary>Bars in groups, one below the other.</summary>
internal static class BarChart
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
    public static string Draw(string title, IReadOnlyList<string> groups, IReadOnlyList<Bars> bars, ChartTheme theme)
    {
        var plot = new PlotModel
        {
            Title = title,
            TitleFontSize = 14,
            Background = OxyColors.Transparent,
            TextColor = theme.Text,
            TitleColor = theme.Text,
            PlotAreaBorderColor = theme.Lines,
            IsLegendVisible = true,
        };
        plot.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.BottomCenter, LegendOrientation = LegendOrientation.Horizontal });

        // The axis counts from below: the first is to be on top.
        var labels = new CategoryAxis { Position = AxisPosition.Left, TicklineColor = theme.Lines, GapWidth = 0.25 };
        labels.Labels.AddRange(groups.Reverse());
        plot.Axes.Add(labels);
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Minimum = 0, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = theme.Lines, TicklineColor = theme.Lines });
        for (var i = bars.Count - 1; i >= 0; i--)
        {
            plot.Series.Add(Series(bars[i], colours[i % colours.Length]));
        }

        return new SvgExporter { Width = Width, Height = Margin + (RowHeight * groups.Count * (bars.Count + 1)) }.ExportToString(plot);
    }

    private static BarSeries Series(Bars bars, OxyColor colour)
    {
        var series = new BarSeries { Title = bars.Name, FillColor = colour, LabelFormatString = "{0:0.##}", FontSize = 10 };
        for (var group = 0; group < bars.Values.Count; group++)
        {
            if (bars.Values[group] is { } value)
            {
                series.Items.Add(new BarItem(Math.Round(value, 4), bars.Values.Count - 1 - group));
            }
        }

        return series;
    }
}
