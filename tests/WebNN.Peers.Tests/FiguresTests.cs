using System.Text.Json;
using WebNN.Cli;
using WebNN.Peers.Figures;

namespace WebNN.Peers.Tests;

/// <summary>Tables and pictures from files of results.</summary>
public sealed class FiguresTests : IDisposable
{
    private const string Old = """[{"model":"a_fp32.tflite","arms":[],"ratios":[],"machine":{"cpu":"old"}}]""";

    private const string Bench = """
        [{"model":"/x/a_fp32.tflite","multiplications":3e6,"machine":{"cpu":"CPU","processorClass":"AVX2","logicalProcessors":2,"memoryGiB":8,"system":"S","runtime":"R","architecture":"X64","peakGflops":99.5},
          "arms":[{"name":"xnnpack","medianMs":2},{"name":"webnn","medianMs":1.5,"runtime":"ours"}],
          "ratios":[{"of":"webnn","to":"xnnpack","median":0.75,"low":0.7,"high":0.8}]},
         {"model":"b_int8.tflite","arms":[{"name":"xnnpack","medianMs":0.02,"peakMemoryMiB":40},{"name":"webnn","medianMs":0.1,"peakMemoryMiB":60.4}],
          "ratios":[{"of":"webnn","to":"xnnpack","median":5,"low":4,"high":6}]}]
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("figures-").FullName;

    [Fact]
    public void A_place_gets_the_newest_results_of_its_machine()
    {
        Write("results/m/2026-01-01-zoo.json", Old);
        Write("results/m/2026-02-01-zoo.json", Bench);
        var page = Write("docs/page.md", "before\n<!-- figures: bench m zoo -->\nold\n<!-- end of figures -->\nafter\n");

        var files = new FiguresPage(page, Path.Combine(folder, "results")).Files();

        Assert.Equal(
            """
            before
            <!-- figures: bench m zoo -->

            [2026-02-01-zoo.json](../results/m/2026-02-01-zoo.json): CPU (AVX2), 2 logical processors, 8 GiB; S; R; ours. One core does 99.5 GFLOP/s at most with floats. Medians in ms.

            <picture>
              <source media="(prefers-color-scheme: dark)" srcset="figures/m-zoo-dark.svg">
              <img alt="The times of the table below as bars" src="figures/m-zoo-light.svg">
            </picture>

            | model | XNNPACK 2.9 | WebNN | WebNN / XNNPACK 2.9 | peak MiB, WebNN / XNNPACK | WebNN, GFLOP/s |
            |---|---|---|---|---|---|
            | a_fp32 | 2.00 | 1.50 | 0.750 (0.700–0.800) |  | 4.0 |
            | b_int8 | 0.020 | 0.100 | 5.000 (4.000–6.000) | 60 / 40 |  |

            Geometric mean of WebNN / XNNPACK 2.9: 1.936 (0.750 with floats, 5.000 with 8 bits). Above 1.02: b_int8 (5.000). Not in the picture: b_int8.

            <!-- end of figures -->
            after

            """,
            files[0].Text);
        Assert.Equal(["m-zoo-dark.svg", "m-zoo-light.svg"], files.Skip(1).Select(file => Path.GetFileName(file.Path)));
        Assert.Contains(">0.75<", files[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(">b_int8<", files[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_whose_results_are_not_there_is_an_error()
    {
        var page = Write("page.md", "<!-- figures: peers m peers -->\n<!-- end of figures -->");

        Assert.Contains("m/*-peers.json", Assert.Throws<InputException>(() => new FiguresPage(page, folder).Files()).Message, StringComparison.Ordinal);
        Write("m/1-peers.json", "[");
        Assert.IsType<JsonException>(Assert.Throws<InputException>(() => new FiguresPage(page, folder).Files()).InnerException, exactMatch: false);
    }

    [Fact]
    public void Of_two_results_of_a_day_the_time_tells_which_is_newer_and_the_commit_does_not()
    {
        Write("m/2026-02-01-f000000-zoo.json", Old);
        Write("m/2026-02-01-a000000-zoo.json", Bench);
        var page = Write("page.md", "<!-- figures: bench m zoo -->\n<!-- end of figures -->");

        Assert.Contains("are of one day", Assert.Throws<InputException>(() => new FiguresPage(page, folder).Files()).Message, StringComparison.Ordinal);
        Write("m/2026-02-01T0900-a000000-zoo.json", Bench);
        Assert.Contains("[2026-02-01T0900-a000000-zoo.json]", new FiguresPage(page, folder).Files()[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_of_one_machine_have_pictures_of_their_own()
    {
        const string Peers = """[{"model":"a","threads":1,"peers":[{"name":"xnnpack","medianMs":2,"ratios":[]},{"name":"cached","medianMs":1,"ratios":[]}],"leftOut":[],"machine":{"cpu":"CPU"}}]""";
        Write("m/1-peers.json", Peers);
        Write("m/1-operations.json", Peers);
        var page = Write("page.md", "<!-- figures: peers m peers -->\n<!-- end of figures --><!-- figures: peers m operations -->\n<!-- end of figures -->");

        var files = new FiguresPage(page, folder).Files();

        Assert.Equal(
            ["m-operations-beside-xnnpack-dark.svg", "m-operations-beside-xnnpack-light.svg", "m-peers-beside-xnnpack-dark.svg", "m-peers-beside-xnnpack-light.svg"],
            files.Skip(1).Select(file => Path.GetFileName(file.Path)));
    }

    [Fact]
    public void Ratios_are_a_line_for_each_model()
    {
        Write("m/1-set.json", """
            [{"model":"/x/a.tflite","threads":1,"rounds":5,"leftOut":[{"name":"other","reason":"none"}],"machine":{"cpu":"CPU"},
              "peers":[{"name":"tflite","medianMs":9,"ratios":[]},{"name":"other","runtime":"R","medianMs":4,"ratios":[]},
                       {"name":"webnn","runtime":"W","medianMs":2,"ratios":[{"to":"other","median":0.5,"low":0.4,"high":0.6}]}]}]
            """);
        var page = Write("page.md", "<!-- figures: ratios m set -->\n<!-- end of figures -->");

        var text = Assert.Single(new FiguresPage(page, folder).Files()).Text;

        Assert.Contains("| model | other | webnn | webnn / other |\n|---|---|---|---|\n| a | 4.00 | 2.00 | 0.500 (0.400–0.600) |\n", text, StringComparison.Ordinal);
        Assert.Contains("Geometric mean of webnn / other: 0.500, of 1 models.\n* other: R\n* webnn: W\n* a: other is left out: none\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_figures_has_the_results()
    {
        var files = new FiguresPage(Path.Combine(PeersProgram.Root, "docs", "performance.md"), Path.Combine(PeersProgram.Root, "perf", "results")).Files();

        Assert.All(files, file => Assert.True(File.Exists(file.Path) && File.ReadAllText(file.Path) == file.Text, $"{file.Path}: ./build.sh figures writes it anew"));
        Assert.Equal(files.Skip(1).Select(file => file.Path), Directory.GetFiles(Path.Combine(PeersProgram.Root, "docs", "figures")).Order(StringComparer.Ordinal));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
