using System.Collections.Immutable;
using WebNN.Kernels;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite;

/// <summary>What runs the graphs of a delegate or of a compiled model.</summary>
public abstract record BackendOptions
{
    /// <summary>Threads of the backend, at most 1024; 0: its choice.</summary>
    public int Threads { get; init; } = 1;

    public MLPowerPreference PowerPreference { get; init; }

    /// <summary>
    /// Kinds of devices in the order of preference: cpu, gpu, npu; the first that works runs the graphs. Empty: the power preference decides.
    /// </summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>Devices that are not used, whatever is preferred.</summary>
    public ImmutableArray<string> ExcludedDevices { get; init; } = [];

    /// <summary>
    /// Whether the CPU, where it is not excluded, stands in for <see cref="Devices"/> of which none can be used, and the report of devices says
    /// why; otherwise that is an error.
    /// </summary>
    public bool FallsBackToCpu { get; init; }

    /// <summary>
    /// What an execution provider of ONNX Runtime is told, by its short name (<c>WebGPU</c>, <c>QNN</c>, <c>OpenVINO</c>, <c>CoreML</c>,
    /// <c>VitisAI</c>): the names and values of its own documentation, passed on as they are.
    /// </summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, string>> ProviderOptions { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;

    /// <summary>The path of ONNX Runtime; null: WEBNN_ONNXRUNTIME, beside the application, the source tree's fetched natives.</summary>
    public string? OnnxRuntimeLibrary { get; init; }

    /// <summary>
    /// A folder in which compiled graphs are kept, so that a model starts faster the next time; null for none. Graphs that own kernels run without a
    /// session are not kept.
    /// </summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Whether weights may be copied into the layout that kernels are fastest on; false: less memory, slower products.</summary>
    public bool PacksWeights { get; init; } = true;

    /// <summary>
    /// Called with each WebNN graph before it is compiled, to print or to export it while the model is there. One that the backend refuses is
    /// followed by those that are tried instead: what is kept is in the report.
    /// </summary>
    public Action<MLGraphDefinition>? OnCompile { get; init; }

    /// <summary>Translations of operators that are not TensorFlow Lite's own, beside those of MediaPipe's that are known.</summary>
    public ImmutableArray<CustomOperator> CustomOperators { get; init; } = [];

    /// <summary>The features of the processor that may decide which kernels the backend is asked for; those that it lacks are never used.</summary>
    public ProcessorFeatures ProcessorFeatures { get; init; } = ProcessorFeatures.All;

    /// <summary>
    /// Whether convolutions, pools, sums of 8-bit integers and products of matrices run on this library's own kernels on the CPU: null, the
    /// default, those that are measured to be faster than ONNX Runtime's on the processor's class; false none; true also those that were only
    /// tested.
    /// </summary>
    public bool? OwnKernels { get; init; }

    /// <summary>The folder from which ONNX Runtime and own kernels are looked for; null for the application's. For hosts of ours.</summary>
    internal string? LibrarySearchDirectory { get; init; }

    /// <exception cref="ArgumentException">A list, or an entry of one, is null; a custom operator has no name or translation.</exception>
    internal virtual void Validate()
    {
        Require(Devices, nameof(Devices));
        Require(ExcludedDevices, nameof(ExcludedDevices));
        if (ProviderOptions is null)
        {
            throw new ArgumentException($"{nameof(ProviderOptions)} is null", nameof(ProviderOptions));
        }

        _ = new CustomOperators(CustomOperators);
    }

    /// <exception cref="Interop.Natives.NativeLibraryException">ONNX Runtime is absent or too old.</exception>
    /// <exception cref="Interop.OnnxRuntime.OrtException">ONNX Runtime does not start.</exception>
    /// <exception cref="UnsupportedException">None of the devices can be used.</exception>
    internal OnnxRuntime.OrtContext Open() => new(ToContextOptions());

    internal OnnxRuntime.OrtContextOptions ToContextOptions() => new()
    {
        Threads = Threads,
        PowerPreference = PowerPreference,

        // A model that was trained for a processor stays there unless asked for.
        Accelerated = false,
        Devices = Devices,
        ExcludedDevices = ExcludedDevices,
        FallsBackToCpu = FallsBackToCpu,
        ProviderOptions = ProviderOptions,
        LibraryPath = OnnxRuntimeLibrary,
        LibrarySearchDirectory = LibrarySearchDirectory,
        CacheDirectory = CacheDirectory,
        PacksWeights = PacksWeights,
        OnCompile = OnCompile,
        ProcessorFeatures = ProcessorFeatures,
        OwnKernels = OwnKernels is false ? false : null,
        OwnIntegerKernels = OwnKernels,
    };

    private protected static void Require(ImmutableArray<string> list, string name)
    {
        if (list.IsDefault || list.Contains(null!))
        {
            throw new ArgumentException(list.IsDefault ? $"{name} is null" : $"{name} has an entry that is null", name);
        }
    }
}
