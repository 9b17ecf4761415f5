using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;

namespace WebNN.Kernels.Tests;

/// <summary>
/// All tests run kernels of both widths. Where a processor has no vectors so long, .NET puts them together out of shorter ones, and they work,
/// slowly; where it has no AVX-512, those of 256 bits have other instructions and half as many registers.
/// </summary>
public sealed partial class VectorWidthTests
{
    /// <summary>Fewer tests than there are of kernels and shapes: that many have to have passed.</summary>
    private const int Fewest = 100;

    [Theory]
    [InlineData(256, "DOTNET_EnableAVX512")]
    [InlineData(128, "DOTNET_EnableAVX")]
    public void All_other_tests_pass_with_vectors_of(int bits, string variable)
    {
        Assert.SkipUnless(
            Processor.HasLongVectors || (Vector256.IsHardwareAccelerated && bits < 256), $"the kernels' tests run with vectors of {bits} bits or less anyway");
        var assembly = typeof(VectorWidthTests).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", assembly, "-noColor", "-class-", typeof(VectorWidthTests).FullName!]) { RedirectStandardOutput = true };
        start.Environment[variable] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        Assert.True(int.Parse(Total().Match(output).Groups["count"].Value, CultureInfo.InvariantCulture) >= Fewest, output);
        TestContext.Current.TestOutputHelper!.WriteLine($"path: own kernels with vectors of {bits} bits");
    }

    [Fact]
    public void The_width_of_this_run() => TestContext.Current.TestOutputHelper!.WriteLine(
        $"path: own kernels with vectors of {(Processor.HasLongVectors ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits");

    [Fact]
    public void The_products_of_bytes_of_this_run() => TestContext.Current.TestOutputHelper!.WriteLine(
        $"path: own kernels' products of four bytes {(Processor.MultipliesBytes ? "by AVX-VNNI" : "put together out of pairs")}");

    [GeneratedRegex(@"Total: (?<count>\d+), Errors: 0, Failed: 0")]
    private static partial Regex Total();
}
