using System.Collections.Immutable;
using System.Globalization;
using WebNN.Kernels;
using WebNN.OnnxRuntime;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Plugin.Options;

/// <summary>Every option of the plug-in, in the order in which they are documented.</summary>
internal static class OptionTable
{
    private const int MostThreads = 1024;

    public static ImmutableArray<OptionRow> Rows { get; } =
    [
        new("device", "the devices that WebNN may run on, of which it takes the first that works; without one `power_preference` decides; `no-` before a device excludes it", "`cpu`, `gpu`, `npu`, `no-cpu`, `no-gpu`, `no-npu`, or several of them separated by `,`", "", Devices),
        new("power_preference", "without `device`: a GPU first for `high-performance`, an NPU first for `low-power`, then the CPU", "`default`, `high-performance`, `low-power`", "default", PowerPreference),
        new("threads", "threads within an operator, of WebNN's backend and of XNNPACK; `0` leaves the number to the backend", $"a number from 0 to {MostThreads}", "1",
            (options, value) => Number(value, 0, MostThreads) is { } threads ? options with { Threads = threads } : null),
        new("fallback", "who gets the nodes that WebNN does not take, where the host leaves them to TFLite's own kernels", "`xnnpack`, `none`", "xnnpack", FallbackTo),
        new("max_delegated_partitions", "at most this many partitions, the largest first; `0` for no limit", "a number from 0", "0",
            (options, value) => Number(value, 0, int.MaxValue) is { } most ? options with { Delegation = options.Delegation with { MaxPartitions = most } } : null),
        new("min_nodes_per_partition", "a partition with fewer nodes stays with TFLite", "a number from 1", "1",
            (options, value) => Number(value, 1, int.MaxValue) is { } fewest ? options with { Delegation = options.Delegation with { MinNodesPerPartition = fewest } } : null),
        new("exclude", "nodes that WebNN never takes", NodeList, "",
            (options, value) => Nodes(value) is { } nodes ? options with { Delegation = options.Delegation with { Exclude = nodes } } : null),
        new("include", "the only nodes that WebNN may take", NodeList, "",
            (options, value) => Nodes(value) is { } nodes ? options with { Delegation = options.Delegation with { Include = nodes } } : null),
        new("partitioning", "which of the nodes that WebNN can run it does run: `all`; `none`; as a decision file says (`given`); those that are faster than on XNNPACK by what the machine takes for such nodes (`predicted`), or as `webnn-delegate tune` measured (`measured`, else as predicted)", "`all`, `none`, `given`, `predicted`, `measured`", PartitioningModes.Default.Name(),
            (options, value) => PartitioningModes.Find(value) is { } mode ? options with { Partitioning = options.Partitioning with { Mode = mode } } : null),
        new("decision", "for `partitioning`: a decision file, or a folder of them; without it `decisions` in `cache_dir`", "a path", "",
            (options, value) => value.Length > 0 ? options with { Partitioning = options.Partitioning with { Decision = value } } : null),
        new("machine_profile", "for `partitioning`: a file that `webnn-delegate profile` wrote; without it that of the processor's class which is built in", "a path", "",
            (options, value) => value.Length > 0 ? options with { Partitioning = options.Partitioning with { MachineProfile = value } } : null),
        new("onnxruntime", "ONNX Runtime's library, or the folder it is in", "a path", "", (options, value) => value.Length > 0 ? options with { OnnxRuntime = value } : null),
        new("provider_options", "what the providers of devices are told, by the names of ONNX Runtime's documentation: `{\"OpenVINO\": {\"device_type\": \"NPU\"}}`", "a JSON object, or the path of a file that holds one", "", ProviderOptions),
        new("cache_dir", "a folder in which compiled graphs are kept, so that a model starts faster the next time; made where it does not exist. Graphs that own kernels run without a session are not kept", "a path", "", (options, value) => value.Length > 0 ? options with { CacheDirectory = value } : null),
        new("processor", "the features of an x64 processor that may decide which kernels WebNN's backend is asked for; those that it lacks are never used", "`native`, `avx512` (without VNNI), `avx2`, `baseline` (none)", "native", Processor),
        new("kernels", "whose kernels run convolutions, pools, sums of 8-bit integers and products of matrices on the CPU", "`auto` (own ones where they are measured to be faster on such a processor), `onnxruntime` (no own ones), `own` (also those that were only tested)", "auto", Kernels),
        new("log", "where to say what was delegated; what fails is in TFLite's own log in any case", "`host` (failures only), `stderr`, or the path of a file, with a `/` or `.` in it", "host", Log),
        new("explain", "a file for the report of each preparation: which node runs where, and why", "a path; `-` for standard error", "", (options, value) => value.Length > 0 ? options with { ExplainPath = value } : null),
    ];

