using System.Diagnostics;
using WebNN.Wasi.Abi;

namespace WebNN.Wasi.Guests;

/// <summary>What the guest's calls of one import came to.</summary>
internal sealed class CallCounter(string module, string name)
{
    private long calls;
    private long failures;
    private long ticks;

    /// <summary>For the one call that is in the guest's state.</summary>
    public void Add(long ticks, Errno errno)
    {
        calls++;
        this.ticks += ticks;
        failures += errno == Errno.Success ? 0 : 1;
    }

    public FunctionReport Report() => new(module, name, calls, failures, Stopwatch.GetElapsedTime(0, ticks));
}
