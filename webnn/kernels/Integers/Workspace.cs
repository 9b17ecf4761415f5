namespace WebNN.Kernels.Integers;

/// <summary>Memory that a thread works with, for one kernel after the other: what is in it is anything.</summary>
internal static unsafe class Workspace
{
    [ThreadStatic]
    private static AlignedMemory? memory;

    [ThreadStatic]
    private static long size;

    /// <summary>At least so many bytes, until the thread asks again.</summary>
    public static byte* Of(long bytes)
    {
        if (memory is null || size < bytes)
        {
            memory?.Dispose();
            memory = new((bytes + sizeof(float) - 1) / sizeof(float));
            size = bytes;
        }

        return (byte*)memory.Pointer;
    }
}
