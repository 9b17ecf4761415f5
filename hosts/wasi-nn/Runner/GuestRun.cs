using System.Diagnostics;
using Wasmtime;
using WebNN.Wasi.Guests;

namespace WebNN.Wasi.Runner;

/// <summary>One run of a guest, on a thread of its own.</summary>
internal sealed class GuestRun(Engine engine, EpochClock clock, CompiledGuest guest, GuestRunOptions options)
{
    /// <summary>The host's kernels run on it, below the guest's frames.</summary>
    private const int StackBytes = 16 << 20;

    /// <summary>Epochs that no guest lives to see.</summary>
    private const ulong Never = 1UL << 62;

    private const uint MostTableElements = 1 << 20;
    private const int MostTables = 16;
    private const string Entry = "_start";

    /// <summary>How much longer than its limit a guest may take to notice it. One that does not is in a call of the host's.</summary>
    private static readonly TimeSpan grace = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan longestWait = TimeSpan.FromDays(20);

    private readonly GuestOutput output = new(options.OutputBytes);
    private readonly Lock gate = new();
    private long start;
    private WasiNnGuest? nn;
    private GuestResult? result;

    public GuestResult Run()
    {
        start = Stopwatch.GetTimestamp();
        var thread = new Thread(Main, StackBytes) { IsBackground = true, Name = guest.Name };
        thread.Start();
        if (options.Time is not { } time || time > longestWait)
        {
            thread.Join();
        }
        else if (!thread.Join(time + grace))
        {
            return Reported(TimedOut()) with { IsStillRunning = true };
        }

        return result!;
    }

    private void Main()
    {
        try
        {
            using var linker = new Linker(engine);
            using var store = new Store(engine);
            lock (gate)
            {
                nn = WasiNn.Define(linker, options.Nn);
            }

            var ended = Start(linker, store);
            nn.Dispose();
            result = Reported(ended);
        }
        catch (Exception e)
        {
            // What nobody thought of must not end the process.
            nn?.Dispose();
            result = Ended(GuestEnd.Refused, GuestResult.RefusedCode, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private GuestResult Start(Linker linker, Store store)
    {
        if (options.Time is not null)
        {
            clock.Start();
        }

        var hasStarted = false;
        try
        {
            linker.DefineWasi();
            Limit(store);
            var instance = linker.Instantiate(store, guest.Module);
            if (instance.GetAction(Entry) is not { } entry)
            {
                return Ended(GuestEnd.Refused, GuestResult.RefusedCode, $"its function '{Entry}' takes or gives values");
            }

            hasStarted = true;
            entry();
            return Ended(GuestEnd.Exited, 0, null);
        }
        catch (WasmtimeException e)
        {
            return Ended(e, hasStarted);
        }
        finally
        {
            if (options.Time is not null)
            {
                clock.Stop();
            }
        }
    }

    private GuestResult Ended(WasmtimeException e, bool hasStarted) => e switch
    {
        { ExitCode: { } code } => Ended(GuestEnd.Exited, code, null),
        { InnerException: TimeoutException } => TimedOut(),
        TrapException trap => Ended(
            GuestEnd.Trapped, GuestResult.TrappedCode, $"a trap: {WasmtimeError.Line(e.Message)}{WasmtimeError.Place(trap.Frames)}"),
        _ when hasStarted => Ended(GuestEnd.Trapped, GuestResult.TrappedCode, $"a trap: {WasmtimeError.Line(e.Message)}"),
        _ => Ended(GuestEnd.Refused, GuestResult.RefusedCode, WasmtimeError.Line(e.Message)),
    };

    /// <summary>Everything that holds the guest back is there before its first instruction. A store without WASI's configuration would end the process.</summary>
    private void Limit(Store store)
    {
        store.SetLimits(options.MemoryBytes, MostTableElements, instances: 1, MostTables, memories: 1);
        store.SetWasiConfiguration(Configuration());
        if (options.Time is not { } time)
        {
            store.SetEpochDeadline(Never);
            return;
        }

        store.SetEpochDeadline(1);
        store.SetEpochDeadlineCallback(_ => Stopwatch.GetElapsedTime(start) < time ? 1UL : throw new TimeoutException());
    }

    private WasiConfiguration Configuration()
    {
        var configuration = new WasiConfiguration()
            .WithArgs([guest.Name, .. options.Arguments])
            .WithEnvironmentVariables(options.Environment)
            .WithStandardOutputCallback(bytes => output.Write(options.Output, bytes))
            .WithStandardErrorCallback(bytes => output.Write(options.Error, bytes));
        if (options.StandardInput)
        {
            configuration.WithInheritedStandardInput();
        }

        foreach (var directory in options.Directories)
        {
            configuration.WithPreopenedDirectory(directory.Host, directory.Guest, directory.IsWritable);
        }

        return configuration;
    }

    private GuestResult TimedOut() =>
        Ended(GuestEnd.TimedOut, GuestResult.TimedOutCode, $"given up after {options.Time?.TotalSeconds} s");

    private GuestResult Ended(GuestEnd end, int code, string? reason) =>
        new(end, code, reason is null ? null : Printable.Of(reason), Stopwatch.GetElapsedTime(start));

    private GuestResult Reported(GuestResult ended)
    {
        WasiNnGuest? reports;
        lock (gate)
        {
            reports = nn;
        }

        return reports is null ? ended : ended with
        {
            IsOutputCut = output.IsCut,
            Functions = reports.Functions,
            Graphs = reports.Graphs,
            Contexts = reports.Contexts,
            LastFailure = reports.LastFailure,
        };
    }
}
