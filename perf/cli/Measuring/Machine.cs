using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using WebNN.Kernels;

namespace WebNN.Cli.Measuring;

/// <summary>The machine that numbers were measured on.</summary>
internal sealed record Machine(string Cpu, string ProcessorClass, int LogicalProcessors, double MemoryGiB, string System, string Runtime, string Architecture)
{
    /// <summary>What one core can do at most with floats, 10^9 operations a second; null where it was not measured.</summary>
    public double? PeakGflops { get; init; }

    public static Machine Describe() => new(
        Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Processor.Name(Processor.Features),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30), 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.ProcessArchitecture.ToString());

    /// <summary>The first results have no class of the processor.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Cpu}{(string.IsNullOrEmpty(ProcessorClass) ? "" : $" ({ProcessorClass})")}, {LogicalProcessors} logical processors, {MemoryGiB} GiB; {System}; {Runtime}");

    /// <summary>The most memory that this process had at one time, in MiB.</summary>
    public static double PeakMemoryMiB()
    {
        if (Field("/proc/self/status", "VmHWM") is { } text
            && double.TryParse(text.Split(' ')[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out var kibibytes))
        {
            return kibibytes / 1024;
        }

        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (double)(1 << 20);
    }

    private static string? Field(string file, string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
