namespace WebNN.Wasi.Runner;

/// <summary>What a guest prints, up to a limit: then its stream is closed, and its later writes fail.</summary>
internal sealed class GuestOutput(long? limit)
{
    private readonly Lock gate = new();
    private long written;

    /// <summary>Whether something was lost.</summary>
    public bool IsCut { get; private set; }

    /// <exception cref="IOException">There was too much. Wasmtime closes the stream for it.</exception>
    public void Write(Stream? target, ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (limit is { } most && bytes.Length > most - written)
            {
                IsCut = true;
                throw new IOException($"the guest printed more than {most} bytes");
            }

            written += bytes.Length;
            target?.Write(bytes);
            target?.Flush();
        }
    }
}
