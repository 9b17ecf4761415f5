namespace WebNN.Wasi.Guests;

/// <summary>Who is in a guest's state: one call at a time, and none after its end. Nobody waits.</summary>
/// <param name="end">Run once, when the state is to end and nobody is in it.</param>
internal sealed class Turn(Action end)
{
    private const int Free = 0;
    private const int Taken = 1;
    private const int Ended = 2;

    private int state;
    private bool isEnding;

    public bool IsOver => Volatile.Read(ref isEnding);

    public bool TryEnter() => Interlocked.CompareExchange(ref state, Taken, Free) == Free;

    public void Leave()
    {
        // Cheap, as it is in every call: the barrier in End keeps these two in this order.
        Volatile.Write(ref state, Free);
        if (Volatile.Read(ref isEnding))
        {
            Finish();
        }
    }

    /// <summary>Now, or when the call that is in there leaves.</summary>
    public void End()
    {
        Volatile.Write(ref isEnding, true);
        Interlocked.MemoryBarrierProcessWide();
        Finish();
    }

    private void Finish()
    {
        if (Interlocked.CompareExchange(ref state, Ended, Free) == Free)
        {
            end();
        }
    }
}
