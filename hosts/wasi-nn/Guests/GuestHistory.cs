using System.Collections.Immutable;
using WebNN.Wasi.Abi;

namespace WebNN.Wasi.Guests;

/// <summary>What a guest did, for its reports; of a fixed size, whatever the guest does. Any thread may read it.</summary>
internal sealed class GuestHistory(Action<string>? log)
{
    /// <summary>How many graphs, and how many contexts that are gone, are kept.</summary>
    private const int Most = 64;

    private readonly Lock gate = new();
    private readonly List<CallCounter> functions = [];
    private readonly List<GraphReport> graphs = [];
    private readonly List<ContextReport> contexts = [];

    public string? LastFailure { get; private set; }

    public ImmutableArray<FunctionReport> Functions => [.. functions.Select(counter => counter.Report()).Where(report => report.Calls > 0)];

    public ImmutableArray<GraphReport> Graphs
    {
        get
        {
            lock (gate)
            {
                return [.. graphs];
            }
        }
    }

    public ImmutableArray<ContextReport> Contexts
    {
        get
        {
            lock (gate)
            {
                return [.. contexts];
            }
        }
    }

    /// <summary>Before the guest runs.</summary>
    public CallCounter AddFunction(string module, string name)
    {
        var counter = new CallCounter(module, name);
        functions.Add(counter);
        return counter;
    }

    public void Add(GraphReport report) => Add(graphs, report);

    public void Add(ContextReport report) => Add(contexts, report);

    public void AddFailure(string function, Errno errno, string reason)
    {
        LastFailure = Printable.Of($"wasi-nn {function}: {errno.Name()} ({(int)errno}): {reason}");
        try
        {
            log?.Invoke(LastFailure);
        }
        catch (Exception)
        {
            // A listener's failure is not the guest's.
        }
    }

    private void Add<T>(List<T> reports, T report)
    {
        lock (gate)
        {
            if (reports.Count < Most)
            {
                reports.Add(report);
            }
        }
    }
}
