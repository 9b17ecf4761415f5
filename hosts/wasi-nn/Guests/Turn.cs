namespace WebNN.Wasi.Guests;

/// <summary>Who is in a guest's state: one call at a time, and none after its end. Nobody waits.</summary>
/// <param name="end">Run once, when the state is to end and nobody is in it.</param>
internal sealed class Turn(Action end)
{
    private const int Free = 0;
    private const int Taken = 1;
    private const int Ended = 2;
    private const int EndsWhenLeft = 3;

    private int state;

    public bool IsOver => Volatile.Read(ref state) is Ended or EndsWhenLeft;

    public bool TryEnter() => Interlocked.CompareExchange(ref state, Taken, Free) == Free;

    public void Leave()
    {
        if (Interlocked.CompareExchange(ref state, Free, Taken) == EndsWhenLeft)
        {
            Volatile.Write(ref state, Ended);
            end();
        }
    }

    /// <summary>Now, or when the call that is in there leaves.</summary>
    public void End()
    {
        while (!IsOver)
        {
            if (Interlocked.CompareExchange(ref state, Ended, Free) == Free)
            {
                end();
            }
            else
            {
                Interlocked.CompareExchange(ref state, EndsWhenLeft, Taken);
            }
        }
    }
}
