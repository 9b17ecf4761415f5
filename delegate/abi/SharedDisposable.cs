namespace WebNN.TfLite.Abi;

/// <summary>Disposes what several share with the last of them.</summary>
/// <param name="sharers">How many there are, each of which disposes this once.</param>
public sealed class SharedDisposable(IDisposable shared, int sharers) : IDisposable
{
    private int left = sharers;

    public void Dispose()
    {
        if (Interlocked.Decrement(ref left) == 0)
        {
            shared.Dispose();
        }
    }
}
