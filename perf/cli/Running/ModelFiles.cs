namespace WebNN.Cli.Running;

/// <summary>Turns what the user named into model files.</summary>
internal static class ModelFiles
{
    /// <summary>Files as given, folders as the *.tflite under them, by name. A missing file stays: it is reported.</summary>
    /// <exception cref="InputException">A folder without any model.</exception>
    public static IReadOnlyList<string> Expand(IEnumerable<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                files.Add(path);
                continue;
            }

            var found = Directory.GetFiles(path, "*.tflite", SearchOption.AllDirectories);
            if (found.Length == 0)
            {
                throw new InputException($"{path}: no *.tflite in this folder or below it");
            }

            files.AddRange(found.Order(StringComparer.Ordinal));
        }

        return files;
    }
}
