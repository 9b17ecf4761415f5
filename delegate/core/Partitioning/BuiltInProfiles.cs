using System.Collections.Immutable;
using System.Text;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>The machine profiles that come along, one for a class of processors: what to predict by where nobody measured.</summary>
public static class BuiltInProfiles
{
    /// <summary>From more to less: a class without a profile takes that of the next less, whose kernels it has, too.</summary>
    private static readonly ImmutableArray<string> classes = ["AVX-512 with VNNI", "AVX-512", "AVX2 with VNNI", "AVX2", "SSE"];

    /// <summary>The profile of this class, or of the next less that has one; null where there is none.</summary>
    public static MachineProfile? Find(string processor)
    {
        var known = classes.IndexOf(processor);
        return known < 0 ? Read(processor) : classes.Skip(known).Select(Read).FirstOrDefault(profile => profile is not null);
    }

    /// <summary>The file's name of a class's profile: <c>avx-512-with-vnni.json</c>.</summary>
    public static string FileName(string processor)
    {
        ArgumentNullException.ThrowIfNull(processor);
        return string.Concat(processor.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-')) + ".json";
    }

    private static MachineProfile? Read(string processor)
    {
        using var stream = typeof(BuiltInProfiles).Assembly.GetManifestResourceStream(FileName(processor));
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);
        return MachineProfile.Parse(reader.ReadToEnd());
    }
}
