namespace WebNN.Node;

/// <summary>The memory of a graph's constants: a builder's, then that of the graph that it builds.</summary>
internal sealed class Constants
{
    private readonly List<NativeBytes> memory = [];
    private long length;

    /// <summary>Takes over memory that the graph will read.</summary>
    /// <param name="newBytes">How much of it JavaScript's collector does not know.</param>
    public void Add(nint env, NativeBytes bytes, int newBytes)
    {
        memory.Add(bytes);
        length += newBytes;
        ExternalMemory.Adjust(env, newBytes);
    }

    /// <summary>Tells JavaScript's collector, on its thread, that the memory will be free.</summary>
    public void Forget(nint env) => ExternalMemory.Adjust(env, -length);

    /// <summary>Frees the memory, when nothing reads it any more.</summary>
    public void Free()
    {
        foreach (var bytes in memory)
        {
            bytes.Disown();
        }
    }
}
