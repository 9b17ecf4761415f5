using System.Text;
using WebNN.Kernels;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Abi.Decisions;

/// <summary>What a user may say about partitioning, in words and paths.</summary>
/// <param name="Decision">A decision file, or a folder of them; null for none.</param>
/// <param name="MachineProfile">A machine profile; null for the built-in one of the processor's class.</param>
public sealed record PartitioningSetup(PartitioningMode Mode, string? Decision, string? MachineProfile)
{
    private const int MostBytes = 1 << 20;

    /// <summary>The same as the core understands it. Files that cannot be used are no error: the report of each preparation says so.</summary>
    /// <param name="cacheDirectory">Where measured decisions are, too; null for nowhere.</param>
    public PartitioningOptions Open(string? cacheDirectory, ProcessorFeatures features)
    {
        var options = new PartitioningOptions { Mode = Mode, Processor = Processor.Name(Processor.Within(features)) };
        if (Mode is PartitioningMode.All or PartitioningMode.None)
        {
            return options;
        }

        var place = Decision ?? (cacheDirectory is { Length: > 0 } ? DecisionFiles.FolderOf(cacheDirectory) : null);
        var profile = ReadProfile(out var problem) ?? BuiltInProfiles.Find(options.Processor);
        return options with { Decisions = place is null ? null : new DecisionFiles(place), Profile = profile, ProfileProblem = problem };
    }

    private MachineProfile? ReadProfile(out string? problem)
    {
        problem = null;
        if (MachineProfile is null)
        {
            return null;
        }

        try
        {
            return Delegation.Partitioning.MachineProfile.Parse(TextFile.Read(MachineProfile, MostBytes));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or DecoderFallbackException)
        {
            problem = $"the machine profile {MachineProfile} cannot be used: {e.Message}";
            return null;
        }
    }
}
