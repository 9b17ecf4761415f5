using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WebNN.Cli;
using WebNN.Cli.Measuring;
using WebNN.Cli.Results;
using WebNN.Cli.Running;
using WebNN.Kernels;
using WebNN.Models;

namespace WebNN.Peers;

/// <summary>
/// webnn-node and its clients on MobileNetV2, all arms in turn in one run: what runs .tflite on the zoo's, what runs ONNX on that of write-networks.mjs.
/// Then what a call costs (floors.mjs).
/// </summary>
internal sealed class NodeBench(string nodePeers, TimeSpan time)
{
    private const string TfLite = "mobilenet_v2_fp32.tflite";
    private const string Onnx = "mobilenet_v2_fp32.onnx";
    private const string Int8 = "mobilenet_v2_int8.onnx";

    /// <exception cref="InputException">No arm runs, or a script ended with an error.</exception>
    public NodeResult Run(Action<string, double> progress)
    {
        var root = Directory.CreateTempSubdirectory("node-").FullName;
        var running = new List<(NodeArm Arm, PeerProcess Process)>();
        try
        {
            var before = Load();
            File.WriteAllBytes(Path.Combine(root, TfLite), ModelZoo.Create("mobilenet_v2", quantized: false));
            Script(root, "write-networks.mjs", root);
            var leftOut = Start(root, running, progress);
            if (running.Count == 0)
            {
                throw new InputException($"nobody runs MobileNetV2: {string.Join("; ", leftOut.Select(arm => $"{arm.Name}: {arm.Reason}"))}");
            }

            var runner = new BenchRunner([.. running.Select(each => (Action<double[]>)each.Process.Run)], PeerBench.Plan(time));
            var measured = runner.Run(share => progress("measuring", share));
            var times = running.Select((each, i) => Times(each.Arm, each.Process, measured[i])).ToList();
            running.ForEach(each => each.Process.Dispose());
            running.Clear();
            progress("measuring calls", 0);
            List<NodeLine> lines = [.. Ratios([.. times.Select(arm => arm.Name)], measured), .. Floors(root, leftOut)];
            return new(runner.Rounds, before, Load(), times, lines, leftOut, Machine.Describe());
        }
        finally
        {
            running.ForEach(each => each.Process.Dispose());
            Directory.Delete(root, recursive: true);
        }
    }

    /// <returns>The arms that cannot run, with the reason.</returns>
    private List<LeftOutArm> Start(string root, List<(NodeArm Arm, PeerProcess Process)> running, Action<string, double> progress)
    {
        var leftOut = new List<LeftOutArm>();
        var inputs = Directory.CreateDirectory(Path.Combine(root, "inputs")).FullName;
        ModelInputs.Write(Path.Combine(root, TfLite), inputs);
        foreach (var arm in Arms())
        {
            progress($"starting {arm.Name}", 0);

            // Those of ONNX make their own input.
            var folder = arm.Model == TfLite ? ModelInputs.FolderFor(inputs, running.Count) : Directory.CreateDirectory(Path.Combine(root, arm.Name)).FullName;
            if (PeerProcess.Start(arm.Peer, Path.Combine(root, arm.Model), arm.Threads, folder, out var unavailable) is { } process)
            {
                running.Add((arm, process));
            }
            else
            {
                leftOut.Add(new(arm.Name, unavailable!));
            }
        }

        return leftOut;
    }

    private NodeArm[] Arms() =>
    [
        new("xnnpack", Peers.Served("xnnpack"), TfLite, 1),
        new("webnn", Peers.Served("webnn"), TfLite, 1),
        new("navigator-ml", OnNode("navigator-ml"), TfLite, 1),
        new("litert-webnn", OnNode("litert-webnn"), TfLite, 1),
        new("litert-wasm", OnNode("litert-wasm"), TfLite, 1),
        new("ort-webnn", OnNode("ort-webnn"), Onnx, 1),
        new("ort-wasm", OnNode("ort-wasm"), Onnx, 1),
        new("ort-webnn int8", OnNode("ort-webnn"), Int8, 1),
        new("navigator-ml, 2 threads", OnNode("navigator-ml"), TfLite, 2),
    ];

