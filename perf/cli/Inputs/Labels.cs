using System.IO.Compression;

namespace WebNN.Cli.Inputs;

/// <summary>The names of a model's classes, by class number.</summary>
internal sealed class Labels(IReadOnlyList<string> names)
{
    public static readonly Labels None = new([]);

    public int Count => names.Count;

    public string this[int index] => index >= 0 && index < names.Count ? names[index] : $"class {index}";

    /// <summary>One name a line; the line number is the class.</summary>
    /// <exception cref="InputException">The file is missing.</exception>
    public static Labels FromFile(string path) =>
        File.Exists(path) ? new([.. File.ReadLines(path).Select(line => line.Trim())]) : throw new InputException($"{path}: no such file");

    /// <summary>The file that a model carries behind its flatbuffer (an archive); none where it carries none.</summary>
    public static Labels FromModel(ReadOnlyMemory<byte> model, string name)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(model.ToArray()));
            if (archive.GetEntry(name) is not { } entry)
            {
                return None;
            }

            using var reader = new StreamReader(entry.Open());
            return new([.. reader.ReadToEnd().TrimEnd().Split('\n').Select(line => line.Trim())]);
        }
        catch (InvalidDataException)
        {
            return None;
        }
    }
}
