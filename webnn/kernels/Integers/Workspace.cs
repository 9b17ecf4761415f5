namespace WebNN.Kernels.Integers;

/// <summary>Memory that a thread works with, for one kernel after the other: what is in it is anything.</summary>
internal static unsafe class Workspace
{
    [ThreadStatic]
    private static Block? block;

    /// <summary>At least so many bytes, until the thread asks again.</summary>
    public static byte* Of(long bytes)
    {
        if (block is null || block.Bytes < bytes)
        {
            block?.Dispose();
            block = null;
            block = new(bytes);
        }

        return block.Pointer;
    }

    /// <summary>The collector has to know of it: nobody else frees it when the thread has ended.</summary>
    private sealed class Block : IDisposable
    {
        private readonly AlignedMemory memory;
        private readonly bool isKnown;

        public Block(long bytes)
        {
            memory = new((bytes + sizeof(float) - 1) / sizeof(float));
            GC.AddMemoryPressure(Math.Max(bytes, 1));
            Bytes = bytes;
            isKnown = true;
        }

        ~Block() => Forget();

        public long Bytes { get; }

        public byte* Pointer => (byte*)memory.Pointer;

        public void Dispose()
        {
            memory.Dispose();
            Forget();
            GC.SuppressFinalize(this);
        }

        private void Forget()
        {
            // There was not enough memory to make it.
            if (isKnown)
            {
                GC.RemoveMemoryPressure(Math.Max(Bytes, 1));
            }
        }
    }
}
