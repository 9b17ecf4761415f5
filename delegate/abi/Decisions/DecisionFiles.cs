using System.Text;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Abi.Decisions;

/// <summary>
/// Decisions as files: one that the user names, or a folder with one for each key. What cannot be read is a decision that is not there.
/// </summary>
/// <param name="path">A file, or a folder where it is one or does not end in <c>.json</c>.</param>
public sealed class DecisionFiles(string path) : IDecisionSource
{
    /// <summary>No decision is as long: another file was named by mistake.</summary>
    private const int MostBytes = 1 << 20;

    private const string Extension = ".json";

    /// <summary>Whether <paramref name="path"/> holds one decision, whatever the model.</summary>
    public static bool IsFile(string path) => !Directory.Exists(path) && Path.GetExtension(path) == Extension;

    /// <summary>Where the decisions of a cache folder are.</summary>
    public static string FolderOf(string cacheDirectory) => Path.Combine(cacheDirectory, "decisions");

    /// <summary>The file for a key.</summary>
    public string PathOf(DecisionKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return IsFile(path) ? path : Path.Combine(path, key.Name + Extension);
    }

    public DecisionText Find(DecisionKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var place = PathOf(key);
        try
        {
            return File.Exists(place)
                ? new(place, TextFile.Read(place, MostBytes), null)
                : new(place, null, IsFile(path) ? $"there is no decision file {place}" : $"no decision for this model, machine and version in {path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or DecoderFallbackException)
        {
            return new(place, null, $"the decision {place} cannot be read: {e.Message}");
        }
    }

    /// <summary>Keeps a decision; whoever reads at the same time sees the old one or the new one.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public string Write(StoredDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var place = PathOf(decision.Key);
        TextFile.Write(place, decision.ToJson());
        return place;
    }
}