    /// <summary>What is asked of the arms; what is asked on other processors is left out.</summary>
    private static IEnumerable<NodeLine> Ratios(List<string> names, IReadOnlyList<ArmTimes> measured)
    {
        var hasAvx512 = Processor.Features.HasFlag(ProcessorFeatures.Avx512);
        (string Of, string To, double Limit, bool IsAtMost)[] asked =
        [
            ("navigator-ml", "webnn", 1.03, true),
            ("litert-webnn", "webnn", 1.03, true),
            ("navigator-ml", "xnnpack", 1.07, true),
            ("litert-wasm", "litert-webnn", hasAvx512 ? 3.5 : 2.8, false),
            ("ort-wasm", "ort-webnn", hasAvx512 ? 5 : 4.5, false),
            .. Processor.Features.HasFlag(ProcessorFeatures.Vnni) ? [("ort-webnn int8", "ort-webnn", 0.7, true)] : Array.Empty<(string, string, double, bool)>(),
            ("navigator-ml, 2 threads", "navigator-ml", 0.6, true),
        ];
        foreach (var (of, to, limit, isAtMost) in asked)
        {
            if (names.IndexOf(of) is >= 0 and var numerator && names.IndexOf(to) is >= 0 and var denominator)
            {
                var (median, low, high) = RatioStatistics.OfPairs([.. measured[numerator].Rounds], [.. measured[denominator].Rounds]);
                yield return new($"{of} / {to}", "", median, low, high, limit, isAtMost);
            }
        }
    }

    private static NodeTimes Times(NodeArm arm, PeerProcess process, ArmTimes times)
    {
        double[] runs = [.. times.Runs];
        return new(
            arm.Name, process.Runtime, arm.Model, arm.Threads, Statistics.Median(runs), runs.Min(), Statistics.Percentile(runs, 0.95), runs.Length, process.PrepareMs, process.PeakMemoryMiB());
    }

    /// <summary>What a call costs; without it the arms' minutes of measuring are not lost.</summary>
    private IEnumerable<NodeLine> Floors(string root, List<LeftOutArm> leftOut)
    {
        try
        {
            return NodeFloors.Lines(JsonSerializer.Deserialize(Script(root, "floors.mjs", Path.Combine(root, TfLite)), PeersJson.Default.DictionaryStringDouble)!);
        }
        catch (InputException e)
        {
            leftOut.Add(new("what a call costs", e.Message));
            return [];
        }
    }

    private Peer OnNode(string name) => Peers.OnNode(nodePeers, name);

    /// <summary>What a script of the peers' folder prints.</summary>
    private string Script(string folder, string script, string argument)
    {
        var start = new ProcessStartInfo(Peers.Node(nodePeers), ["--expose-gc", Path.Combine(nodePeers, script), argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InputException($"{script} ended with {process.ExitCode}: {Reason(errors.Result)}");
    }

    /// <summary>The message of what was thrown: Node.js prints the place before it, and the stack and its own version behind.</summary>
    private static string Reason(string errors)
    {
        var lines = errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.FirstOrDefault(line => line.Contains("Error: ", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "no message";
    }

    /// <summary>The load averages of 1, 5 and 15 minutes; empty where the system does not tell.</summary>
    private static double[] Load() => File.Exists("/proc/loadavg")
        ? [.. File.ReadAllText("/proc/loadavg").Split(' ').Take(3).Select(text => double.Parse(text, CultureInfo.InvariantCulture))]
        : [];
}

/// <summary>One way to run MobileNetV2.</summary>
internal sealed record NodeArm(string Name, Peer Peer, string Model, int Threads);
