using System.Collections.Immutable;

namespace WebNN.OnnxRuntime;

/// <summary>Where a context's graphs run.</summary>
/// <param name="Name">As users write it: <c>cpu</c>, <c>gpu</c>.</param>
/// <param name="Label">For reports.</param>
/// <param name="Provider">The execution provider to append, by the name that ONNX Runtime gives it; null for the CPU's, which is always there.</param>
internal sealed record OrtDevice(string Name, string Label, string? Provider)
{
    public static readonly OrtDevice Cpu = new("cpu", "CPU", null);
    private static readonly OrtDevice Gpu = new("gpu", "GPU (WebGPU)", "WebGPU");

    /// <summary>NuGet's builds for Linux and Windows have no WebGPU provider, npm's have.</summary>
    private const string GpuRemedy =
        "; install the npm package onnxruntime-node, whose library has the WebGPU provider, or build ONNX Runtime with it, and set WEBNN_ONNXRUNTIME to that library's path";

    /// <summary>The devices to try, in order. What the user lists is meant; a mere preference ends with the CPU.</summary>
    /// <exception cref="UnsupportedException">A name is none of cpu, gpu, npu.</exception>
    /// <exception cref="ArgumentException">The list, or a name in it, is null.</exception>
    public static ImmutableArray<string> Wanted(OrtContextOptions options)
    {
        if (options.Devices.IsDefault)
        {
            throw new ArgumentException("the list of devices is null", nameof(options));
        }

        if (options.Devices.Length > 0)
        {
            if (options.Devices.Contains(null!))
            {
                throw new ArgumentException("a name in the list of devices is null", nameof(options));
            }

            return options.Devices.FirstOrDefault(name => name is not ("cpu" or "gpu" or "npu")) is { } unknown
                ? throw new UnsupportedException($"device '{unknown}'; expected cpu, gpu or npu")
                : options.Devices;
        }

        // The specification lets powerPreference win over accelerated.
        return options.PowerPreference switch
        {
            MLPowerPreference.HighPerformance => ["gpu", "cpu"],
            MLPowerPreference.LowPower => ["npu", "cpu"],
            _ => options.Accelerated ? ["gpu", "npu", "cpu"] : ["cpu"],
        };
    }

    /// <summary>The first device that starts.</summary>
    /// <param name="providers">The execution providers compiled into the library.</param>
    /// <param name="start">Compiles something on the device; throws <see cref="UnsupportedException"/> where that fails.</param>
    /// <exception cref="UnsupportedException">None starts; says why for each.</exception>
    public static OrtDevice Choose(ImmutableArray<string> wanted, ImmutableArray<string> providers, Action<OrtDevice> start)
    {
        var reasons = new List<string>();
        foreach (var name in wanted)
        {
            if (name == Cpu.Name)
            {
                return Cpu;
            }

            if (name != Gpu.Name || !providers.Contains("WebGpuExecutionProvider"))
            {
                var remedy = name == Gpu.Name ? GpuRemedy : "";
                reasons.Add($"{name}: this ONNX Runtime has no provider for it that we know (it has {string.Join(", ", providers)}){remedy}");
                continue;
            }

            try
            {
                start(Gpu);
                return Gpu;
            }
            catch (Exception e) when (e is UnsupportedException or MLOperationException)
            {
                reasons.Add($"{name}: {e.Message}");
            }
        }

        throw new UnsupportedException($"no device of {string.Join(", ", wanted)} can be used; {string.Join("; ", reasons)}");
    }
}
