using System.Buffers;

namespace WebNN.OnnxRuntime.Model;

/// <summary>Memory that a session reads in place, held still until the session is gone.</summary>
internal sealed unsafe class PinnedMemory : IDisposable
{
    private readonly List<MemoryHandle> handles = [];
    private readonly Dictionary<ReadOnlyMemory<byte>, nint> addresses = [];

    /// <summary>The address of the bytes; the same for the same memory.</summary>
    public void* Pin(ReadOnlyMemory<byte> bytes)
    {
        if (!addresses.TryGetValue(bytes, out var address))
        {
            var handle = bytes.Pin();
            handles.Add(handle);
            address = (nint)handle.Pointer;
            addresses.Add(bytes, address);
        }

        return (void*)address;
    }

    public void Dispose()
    {
        foreach (var handle in handles)
        {
            handle.Dispose();
        }

        handles.Clear();
        addresses.Clear();
    }
}
