namespace WebNN.Cli.Rendering;

/// <summary>Replaces a file as a whole: whoever reads it, or ends the tool, never sees half of it.</summary>
internal static class JsonFile
{
    private const string Devices = "/dev/";

    private static readonly string unfinished = $".{Environment.ProcessId}.tmp";

    /// <summary>Whether a file may take the place of what is there: a device must not go.</summary>
    public static bool CanBeReplaced(string path) => !Path.GetFullPath(path).StartsWith(Devices, StringComparison.Ordinal);

    /// <exception cref="InputException">Nothing can be written there.</exception>
    public static void RequireWritable(string path) => Try(path, () =>
    {
        if (Directory.Exists(path))
        {
            throw new IOException("a folder");
        }

        if (CanBeReplaced(path))
        {
            if (OutputFile.IsModel(path))
            {
                throw new IOException("a model, which is not written over");
            }

            File.WriteAllText(Unfinished(path), "");
            File.Delete(Unfinished(path));
        }
    });

    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, string text) => Try(path, () =>
    {
        if (!CanBeReplaced(path))
        {
            File.WriteAllText(path, text);
            return;
        }

        File.WriteAllText(Unfinished(path), text);
        File.Move(Unfinished(path), Target(path), overwrite: true);
    });

    /// <summary>A link stays; what it points to is replaced.</summary>
    private static string Target(string path) => 
        File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;

    /// <summary>In the same folder: only there is replacing a file one step.</summary>
    private static string Unfinished(string path) => Target(path) + unfinished;

    private static void Try(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The system names the file that was written: one that the user has not heard of.
            throw new InputException($"--json {path}: {e.Message.Replace(unfinished, "", StringComparison.Ordinal)}", e);
        }
    }
}
