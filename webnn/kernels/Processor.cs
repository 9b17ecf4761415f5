using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels;

/// <summary>The one place that asks the processor. Everything else gets <see cref="ProcessorFeatures"/>, of which options take away.</summary>
public static class Processor
{
    private const int VersionLeaf = 1;
    private const int FeatureLeaf = 7;
    private const int ExtendedLeaf = unchecked((int)0x8000_0000);
    private const int MoreFeaturesLeaf = unchecked((int)0x8000_0001);
    private const int SecondCacheLeaf = unchecked((int)0x8000_0006);
    private const int IntelCachesLeaf = 4;
    private const int AmdCachesLeaf = unchecked((int)0x8000_001D);
    private const int UsualSecondCacheBytes = 512 * 1024;
    private const uint Avx512Vnni = 1u << 11;

    /// <summary>What there is, and what the operating system and .NET let programs use.</summary>
    public static ProcessorFeatures Features { get; } = Read();

    /// <summary>
    /// The processor's features as it lists them, whoever uses them: a graph that ONNX Runtime optimized for some is of no use with others.
    /// </summary>
    internal static string Signature { get; } = !HasLeaves()
        ? RuntimeInformation.ProcessArchitecture.ToString()
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{RuntimeInformation.ProcessArchitecture} {Leaf(VersionLeaf).Ecx:x} {Leaf(FeatureLeaf).Ebx:x} {Leaf(FeatureLeaf).Ecx:x} {Leaf(FeatureLeaf, 1).Eax:x}");

    /// <summary>
    /// The bytes that a core's second cache holds, by which kernels cut their work; those of a small one where the processor does not tell,
    /// as behind some virtual machines.
    /// </summary>
    public static int SecondCacheBytes { get; } = HasLeaves() ? SecondCache() : UsualSecondCacheBytes;

