using System.Diagnostics;
using WebNN.Wasi.Abi;

namespace WebNN.Wasi.Guests;

/// <summary>What the guest's calls of one import came to. To look at the clock costs as much as a small call: in long loops not every call does.</summary>
internal sealed class CallCounter(string module, string name)
{
    private const int AllTimed = 1024;
    private const int TimedEvery = 64;

    private long calls;
    private long failures;
    private long ticks;

    /// <summary>The time at which a call begins that is to be timed; 0 for one that is not.</summary>
    public long Begin() => calls < AllTimed || calls % TimedEvery == 0 ? Stopwatch.GetTimestamp() : 0;

    /// <summary>For the one call that is in the guest's state.</summary>
    public void End(long begin, Errno errno)
    {
        if (begin != 0)
        {
            ticks += (Stopwatch.GetTimestamp() - begin) * (calls < AllTimed ? 1 : TimedEvery);
        }

        calls++;
        failures += errno == Errno.Success ? 0 : 1;
    }

    public FunctionReport Report() => new(module, name, calls, failures, Stopwatch.GetElapsedTime(0, ticks));
}
