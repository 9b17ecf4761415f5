namespace WebNN.Kernels.Tests;

/// <summary>Runs kernels on outputs of which they may write no more than is theirs.</summary>
internal static unsafe class GuardedRun
{
    /// <summary>Elements before and after an output that no kernel may write.</summary>
    private const int Guard = 64;

    /// <summary>Runs a kernel, its last share first, twice: the second run must not see the first.</summary>
    /// <param name="buffers">All but the output.</param>
    /// <param name="count">Elements of the output.</param>
    /// <param name="untouched">What stands where nothing was written.</param>
    public static T[] Twice<T>(WindowKernel kernel, WindowBuffers buffers, int count, T untouched)
        where T : unmanaged
    {
        var output = new T[Guard + count + Guard];
        fixed (T* y = output)
        {
            buffers = buffers with { Output = (nint)(y + Guard) };
            for (var run = 0; run < 2; run++)
            {
                Array.Fill(output, untouched);
                kernel.Prepare(buffers);
                for (var share = kernel.Shares - 1; share >= 0; share--)
                {
                    kernel.Run(buffers, share);
                }
            }
        }

        Assert.All(output[..Guard].Concat(output[^Guard..]), value => Assert.Equal(untouched, value));
        return output[Guard..^Guard];
    }
}
