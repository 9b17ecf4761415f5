using System.Globalization;
using System.Text;
using WebNN.Kernels;

namespace WebNN.OnnxRuntime.Model;

/// <summary>
/// Optimized models in a folder, so that a graph that was compiled once starts without being optimized again. A file's name is a hash of
/// all that went into it: operators, constants, ONNX Runtime's version and ours, device, processor. A file that does not load is made anew.
/// A folder that cannot be used costs the cache alone: graphs are then compiled each time.
/// </summary>
internal sealed class ModelCache
{
    private const int SealLength = 32;

    private readonly string folder;
    private readonly string environment;

    /// <param name="environment">What else decides about the optimized model: versions, device.</param>
    public ModelCache(string folder, string environment)
    {
        this.folder = folder;
        this.environment = $"{environment} {Processor.Signature}";
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Problem = $"the cache folder '{folder}' cannot be used: {e.Message}";
            IsUsable = false;
        }
    }

    /// <summary>False where there is no folder to look into.</summary>
    public bool IsUsable { get; } = true;

    /// <summary>Why a graph was not kept, the first time that it happened; null where it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Says that a graph runs but was not kept.</summary>
    public void Report(string problem) => Problem ??= problem;

    /// <summary>Where the graph's optimized model is, or would be.</summary>
    public string PathOf(OnnxGraph graph)
    {
        var hash = new ContentHash();
        hash.Append(environment);
        hash.Append(graph.ToText());
        foreach (var value in graph.Inputs.Concat(graph.Outputs).Concat(graph.Constants))
        {
            hash.Append(string.Create(CultureInfo.InvariantCulture, $"{value.Name} {(int)value.Type} [{string.Join(',', value.Shape)}]"));
            if (value.Data is { } data)
            {
                hash.Append(data.Bytes.Span);
            }
        }

        return Path.Combine(folder, $"{hash}.onnx");
    }

    /// <summary>The model's bytes; null where there is no file, or none that is as it was written.</summary>
    public static ReadOnlyMemory<byte>? Read(string path)
    {
        try
        {
            // A pipe or a device has no length, and opening it may never return.
            var file = new FileInfo(path);
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            if (!file.Exists || file.Length == 0)
            {
                return null;
            }

            ReadOnlyMemory<byte> bytes = File.ReadAllBytes(file.FullName);
            var model = bytes[..Math.Max(0, bytes.Length - SealLength)];
            return Seal(model.Span).AsSpan().SequenceEqual(bytes.Span[model.Length..]) ? model : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A name in the same folder that no other process writes to.</summary>
    public static string Unfinished(string path) => $"{path}.{Guid.NewGuid():N}";

    /// <summary>Seals a finished file and gives it its name. Where that fails, the next start optimizes again: nothing else is lost.</summary>
    public void Finish(string unfinished, string path)
    {
        try
        {
            var seal = Seal(File.ReadAllBytes(unfinished));
            using (var file = new FileStream(unfinished, FileMode.Append))
            {
                file.Write(seal);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report($"{path} cannot be written: {e.Message}");
            Discard(unfinished);
        }
    }

    public static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, under a name that no graph looks for, or is overwritten by the next that compiles it.
        }
    }

    /// <summary>What stands behind the model in its file: a disk that damages weights would otherwise change results.</summary>
    private static byte[] Seal(ReadOnlySpan<byte> model)
    {
        var hash = new ContentHash();
        hash.Append(model);
        return Encoding.ASCII.GetBytes(hash.ToString());
    }
}