    /// <summary>
    /// Whether code here has vectors of 512 bits in registers. Where they slow the clock down, on Skylake-X and those built like it, .NET says
    /// of <see cref="Vector512"/> that it is not accelerated, though its compiler has the instructions: kernels gain more by them than they lose.
    /// </summary>
    internal static bool HasLongVectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => RuntimeFeature.IsDynamicCodeCompiled ? System.Runtime.Intrinsics.X86.Avx512BW.VL.IsSupported : Vector512.IsHardwareAccelerated;
    }

    /// <summary>Whether code here has the instructions of AVX_VNNI, which the compiler knows.</summary>
    internal static bool MultipliesBytes => AvxVnni.IsSupported;

    /// <summary>Whether code here has the instructions of AVX512_VBMI, which the compiler knows, too.</summary>
    internal static bool PermutesBytes => System.Runtime.Intrinsics.X86.Avx512Vbmi.IsSupported;

    /// <summary>Whether there are those of AVX512_VNNI, which it does not know: on Intel's processors since Cascade Lake and AMD's since Zen 4.</summary>
    internal static bool MultipliesManyBytes { get; } = Features.HasFlag(ProcessorFeatures.Avx512) && Has(Leaf(FeatureLeaf).Ecx, Avx512Vnni);

    /// <summary>
    /// Whether it reads ahead of a program that goes through memory, from page to page, so that asking for what follows only costs: AMD's since Zen 4.
    /// </summary>
    internal static bool ReadsAhead { get; } = Features.HasFlag(ProcessorFeatures.Avx512) && Leaf(0).Ebx == BeginningOf("Auth");

    /// <summary>What is left of <see cref="Features"/> where no others than <paramref name="allowed"/> may be used.</summary>
    public static ProcessorFeatures Within(ProcessorFeatures allowed)
    {
        var left = Features & allowed;
        return left.HasFlag(ProcessorFeatures.Avx2) ? left : ProcessorFeatures.None;
    }

    /// <summary>A class of processors, for people: <c>AVX-512 with VNNI</c>, <c>AVX2</c>; the architecture where it is not x64.</summary>
    public static string Name(ProcessorFeatures features) => RuntimeInformation.ProcessArchitecture is not Architecture.X64
        ? RuntimeInformation.ProcessArchitecture.ToString()
        : (features.HasFlag(ProcessorFeatures.Avx512) ? "AVX-512" : features.HasFlag(ProcessorFeatures.Avx2) ? "AVX2" : "SSE")
            + (features.HasFlag(ProcessorFeatures.Vnni) ? " with VNNI" : "");

    private static ProcessorFeatures Read()
    {
        const uint avxVnni = 1u << 4;
        if (!HasLeaves() || !HasVectors() || !(Avx2.IsSupported || (!RuntimeFeature.IsDynamicCodeCompiled && SavesRegisters("avx2", 40))))
        {
            return ProcessorFeatures.None;
        }

        return ProcessorFeatures.Avx2
            | (HasWideVectors() && (HasLongVectors || !RuntimeFeature.IsDynamicCodeCompiled) ? ProcessorFeatures.Avx512 : 0)
            | (Has(Leaf(FeatureLeaf).Ecx, Avx512Vnni) || Has(Leaf(FeatureLeaf, 1).Eax, avxVnni) ? ProcessorFeatures.Vnni : 0);
    }

    private static bool HasLeaves() => X86Base.X64.IsSupported && X86Base.CpuId(0, 0).Eax >= FeatureLeaf;

    private static (uint Eax, uint Ebx, uint Ecx) Leaf(int leaf, int part = 0)
    {
        var (eax, ebx, ecx, _) = X86Base.CpuId(leaf, part);
        return ((uint)eax, (uint)ebx, (uint)ecx);
    }

    /// <summary>
    /// As the maker's list of caches has it. Both tell its KiB in one leaf, too, by the list that is older: some virtual machines answer there
    /// with what they always did, whatever the processor has.
    /// </summary>
    private static int SecondCache()
    {
        const int fewest = 128 * 1024, most = 16 * 1024 * 1024;
        var listed = Leaf(0).Ebx == BeginningOf("Genu") ? Listed(IntelCachesLeaf) : Extended(AmdCachesLeaf) != default ? Listed(AmdCachesLeaf) : 0;
        var bytes = listed > 0 ? listed : (Extended(SecondCacheLeaf).Ecx >> 16) * 1024L;
        return bytes is >= fewest and <= most ? (int)bytes : UsualSecondCacheBytes;
    }

    /// <summary>The bytes of the second cache in a list of which each part is a cache; 0 where it lists none.</summary>
    private static long Listed(int leaf)
    {
        const int most = 8, none = 0, code = 2, secondLevel = 2;
        for (var part = 0; part < most && Leaf(leaf, part) is var (kind, sizes, sets) && (kind & 0x1F) is not none; part++)
        {
            if (((kind >> 5) & 0x7) is secondLevel && (kind & 0x1F) is not code)
            {
                return ((sizes & 0xFFF) + 1L) * (((sizes >> 12) & 0x3FF) + 1) * ((sizes >> 22) + 1) * (sets + 1L);
            }
        }

        return 0;
    }

    /// <summary>A leaf of those that AMD began with; zeros where the processor has none so high.</summary>
    private static (uint Eax, uint Ebx, uint Ecx) Extended(int leaf) => Leaf(ExtendedLeaf).Eax >= unchecked((uint)leaf) ? Leaf(leaf) : default;

    /// <summary>A maker's name, as leaf 0 has it.</summary>
    private static uint BeginningOf(string maker) => maker[0] | ((uint)maker[1] << 8) | ((uint)maker[2] << 16) | ((uint)maker[3] << 24);

    private static bool Has(uint register, uint bits) => (register & bits) == bits;

    /// <summary>Whether there is all of x86-64-v3: code that is compiled ahead of time for it ends the process where a part is missing.</summary>
    private static bool HasVectors()
    {
        const uint fma = 1u << 12, movbe = 1u << 22, extendedStates = 1u << 27, avx = 1u << 28, halves = 1u << 29;
        const uint bits1 = 1u << 3, avx2 = 1u << 5, bits2 = 1u << 8, leadingZeros = 1u << 5;
        return Has(Leaf(VersionLeaf).Ecx, fma | movbe | extendedStates | avx | halves)
            && Has(Leaf(FeatureLeaf).Ebx, bits1 | avx2 | bits2)
            && Has(Extended(MoreFeaturesLeaf).Ecx, leadingZeros);
    }

    /// <summary>Whether there is all of x86-64-v4, and the system saves its registers.</summary>
    private static bool HasWideVectors()
    {
        const uint foundation = 1u << 16, doubleAndQuad = 1u << 17, conflict = 1u << 28, byteAndWord = 1u << 30, shorter = 1u << 31;
        return Has(Leaf(FeatureLeaf).Ebx, foundation | doubleAndQuad | conflict | byteAndWord | shorter)
            && SavesRegisters("avx512vl", 41);
    }

    /// <summary>Whether the system saves what belongs to a feature: only then does Linux list it, and Windows say that it is there.</summary>
    private static bool SavesRegisters(string linuxFlag, uint windowsFeature) => OperatingSystem.IsLinux()
        ? LinuxLists(linuxFlag)
        : OperatingSystem.IsWindows() && IsProcessorFeaturePresent(windowsFeature) != 0;

    private static bool LinuxLists(string flag)
    {
        try
        {
            return File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal)) is { } flags
                && flags.Split(' ').Contains(flag);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [DllImport("kernel32", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int IsProcessorFeaturePresent(uint feature);
}
