using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebNN.Node.Interop;

namespace WebNN.Node;

/// <summary>
/// A context's timeline (https://www.w3.org/TR/webnn/#programming-model-timelines): its steps run in order, on a thread of their own, which
/// starts with the first. JavaScript's thread may take a short cut where nothing is under way. A synchronous timeline has no thread.
/// </summary>
/// <remarks>
/// An own thread, and not libuv's pool: there a step would wait behind the tasks of V8's compiler. All public methods are for JavaScript's thread.
/// </remarks>
internal sealed unsafe class Timeline(bool isSynchronous)
{
    private const int Release = 0;
    private const int NonBlocking = 0;

    /// <summary>How long the thread looks for a step that is expected: what JavaScript takes to fill inputs and dispatch, and little beside a run.</summary>
    private static readonly TimeSpan patience = TimeSpan.FromMicroseconds(200);

    /// <summary>A thread that looks must not take the processor from JavaScript's.</summary>
    private static readonly bool mayLook = Environment.ProcessorCount > 1;

    private readonly object gate = new();
    private readonly Queue<Work> queue = [];
    private readonly ConcurrentQueue<PromisedWork> performed = [];
    private Thread? thread;
    private GCHandle self;
    private nint environment;
    private nint function;
    private int underWay;
    private int promises;
    private volatile bool isClosing;
    private bool hasEnded;
    private volatile bool isAborted;

    // Whether steps have come soon after what announced them, and whether one is announced.
    private volatile bool comesSoon;
    private volatile bool isExpected;

    /// <summary>Whether all steps are done and all promises settled: what is done now, without a step, is in order.</summary>
    public bool IsIdle => Volatile.Read(ref underWay) == 0 && promises == 0;

    /// <summary>Adds a step that nobody waits for.</summary>
    public void Add(nint env, Work work)
    {
        if (isSynchronous || !TryEnqueue(env, work))
        {
            work.Execute();
            return;
        }

        comesSoon = mayLook;
    }

    /// <summary>Does a step that is too short for the thread, where nothing is under way.</summary>
    public void Perform(Work work)
    {
        comesSoon = false;
        work.Execute();
    }

    /// <summary>
    /// A step is likely to follow soon, such as a dispatch behind the write of its input: a sleeping thread takes longer to wake than a copy takes, and so
    /// it wakes meanwhile and looks for the step for a short time.
    /// </summary>
    public void Expect()
    {
        if (!comesSoon || isExpected)
        {
            return;
        }

        lock (gate)
        {
            isExpected = true;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Frees what the timeline's steps may be using: at once where there are none.</summary>
    public void AddRelease(nint env, Action release)
    {
        var work = new ReleaseWork(release);
        if (Volatile.Read(ref underWay) == 0)
        {
            work.Execute();
        }
        else
        {
            Add(env, work);
        }
    }

    /// <summary>Adds a step and returns the promise of its end. A pending promise keeps Node.js running.</summary>
    public nint AddPromised(nint env, PromisedWork work)
    {
        var promise = work.Promise(env);
        if (isSynchronous || !TryEnqueue(env, work))
        {
            work.Execute();
            work.Settle(env);
        }
        else if (++promises == 1)
        {
            NodeApi.Check(NodeApi.ReferenceThreadsafeFunction(env, function));
        }

        return promise;
    }

    /// <summary>Blocks until all steps are done. Their promises are settled later.</summary>
    public void Drain()
    {
        var spinner = new SpinWait();
        while (Volatile.Read(ref underWay) != 0)
        {
            spinner.SpinOnce();
        }
    }

    /// <summary>There will be no steps but releases. Those that were added are still done.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosing = true;
            Monitor.Pulse(gate);
        }
    }

    /// <returns>False where the thread has ended: the caller does the step itself.</returns>
    private bool TryEnqueue(nint env, Work work)
    {
        if (thread is null && !isClosing)
        {
            Start(env);
        }

        lock (gate)
        {
            if (thread is null || hasEnded)
            {
                return false;
            }

            queue.Enqueue(work);
            Interlocked.Increment(ref underWay);
            Monitor.Pulse(gate);
        }

        return true;
    }

    private void Start(nint env)
    {
        nint created;
        self = GCHandle.Alloc(this);
        var data = (void*)GCHandle.ToIntPtr(self);
        NodeApi.Check(NodeApi.CreateThreadsafeFunction(env, 0, 0, Values.Of(env, "webnn-node"), 0, 1, data, &Ended, data, &SettleAll, &created));
        (environment, function) = (env, created);
        NodeApi.Check(NodeApi.UnreferenceThreadsafeFunction(env, function));

        // Hooks run in reverse order: this one before that of the function, which nobody calls any more then.
        NodeApi.Check(NodeApi.AddCleanupHook(env, &Abort, data));
        thread = new Thread(Run) { IsBackground = true, Name = "webnn-node timeline" };
        thread.Start();
    }

    private void Run()
    {
        while (Next() is { } work)
        {
            work.Execute();
            Interlocked.Decrement(ref underWay);
            if (work is PromisedWork promised)
            {
                performed.Enqueue(promised);
                if (!isAborted)
                {
                    _ = NodeApi.CallThreadsafeFunction(function, null, NonBlocking);
                }
            }
        }

        if (!isAborted)
        {
            _ = NodeApi.ReleaseThreadsafeFunction(function, Release);
        }
    }

    /// <summary>Waits for a step; null where the timeline was closed and all are done.</summary>
    private Work? Next()
    {
        while (true)
        {
            lock (gate)
            {
                if (queue.TryDequeue(out var work))
                {
                    isExpected = false;
                    return work;
                }

                if (isClosing)
                {
                    hasEnded = true;
                    return null;
                }

                if (!isExpected)
                {
                    Monitor.Wait(gate);
                    continue;
                }
            }

            Look();
        }
    }

    /// <summary>Until there is a step. Where none comes in time, none is expected until it was added unannounced.</summary>
    private void Look()
    {
        var start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref underWay) == 0 && !isClosing)
        {
            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                isExpected = comesSoon = false;
                return;
            }

            Thread.SpinWait(1);
        }
    }

    /// <summary>The environment ends: the step under way is waited for, the others are dropped with their promises.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Abort(void* data)
    {
        var timeline = (Timeline)GCHandle.FromIntPtr((nint)data).Target!;
        Work[] dropped;
        lock (timeline.gate)
        {
            timeline.isAborted = timeline.isClosing = true;
            dropped = [.. timeline.queue];
            timeline.queue.Clear();
            Monitor.Pulse(timeline.gate);
        }

        timeline.thread!.Join();
        Volatile.Write(ref timeline.underWay, 0);
        foreach (var work in timeline.performed.Concat(dropped))
        {
            work.DropSafely();
        }

        timeline.performed.Clear();
    }

    /// <summary>Called by Node.js on JavaScript's thread, once or more for each promised step that was performed; without an environment when it ends.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void SettleAll(nint env, nint callback, void* context, void* data)
    {
        if (env == 0)
        {
            return;
        }

        var timeline = (Timeline)GCHandle.FromIntPtr((nint)context).Target!;
        while (timeline.performed.TryDequeue(out var work))
        {
            work.Settle(env);
            if (--timeline.promises == 0)
            {
                _ = NodeApi.UnreferenceThreadsafeFunction(env, timeline.function);
            }
        }
    }

    /// <summary>Called by Node.js when the function has ended.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ended(nint env, void* data, void* hint)
    {
        var handle = GCHandle.FromIntPtr((nint)data);
        _ = NodeApi.RemoveCleanupHook(((Timeline)handle.Target!).environment, &Abort, data);
        handle.Free();
    }
}