    private const string NodeList = "node numbers (`12`), ranges (`3-9`) and operators (`CONV_2D`) separated by `,`";

    public static OptionRow? Find(string key) => Rows.FirstOrDefault(row => row.Key == key);

    private static PluginOptions? Devices(PluginOptions options, string value)
    {
        var devices = DeviceText.Parse(value);
        var all = devices.Preferred.AddRange(devices.Excluded);
        return !all.IsEmpty && all.All(device => device is "cpu" or "gpu" or "npu")
            ? options with { Devices = devices.Preferred, ExcludedDevices = devices.Excluded }
            : null;
    }

    private static PluginOptions? ProviderOptions(PluginOptions options, string value)
    {
        try
        {
            return options with { ProviderOptions = DeviceText.ParseProviderOptions(value) };
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static PluginOptions? PowerPreference(PluginOptions options, string value) => value switch
    {
        "default" => options with { PowerPreference = MLPowerPreference.Default },
        "high-performance" => options with { PowerPreference = MLPowerPreference.HighPerformance },
        "low-power" => options with { PowerPreference = MLPowerPreference.LowPower },
        _ => null,
    };

    private static PluginOptions? FallbackTo(PluginOptions options, string value) => value switch
    {
        "xnnpack" => options with { Fallback = FallbackChoice.Xnnpack },
        "none" => options with { Fallback = FallbackChoice.None },
        _ => null,
    };

    private static PluginOptions? Processor(PluginOptions options, string value) => value switch
    {
        "native" => options with { ProcessorFeatures = ProcessorFeatures.All },
        "avx512" => options with { ProcessorFeatures = ProcessorFeatures.Avx2 | ProcessorFeatures.Avx512 },
        "avx2" => options with { ProcessorFeatures = ProcessorFeatures.Avx2 },
        "baseline" => options with { ProcessorFeatures = ProcessorFeatures.None },
        _ => null,
    };

    private static PluginOptions? Kernels(PluginOptions options, string value) =>
        KernelText.TryParse(value, out var ownKernels) ? options with { OwnKernels = ownKernels } : null;

    private static PluginOptions? Log(PluginOptions options, string value) => value switch
    {
        "host" => options with { Log = LogTarget.Host },
        "stderr" => options with { Log = LogTarget.StandardError },
        _ when value.AsSpan().IndexOfAny('/', '\\', '.') >= 0 => options with { Log = new(true, value) },
        _ => null,
    };

    /// <summary>Null where the text is not a list of nodes; whether the model has them is known only when it is prepared.</summary>
    private static ImmutableArray<string>? Nodes(string value)
    {
        var items = Items(value);
        return items.Length > 0 && items.All(IsNode) ? items : null;
    }

    private static bool IsNode(string item)
    {
        var ends = item.Split('-');
        return ends.Length <= 2 && ends.All(end => Number(end, 0, int.MaxValue) is not null)
            ? ends.Length == 1 || Number(ends[0], 0, int.MaxValue) <= Number(ends[1], 0, int.MaxValue)
            : char.IsAsciiLetterUpper(item[0]) && item.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '_');
    }

    private static ImmutableArray<string> Items(string value) => [.. value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static int? Number(string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
