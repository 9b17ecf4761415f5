using System.Diagnostics;

namespace WebNN.Wasi.Guests;

/// <summary>Work that may take longer than its caller waits: nothing can end it then.</summary>
internal abstract class TimedWork
{
    /// <summary>What went wrong in the last execution; null where nothing did.</summary>
    public Exception? Failure { get; private set; }

    public void Execute()
    {
        Failure = null;
        try
        {
            Do();
        }
        catch (Exception e)
        {
            Failure = e;
        }
    }

    /// <summary>Frees what the work used, on its own thread, when it ended after its caller had given it up.</summary>
    public abstract void ReleaseAbandoned();

    protected abstract void Do();
}

/// <summary>A thread that does one piece of work after the other, each with a limit of time. Allocates nothing while it does.</summary>
internal sealed class ComputeThread : IDisposable
{
    /// <summary>Kernels and compilers may recurse deeply.</summary>
    private const int StackBytes = 16 << 20;

    private static readonly TimeSpan longestWait = TimeSpan.FromHours(1);

    // Monitor alone lets a thread wait for a change that another one makes.
    private readonly object gate = new();
    private TimedWork? work;
    private bool isDone;
    private bool isAbandoned;
    private bool hasEnded;

    public ComputeThread()
    {
        var thread = new Thread(Loop, StackBytes) { IsBackground = true, Name = "wasi-nn compute" };
        thread.Start();
    }

    /// <summary>False where the work takes longer. The thread then belongs to it, and ends with it: the caller needs another one.</summary>
    public bool Run(TimedWork next, TimeSpan limit)
    {
        var start = Stopwatch.GetTimestamp();
        lock (gate)
        {
            (work, isDone) = (next, false);
            Monitor.PulseAll(gate);
            while (!isDone)
            {
                var left = limit - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                {
                    isAbandoned = true;
                    return false;
                }

                Monitor.Wait(gate, left < longestWait ? left : longestWait);
            }

            return true;
        }
    }

    /// <summary>Ends the thread, when it has nothing to do.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            hasEnded = true;
            Monitor.PulseAll(gate);
        }
    }

    private void Loop()
    {
        while (Next() is { } next)
        {
            next.Execute();
            if (!Finish())
            {
                next.ReleaseAbandoned();
                return;
            }
        }
    }

    private TimedWork? Next()
    {
        lock (gate)
        {
            while (work is null && !hasEnded)
            {
                Monitor.Wait(gate);
            }

            return work;
        }
    }

    /// <summary>Whether somebody still waits.</summary>
    private bool Finish()
    {
        lock (gate)
        {
            (work, isDone) = (null, true);
            Monitor.PulseAll(gate);
            return !isAbandoned;
        }
    }
}
