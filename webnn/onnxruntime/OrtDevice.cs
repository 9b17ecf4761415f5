using System.Collections.Immutable;

namespace WebNN.OnnxRuntime;

/// <summary>Where a context's graphs run.</summary>
/// <param name="Name">As users write it: <c>cpu</c>, <c>gpu</c>, <c>npu</c>.</param>
/// <param name="Label">For reports.</param>
/// <param name="Provider">The execution provider to append, by the name that ONNX Runtime appends it by; null for the CPU's, which is always there.</param>
/// <param name="Library">The provider's name in the list of those that a library has.</param>
internal sealed record OrtDevice(string Name, string Label, string? Provider, string Library)
{
    public static readonly OrtDevice Cpu = new("cpu", "CPU", null, "CPUExecutionProvider");

    /// <summary>NuGet's builds for Linux and Windows have no WebGPU provider, npm's have.</summary>
    private const string GpuRemedy =
        "; install the npm package onnxruntime-node, whose library has the WebGPU provider, or build ONNX Runtime with it, and set WEBNN_ONNXRUNTIME to that library's path";

    /// <summary>Providers that are one of the devices, the first of a device first. Those of NPUs come with their makers' builds of ONNX Runtime.</summary>
    private static readonly ImmutableArray<OrtDevice> known =
    [
        new("gpu", "GPU (WebGPU)", "WebGPU", "WebGpuExecutionProvider"),
        new("npu", "NPU (QNN)", "QNN", "QNNExecutionProvider"),
        new("npu", "NPU (OpenVINO)", "OpenVINO", "OpenVINOExecutionProvider") { Options = [new("device_type", "NPU")] },
        new("npu", "NPU (Core ML)", "CoreML", "CoreMLExecutionProvider") { Options = [new("MLComputeUnits", "CPUAndNeuralEngine")] },
        new("npu", "NPU (Vitis AI)", "VitisAI", "VitisAIExecutionProvider"),
    ];

    /// <summary>What the provider is told; the caller's own options take the place of ours by their names.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Options { get; init; } = [];

    public bool IsCpu => Provider is null;

    /// <summary>The devices to try, in order, without those that are excluded.</summary>
    /// <exception cref="UnsupportedException">A name is none of cpu, gpu, npu, or nothing is left.</exception>
    /// <exception cref="ArgumentException">A list, or a name in it, is null, or the options of providers are.</exception>
    public static ImmutableArray<string> Wanted(OrtContextOptions options)
    {
        Validate(options.Devices, "devices");
        Validate(options.ExcludedDevices, "excluded devices");
        ArgumentNullException.ThrowIfNull(options.ProviderOptions, nameof(options));
        var preferred = Preferred(options);
        ImmutableArray<string> wanted = [.. preferred.Except(options.ExcludedDevices)];
        return wanted.IsEmpty ? throw new UnsupportedException($"every device of {string.Join(", ", preferred)} is excluded") : wanted;
    }

    /// <summary>The first device that starts, and what became of those before it.</summary>
    /// <param name="providers">The execution providers compiled into the library.</param>
    /// <param name="start">Compiles something on the device; throws where that fails.</param>
    /// <exception cref="UnsupportedException">None starts, and the options do not allow the CPU instead; says why for each.</exception>
    public static (OrtDevice Device, MLDeviceSelection Selection) Choose(OrtContextOptions options, ImmutableArray<string> providers, Action<OrtDevice> start)
    {
        var (asked, wanted) = (Preferred(options), Wanted(options));
        var refusals = ImmutableArray.CreateBuilder<MLDeviceRefusal>();
        refusals.AddRange(asked.Except(wanted).Select(name => new MLDeviceRefusal(name, "excluded")));
        foreach (var name in wanted)
        {
            if (Start(name, options, providers, start, refusals) is { } device)
            {
                return (device, new(asked, name, refusals.DrainToImmutable()));
            }
        }

        return options.FallsBackToCpu && !options.ExcludedDevices.Contains(Cpu.Name)
            ? (Cpu, new(asked, Cpu.Name, refusals.DrainToImmutable()))
            : throw new UnsupportedException(
                $"no device of {string.Join(", ", asked)} can be used; {string.Join("; ", refusals.Select(refusal => $"{refusal.Device}: {refusal.Reason}"))}");
    }

    /// <summary>What the user lists is meant; a mere preference ends with the CPU.</summary>
    private static ImmutableArray<string> Preferred(OrtContextOptions options) => !options.Devices.IsEmpty ? options.Devices : options.PowerPreference switch
    {
        // The specification lets powerPreference win over accelerated.
        MLPowerPreference.HighPerformance => ["gpu", "cpu"],
        MLPowerPreference.LowPower => ["npu", "cpu"],
        _ => options.Accelerated ? ["gpu", "npu", "cpu"] : ["cpu"],
    };

    private static OrtDevice? Start(
        string name, OrtContextOptions options, ImmutableArray<string> providers, Action<OrtDevice> start, ImmutableArray<MLDeviceRefusal>.Builder refusals)
    {
        if (name == Cpu.Name)
        {
            return Cpu;
        }

        var candidates = known.Where(device => device.Name == name && providers.Contains(device.Library)).ToArray();
        foreach (var candidate in candidates)
        {
            var device = candidate.With(options.ProviderOptions.GetValueOrDefault(candidate.Provider!));
            try
            {
                start(device);
                return device;
            }
            catch (Exception e) when (e is UnsupportedException or MLOperationException)
            {
                refusals.Add(new(name, e.Message));
            }
        }

        if (candidates.Length == 0)
        {
            var remedy = name == "gpu" ? GpuRemedy : "";
            refusals.Add(new(name, $"this ONNX Runtime has no provider for it that we know (it has {string.Join(", ", providers)}){remedy}"));
        }

        return null;
    }

    private OrtDevice With(ImmutableDictionary<string, string>? options) => options is null ? this : this with
    {
        Options = [.. Options.Where(option => !options.ContainsKey(option.Key)), .. options.OrderBy(option => option.Key, StringComparer.Ordinal)],
    };

    private static void Validate(ImmutableArray<string> names, string what)
    {
        if (names.IsDefault || names.Contains(null!))
        {
            throw new ArgumentException(names.IsDefault ? $"the list of {what} is null" : $"a name in the list of {what} is null", nameof(names));
        }

        if (names.FirstOrDefault(name => name is not ("cpu" or "gpu" or "npu")) is { } unknown)
        {
            throw new UnsupportedException($"device '{unknown}'; expected cpu, gpu or npu");
        }
    }
}
