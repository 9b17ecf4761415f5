namespace WebNN.Cli;

/// <summary>Reads files that the user named.</summary>
internal static class InputFile
{
    /// <exception cref="InputException">There is a folder.</exception>
    public static void RequireNoFolder(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException(IsFolder(path));
        }
    }

    /// <exception cref="InputException">The file cannot be read; the message names it.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                Directory.Exists(path) ? IsFolder(path) : $"{path}: cannot be read: {e.Message}", e);
        }
    }

    private static string IsFolder(string path) => $"{path}: a folder, where a file is expected";
}
