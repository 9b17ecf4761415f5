using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using WebNN.Cli;
using WebNN.Cli.Measuring;
using WebNN.Cli.Rendering;
using WebNN.Cli.Running;

namespace WebNN.Peers.Xnnpack;

/// <summary><c>layers</c>: how long each of XNNPACK's operators takes of a model.</summary>
internal static class LayersCommand
{
    private const double DefaultSeconds = 3;

    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "A .tflite model." };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => DefaultSeconds, Description = "How long to measure." };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1, Description = "Threads of the operators." };
        var xnnpack = MeasureCommand.XnnpackOption();
        var command = new Command("layers", "Measures each operator of a model on XNNPACK alone.") { model, seconds, threads, xnnpack };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(model)!;
            using var loaded = LoadedModel.Open(path);
            using var served = new ServedXnnpack(loaded.Model.FlatBuffer, parsed.GetValue(xnnpack), parsed.GetValue(threads));
            ReadInputs(served, path);
            Print(new Output(null), served, path, Measure(served, TimeSpan.FromSeconds(parsed.GetValue(seconds))));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void ReadInputs(ServedXnnpack served, string model)
    {
        var folder = Directory.CreateTempSubdirectory("layers-").FullName;
        try
        {
            ModelInputs.Write(model, folder);
            served.ReadInputs(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The median milliseconds of each step.</summary>
    private static double[] Measure(ServedXnnpack served, TimeSpan time)
    {
        var all = served.Steps.Select(_ => new List<double>()).ToArray();
        served.Run();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time;)
        {
            for (var i = 0; i < all.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                served.Steps[i].Run();
                all[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return [.. all.Select(times => Statistics.Median([.. times]))];
    }

    private static void Print(Output output, ServedXnnpack served, string model, double[] ms)
    {
        output.Human.PrintTitle(model);
        output.Human.PrintLine($"  {served.Runtime}; {Machine.Describe()}");
        var table = Tables.Plain(["operator", "sizes", " ms", " share", " GMul/s"]);
        var total = ms.Sum();
        for (var i = 0; i < ms.Length; i++)
        {
            var step = served.Steps[i].Step;
            var rate = step.Multiplications == 0 ? "" : Format.Number(step.Multiplications / ms[i] / 1e6);
            table.AddTextRow([step.Label, step.Sizes, Format.Milliseconds(ms[i]), (ms[i] / total).ToString("P1", CultureInfo.InvariantCulture), rate]);
        }

        output.Human.Write(table);
        output.Human.PrintLine($"  all: {Format.Milliseconds(total)} ms");
    }
}
