using System.Diagnostics;
using Wasmtime;

namespace WebNN.Wasi.Runner;

/// <summary>
/// Runs WASI programs (preview 1) with wasi-nn, each with a store, limits and a thread of its own. One runner serves any number of guests on
/// any threads.
/// </summary>
/// <example><code>
/// using var models = new ModelSet { ["birds"] = TfLiteModel.FromFile("birds.tflite") };
/// using var runner = new GuestRunner();
/// using var guest = runner.Compile(GuestFile.Read("classify.wasm"));
/// var result = runner.Run(guest, new() { Nn = new() { Models = models }, Arguments = ["bird.bmp"], Time = TimeSpan.FromSeconds(5) });
/// </code></example>
public sealed class GuestRunner : IDisposable
{
    /// <summary>Part of the name of what is compiled: it is for an engine with the same settings alone.</summary>
    private const string Settings = "epochs";

    private readonly Engine engine = new(new Config().WithEpochInterruption(true));
    private readonly EpochClock clock;
    private readonly CodeCache? cache;

    public GuestRunner(GuestRunnerOptions? options = null)
    {
        clock = new(engine);
        try
        {
            cache = options?.CacheDirectory is { } folder ? new(folder, Settings) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CacheProblem = e.Message;
        }
    }

    /// <summary>Why compiled guests are not kept; null where they are, or where no folder is given for them.</summary>
    public string? CacheProblem { get; private set; }

    /// <summary>What a guest imports, and whether it can be run. Compiles nothing.</summary>
    public GuestInspection Inspect(GuestFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return GuestInspection.Of(engine, file);
    }

    /// <summary>Compiles a guest, or takes what was compiled before. Seconds for each few megabytes, and nothing can end it before.</summary>
    /// <exception cref="GuestException">It cannot be run.</exception>
    public CompiledGuest Compile(GuestFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var start = Stopwatch.GetTimestamp();
        if (cache?.Open(engine, file) is { } known)
        {
            return new(file.Name, known, isFromCache: true, Stopwatch.GetElapsedTime(start));
        }

        if (Inspect(file).Problem is { } problem)
        {
            throw new GuestException($"{file.Name}: {problem}");
        }

        try
        {
            var module = Module.FromBytes(engine, file.Name, file.Bytes.Span);
            Keep(file, module);
            return new(file.Name, module, isFromCache: false, Stopwatch.GetElapsedTime(start));
        }
        catch (WasmtimeException e)
        {
            throw new GuestException(Guests.Printable.Of($"{file.Name}: {WasmtimeError.Line(e.Message)}"), e);
        }
    }

    /// <summary>Runs a guest from its start to its end, on a thread of its own. Nothing that the guest does is an exception.</summary>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    /// <exception cref="DirectoryNotFoundException">A folder for the guest is not there.</exception>
    public GuestResult Run(CompiledGuest guest, GuestRunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(guest);
        options ??= new();
        options.Validate();
        foreach (var directory in options.Directories.Where(directory => !Directory.Exists(directory.Host)))
        {
            throw new DirectoryNotFoundException($"{directory.Host}: no such folder");
        }

        return new GuestRun(engine, clock, guest, options).Run();
    }

    /// <summary>When nobody runs a guest any more.</summary>
    public void Dispose()
    {
        clock.Dispose();
        engine.Dispose();
    }

    private void Keep(GuestFile file, Module module)
    {
        try
        {
            cache?.Add(file, module.Serialize());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CacheProblem = e.Message;
        }
    }
}
