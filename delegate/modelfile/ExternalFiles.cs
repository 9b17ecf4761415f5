using WebNN.FlatBuffers;

namespace WebNN.TfLite.ModelFile;

/// <summary>Constants in files beside the model. A model names files of its own folder alone: it is not to read what else the user may.</summary>
/// <param name="folder">The model's folder; null for a model that came from no file.</param>
public sealed class ExternalFiles(string? folder)
{
    /// <exception cref="UnsupportedException">There is no such file, it is too short, or its bytes are packed.</exception>
    internal ReadOnlyMemory<byte> Read(FlatBufferModel model, uint id)
    {
        var buffer = model.ExternalBuffers.FirstOrDefault(candidate => candidate.Id == id);
        if (buffer.Id != id)
        {
            throw new UnsupportedException($"has the external buffer {id}, which the model does not describe");
        }

        var name = model.ExternalBufferGroups[buffer.Group].Name;
        if (buffer.Packing.Length > 0)
        {
            throw new UnsupportedException($"is packed as '{buffer.Packing}' in '{name}'");
        }

        if (folder is null || name.Length == 0 || name is "." or ".." || name != Path.GetFileName(name))
        {
            throw new UnsupportedException(
                folder is null ? $"is in the file '{name}' beside the model, which came from no file" : $"is in '{name}', which is no file of the model's folder");
        }

        return Read(Path.Combine(folder, name), buffer);
    }

    private static byte[] Read(string path, ModelExternalBuffer buffer)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            if (buffer.Length > int.MaxValue || buffer.Offset > (ulong)length || buffer.Length > (ulong)length - buffer.Offset)
            {
                throw new UnsupportedException($"is {buffer.Length} bytes at {buffer.Offset} of '{path}', which has {length}");
            }

            var bytes = new byte[(int)buffer.Length];
            for (var done = 0; done < bytes.Length;)
            {
                var read = RandomAccess.Read(file, bytes.AsSpan(done), (long)buffer.Offset + done);
                done += read > 0 ? read : throw new UnsupportedException($"ends at byte {done} of {bytes.Length} in '{path}'");
            }

            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnsupportedException($"cannot be read: {e.Message}", e);
        }
    }
}
