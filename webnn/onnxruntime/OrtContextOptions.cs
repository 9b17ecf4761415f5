using System.Collections.Immutable;
using WebNN.Kernels;

namespace WebNN.OnnxRuntime;

/// <summary>Preferences for an <see cref="OrtContext"/>.</summary>
public record OrtContextOptions : MLContextOptions
{
    /// <summary>The most threads that may be asked for: more than any processor has use for, and few enough to be started at once.</summary>
    public const int MostThreads = 1024;

    /// <summary>The smallest <see cref="SecondCacheBytes"/>.</summary>
    public const int FewestCacheBytes = KernelTarget.FewestCacheFloats * sizeof(float);

    /// <summary>The largest <see cref="SecondCacheBytes"/>.</summary>
    public const int MostCacheBytes = KernelTarget.MostCacheFloats * sizeof(float);

    /// <summary>Threads within an operator, at most <see cref="MostThreads"/>; 0 leaves the number to ONNX Runtime.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The path of ONNX Runtime's library; null to look for it (see NativeLibraryLocator).</summary>
    public string? LibraryPath { get; init; }

    /// <summary>The folder to look from where <see cref="LibraryPath"/> is null; null for the application's.</summary>
    public string? LibrarySearchDirectory { get; init; }

    /// <summary>Devices in order of preference: <c>cpu</c>, <c>gpu</c>, <c>npu</c>. Empty leaves it to <see cref="MLContextOptions.PowerPreference"/>.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>Devices that are not used, whatever is preferred.</summary>
    public ImmutableArray<string> ExcludedDevices { get; init; } = [];

    /// <summary>
    /// Whether the CPU is used where none of <see cref="Devices"/> can be, and is not excluded: <see cref="MLContext.Devices"/> then says why.
    /// Otherwise there is no context.
    /// </summary>
    public bool FallsBackToCpu { get; init; }

    /// <summary>
    /// What an execution provider is told when it is appended, by its short name (<c>WebGPU</c>, <c>QNN</c>, <c>OpenVINO</c>, <c>CoreML</c>,
    /// <c>VitisAI</c>): the names and values of its own documentation, passed on as they are.
    /// </summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, string>> ProviderOptions { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;

    /// <summary>
    /// A folder in which optimized graphs are kept: a graph that was compiled there before starts faster. Made where it does not exist; null
    /// for none. Files are as large as the graph's constants, and are never removed: delete the folder when you like. Where it can't be used,
    /// graphs are compiled each time, and <see cref="OrtContext.CacheProblem"/> says why. Graphs that run without a session are not kept.
    /// </summary>
    public string? CacheDirectory { get; init; }

    /// <summary>
    /// Whether ONNX Runtime's kernels may copy weights into the layout that they are fastest on. <see langword="false"/> computes with the
    /// weights as they are: less memory, at its peak above all, and slower products. Own kernels have no other layout than theirs.
    /// </summary>
    public bool PacksWeights { get; init; } = true;

    /// <summary>Called with each graph before it is compiled, to print or to export it. Its constants are the builder's.</summary>
    public Action<MLGraphDefinition>? OnCompile { get; init; }

    /// <summary>For tests and diagnosis: a file to which the optimized model is written.</summary>
    public string? OptimizedModelPath { get; init; }

    /// <summary>For tests and diagnosis: the prefix of a file to which ONNX Runtime writes the times of its kernels.</summary>
    public string? ProfilePrefix { get; init; }

    /// <summary>
    /// For tests and diagnosis: whether graphs that need nothing but own kernels have a session of ONNX Runtime, too. By default they run without
    /// one where <see cref="Threads"/> is 1.
    /// </summary>
    public bool AlwaysUsesSession { get; init; }

    /// <summary>
    /// Whether convolutions and pools of 32-bit floats, products of a row and many weights, and, where there is no session, other products and
    /// operations of elements run on this library's own kernels, on the CPU: null, the default, where the processor has
    /// <see cref="ProcessorFeatures.Avx512"/> or <see cref="ProcessorFeatures.Avx2"/>, on which they are faster than ONNX Runtime's.
    /// <see langword="false"/> gives ONNX Runtime's results bit for bit; <see langword="true"/> is slow on other processors. A program that is
    /// compiled ahead of time for every processor finds them in the libraries <c>webnn_kernels_avx512</c> and <c>webnn_kernels_avx2</c> in
    /// <see cref="LibrarySearchDirectory"/>, or not at all.
    /// </summary>
    public bool? OwnKernels { get; init; }

    /// <summary>
    /// Whether convolutions and pools of 8-bit integers, products of matrices of them, sums of two tensors and operations of single elements run on
    /// this library's own kernels, on the CPU: null, the default, where they are measured to be faster than ONNX Runtime's, on processors with
    /// <see cref="ProcessorFeatures.Avx2"/>, but with <see cref="ProcessorFeatures.Vnni"/>, too, and without the AVX-512 that machine code of
    /// ours needs, or where the system runs none, only those of depthwise windows and of single elements; <see langword="true"/> on all that have AVX2;
    /// <see langword="false"/> on none. Results are ONNX Runtime's bit for bit, where its own sums do not saturate, but for average pools of a
    /// padded image, whose sums it rounds, and operations of single elements whose result lies between two steps.
    /// </summary>
    public bool? OwnIntegerKernels { get; init; }

    /// <summary>
    /// The bytes of a core's second cache, by which own kernels cut their work: <see cref="FewestCacheBytes"/> to <see cref="MostCacheBytes"/>.
    /// Null, the default, for what the processor says.
    /// </summary>
    public int? SecondCacheBytes { get; init; }

    /// <summary>
    /// The features of the processor that may decide how a graph is lowered for the CPU: whether it gets own kernels, and whether weights of
    /// 8 bits stay signed. Those that the processor lacks are never used. ONNX Runtime asks the processor itself which kernels it runs.
    /// </summary>
    public ProcessorFeatures ProcessorFeatures { get; init; } = ProcessorFeatures.All;

    /// <summary>What own kernels are made for; null where sessions get none.</summary>
    internal KernelTarget? Kernels => OwnKernels is false ? null
        : (WindowKernels.Widest(Processor.Within(ProcessorFeatures)) ?? (OwnKernels is true ? VectorWidth.Bits256 : null)) is { } width
            ? new KernelTarget(width, CacheFloats)
            : null;

    /// <summary>What own kernels of integers are made for; null where sessions get none.</summary>
    internal KernelTarget? IntegerKernels => WebNN.Kernels.Integers.IntegerKernels.Target(Processor.Within(ProcessorFeatures), OwnIntegerKernels, CacheFloats);

    private int CacheFloats => (SecondCacheBytes ?? Processor.SecondCacheBytes) / sizeof(float);
}
