using System.Collections.Immutable;
using WebNN.TfLite;

namespace WebNN.Wasi.Guests;

/// <summary>wasi-nn's <c>execution_target</c>: cpu, gpu, tpu.</summary>
internal sealed class Targets(TfLiteRuntimeOptions runtime)
{
    private const uint Cpu = 0;

    private static readonly string[] names = ["cpu", "gpu", "tpu"];

    /// <summary>WebNN's names for the devices; the cpu's are the host's to choose.</summary>
    private static readonly ImmutableArray<string>[] devices = [[], ["gpu"], ["npu"]];

    private readonly string?[] problems = new string?[names.Length];
    private readonly bool[] isKnown = new bool[names.Length];

    public static bool IsTarget(uint target) => target < names.Length;

    public static string Name(uint target) => names[target];

    /// <summary>What runs a graph for this target.</summary>
    public TfLiteRuntimeOptions Options(uint target) => target == Cpu ? runtime : runtime with { Devices = devices[target], FallsBackToCpu = false };

    /// <summary>Why there is no such device; null where there is one. Asked once for each.</summary>
    public string? Problem(uint target)
    {
        if (target != Cpu && !isKnown[target])
        {
            using var webnn = new WebNNDelegate(new()
            {
                Devices = devices[target],
                ExcludedDevices = runtime.ExcludedDevices,
                ProviderOptions = runtime.ProviderOptions,
                OnnxRuntimeLibrary = runtime.OnnxRuntimeLibrary,
            });
            (problems[target], isKnown[target]) = (webnn.Unavailable, true);
        }

        return problems[target];
    }
}
