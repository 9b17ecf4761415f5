using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Delegation.Tests.Partitioning;

public sealed class MachineProfileTests
{
    private const string Text =
        """
        {
          "format": 1,
          "processor": "AVX2",
          "machine": "a machine",
          "libraries": "ONNX Runtime; XNNPACK",
          "webnnRunNs": 1200,
          "hostRunNs": 150,
          "borderNsPerByte": 0.01234,
          "operators": [
            {
              "class": "convolution",
              "type": "float32",
              "webnn": [
                {
                  "work": 1000,
                  "ns": 500
                },
                {
                  "work": 3000,
                  "ns": 1500
                }
              ],
              "host": [
                {
                  "work": 1000,
                  "ns": 800
                }
              ]
            }
          ]
        }

        """;

    [Fact]
    public void A_profile_is_written_as_it_was_read() => Assert.Equal(Text, MachineProfile.Parse(Text).ToJson(), ignoreLineEndingDifferences: true);

    [Fact]
    public void Four_digits_are_kept() =>
        Assert.Contains("\"webnnRunNs\": 1235,", (MachineProfile.Parse(Text) with { Switches = new(1234.56, 0, 0) }).ToJson(), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"float32\"", "\"float64\"", "its type is 'float64'; expected one of float32, int8, hybrid")]
    [InlineData("1200", "-1", "its field webnnRunNs is not a time")]
    [InlineData("1200", "1e999", "its field webnnRunNs is not a time")]
    [InlineData("\"work\": 3000", "\"work\": 1000", "its points of webnn are none, or not sorted by work")]
    [InlineData("\"ns\": 800", "\"ns\": null", "ns is null; expected a number")]
    [InlineData("\"format\": 1", "\"format\": 3", "its format is 3; this version reads 1")]
    [InlineData("\"hostRunNs\": 150,", "", "it has no field hostRunNs")]
    public void A_damaged_profile_is_refused_with_the_reason(string old, string changed, string reason) => Assert.Equal(
        reason, Assert.Throws<FormatException>(() => MachineProfile.Parse(Text.Replace(old, changed, StringComparison.Ordinal))).Message);

    [Theory]
    [InlineData(1000, 500)]
    [InlineData(2000, 1000)]
    [InlineData(5000, 2500)]
    [InlineData(0, 0)]
    public void Costs_are_straight_lines_through_what_was_measured(double work, double time) =>
        Assert.Equal(time, MachineProfile.Parse(Text).Operators[0].WebNN.Of(work));

    [Theory]
    [InlineData(500, 60)]
    [InlineData(10_000, 50)]
    public void More_work_never_takes_less_time(double work, double most) =>
        Assert.InRange(new SideCost([new(100, 50), new(1000, 40)]).Of(work), 50, most);

    [Theory]
    [InlineData("AVX-512 with VNNI", "avx-512-with-vnni.json")]
    [InlineData("AVX2", "avx2.json")]
    public void A_class_has_its_file(string processor, string file) => Assert.Equal(file, BuiltInProfiles.FileName(processor));

    [Fact]
    public void The_built_in_profiles_are_for_the_classes_that_their_names_say()
    {
        var names = typeof(MachineProfile).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".json", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(names);
        foreach (var name in names)
        {
            using var reader = new StreamReader(typeof(MachineProfile).Assembly.GetManifestResourceStream(name)!);
            var profile = MachineProfile.Parse(reader.ReadToEnd());
            Assert.Equal(name, BuiltInProfiles.FileName(profile.Processor));
            Assert.All(profile.Operators, cost => Assert.Equal(cost.WebNN.Points.Length, cost.Host.Points.Length));
            Assert.Equal(profile.Operators.Length, profile.Operators.Select(cost => (cost.Class, cost.Type)).Distinct().Count());
            Assert.Equal(
                Enum.GetValues<OperatorClass>().Except([OperatorClass.Other]),
                profile.Operators.Where(cost => cost.Type == OperatorType.Float32).Select(cost => cost.Class).Order());
        }
    }

    [Fact]
    public void A_processor_that_nobody_knows_has_no_profile() => Assert.Null(BuiltInProfiles.Find("Arm64"));
}
