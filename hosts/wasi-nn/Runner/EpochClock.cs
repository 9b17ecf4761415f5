using Wasmtime;

namespace WebNN.Wasi.Runner;

/// <summary>Moves an engine's epoch on while some guest has a limit of time: guest code looks at it, and asks the host when it has moved.</summary>
internal sealed class EpochClock : IDisposable
{
    private static readonly TimeSpan period = TimeSpan.FromMilliseconds(10);

    private readonly Engine engine;
    private readonly ManualResetEventSlim isWanted = new();
    private readonly Thread thread;
    private readonly Lock gate = new();
    private int guests;
    private volatile bool hasEnded;

    // A thread of its own: the pool's may be busy with what is to be stopped.
    public EpochClock(Engine engine)
    {
        this.engine = engine;
        thread = new(Tick) { IsBackground = true, Name = "wasi-nn epochs" };
        thread.Start();
    }

    public void Start()
    {
        lock (gate)
        {
            guests++;
            isWanted.Set();
        }
    }

    public void Stop()
    {
        lock (gate)
        {
            // A guest that was given up may come here after the end.
            if (--guests == 0 && !hasEnded)
            {
                isWanted.Reset();
            }
        }
    }

    /// <summary>Afterwards the engine may go.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            hasEnded = true;
            isWanted.Set();
        }

        thread.Join();
        isWanted.Dispose();
    }

    private void Tick()
    {
        while (true)
        {
            isWanted.Wait();
            if (hasEnded)
            {
                return;
            }

            Thread.Sleep(period);
            engine.IncrementEpoch();
        }
    }
}
