using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WebNN.Kernels.Tests;

public sealed class ProcessorTests
{
    private const ProcessorFeatures Avx512 = ProcessorFeatures.Avx2 | ProcessorFeatures.Avx512;

    [Theory]
    [InlineData(ProcessorFeatures.All, "AVX-512 with VNNI")]
    [InlineData(Avx512, "AVX-512")]
    [InlineData(ProcessorFeatures.Avx2 | ProcessorFeatures.Vnni, "AVX2 with VNNI")]
    [InlineData(ProcessorFeatures.Avx2, "AVX2")]
    [InlineData(ProcessorFeatures.None, "SSE")]
    public void Classes_have_names(ProcessorFeatures features, string name)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "other architectures have one class each");
        Assert.Equal(name, Processor.Name(features));
    }

    [Theory]
    [InlineData(ProcessorFeatures.All)]
    [InlineData(Avx512)]
    [InlineData(ProcessorFeatures.Avx2)]
    [InlineData(ProcessorFeatures.None)]
    public void A_limit_takes_away_and_adds_nothing(ProcessorFeatures allowed) => Assert.Equal(Processor.Features & allowed, Processor.Within(allowed));

    [Fact]
    public void Without_AVX2_nothing_that_builds_on_it_is_left() =>
        Assert.Equal(ProcessorFeatures.None, Processor.Within(ProcessorFeatures.Avx512 | ProcessorFeatures.Vnni));

    [Fact]
    public void AVX_512_is_there_where_dotNET_has_it_and_its_compiler_uses_it_unasked_nowhere_else()
    {
        Assert.Equal(Avx512BW.VL.IsSupported, Processor.Features.HasFlag(ProcessorFeatures.Avx512));
        Assert.True(Processor.HasLongVectors || !Vector512.IsHardwareAccelerated);
    }

    [Fact]
    public void AVX2_is_there_where_dotNET_has_it() => Assert.Equal(Avx2.IsSupported, Processor.Features.HasFlag(ProcessorFeatures.Avx2));

    [Fact]
    public void The_second_cache_is_as_large_as_the_system_says()
    {
        const string size = "/sys/devices/system/cpu/cpu0/cache/index2/size";
        Assert.InRange(Processor.SecondCacheBytes, 128 * 1024, 16 * 1024 * 1024);
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64 && File.Exists(size), $"the system does not say it in {size}");
        Assert.Equal(File.ReadAllText(size).Trim(), $"{Processor.SecondCacheBytes / 1024}K");
    }

    [Fact]
    public void The_class_of_this_processor_is_one_of_those_with_a_name()
    {
        var name = Processor.Name(Processor.Features);
        Assert.NotEmpty(name);
        TestContext.Current.TestOutputHelper!.WriteLine($"processor: {name}");
    }
}
