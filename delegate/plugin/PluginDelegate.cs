using System.Text;
using WebNN.Interop.Natives;
using WebNN.Interop.TfLite;
using WebNN.OnnxRuntime;
using WebNN.TfLite.Abi;
using WebNN.TfLite.Delegation;
using WebNN.TfLite.Plugin.Fallback;
using WebNN.TfLite.Plugin.Modules;
using WebNN.TfLite.Plugin.Options;
using WebNN.TfLite.Plugin.Reporting;

namespace WebNN.TfLite.Plugin;

/// <summary>One delegate that a host created. Without a backend, or with options that cannot be read, it claims nothing and says why.</summary>
internal sealed unsafe class PluginDelegate : IDisposable
{
    private readonly PluginOptions options;
    private readonly PluginLog log;
    private readonly XnnpackFallback? fallback;
    private readonly DelegateBorder border;
    private readonly DelegateHandle handle;
    private readonly string backend;
    private readonly MLDeviceSelection? devices;
    private readonly string? library;
    private readonly string? cacheProblem;

    /// <param name="problem">Why nothing may be claimed, whatever the options say.</param>
    private PluginDelegate(PluginOptions options, string? problem)
    {
        this.options = options;
        log = new PluginLog(options.Log);
        GraphDelegate? graphDelegate = null;
        if (problem is null)
        {
            (graphDelegate, library, problem) = Open(options);
            fallback = options.Fallback == FallbackChoice.Xnnpack ? new XnnpackFallback(options.Threads) : null;
        }

        Problem = problem;
        cacheProblem = (graphDelegate?.Context as OrtContext)?.CacheProblem;
        backend = graphDelegate?.Context.Description ?? "none";
        devices = graphDelegate?.Context.Devices;
        border = new DelegateBorder(graphDelegate, problem, Prepared, context => new(XnnpackLibrary.HostVersion((TfLiteContext*)context), fallback is not null));
        handle = new DelegateHandle(border);
    }

    /// <summary>The library's version: <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(PluginDelegate).Assembly.GetName().Version!.ToString(fieldCount: 3);

    private static string? OwnFolder => Path.GetDirectoryName(LoadedModule.PathOf(PluginExports.OwnAddress));

    /// <summary>The struct that the host gets; it lives until this is disposed.</summary>
    public TfLiteDelegate* Pointer => (TfLiteDelegate*)handle.DangerousGetHandle();

    /// <summary>Why nothing is ever claimed; null where all is well.</summary>
    public string? Problem { get; }

    /// <summary>Reads the options, looks for ONNX Runtime, and tells the host at once what it will not find in the results.</summary>
    public static PluginDelegate Create(byte** keys, byte** values, nuint count, delegate* unmanaged[Cdecl]<byte*, void> reportError)
    {
        PluginDelegate created;
        try
        {
            var environment = Environment.GetEnvironmentVariable(OptionParser.EnvironmentVariable);
            created = new(OptionParser.Parse(environment, HostOptions.Read(keys, values, count)), null);
        }
        catch (OptionException e)
        {
            created = new(new(), e.Message);
        }

        created.log.Write($"version {Version}, {created.backend}, {created.library ?? created.Problem}");
        if ((created.Problem ?? created.cacheProblem) is { } problem)
        {
            Report(reportError, problem);
        }

        return created;
    }

    /// <summary>To the host's function, or to standard error where it has none.</summary>
    public static void Report(delegate* unmanaged[Cdecl]<byte*, void> reportError, string problem)
    {
        var line = PluginLog.Line(problem);
        if (reportError is null)
        {
            PluginLog.Write(null, line + "\n", append: true);
            return;
        }

        fixed (byte* text = Encoding.UTF8.GetBytes(line + "\0"))
        {
            reportError(text);
        }
    }

    /// <summary>A host that destroys it before its interpreters, or while one runs, keeps it: what they use stays.</summary>
    public void Dispose()
    {
        if (border.IsInUse)
        {
            Report(null, "destroyed before the interpreters that use it: its memory stays until the process ends");
            return;
        }

        handle.Dispose();
        fallback?.Dispose();
    }

    private static (GraphDelegate? Delegate, string? Library, string? Problem) Open(PluginOptions options)
    {
        try
        {
            var location = Locate(options.OnnxRuntime);
            var context = new OrtContext(options.ToContextOptions(location.Path, OwnFolder));
            var partitioning = options.Partitioning.Open(options.CacheDirectory, options.ProcessorFeatures);
            return (new GraphDelegate(context, options.Delegation with { Partitioning = partitioning }), location.ToString(), null);
        }
        catch (Exception e)
        {
            // Whatever it is, the model runs without us.
            return (null, null, e.Message);
        }
    }

    /// <summary>Beside this library first, then beside the program.</summary>
    private static NativeLibraryLocation Locate(string? given)
    {
        try
        {
            return NativeLibraryLocator.Locate(NativeLibraryInfo.OnnxRuntime, given, OwnFolder);
        }
        catch (NativeLibraryException) when (given is null && BesideProgram() is { } found)
        {
            return found;
        }
    }

    private static NativeLibraryLocation? BesideProgram()
    {
        try
        {
            return NativeLibraryLocator.Locate(NativeLibraryInfo.OnnxRuntime);
        }
        catch (NativeLibraryException)
        {
            return null;
        }
    }

    /// <summary>After the claim: the rest to XNNPACK, then the reports. Nothing here may undo the claim.</summary>
    private void Prepared(nint address, DelegationPlan plan)
    {
        var report = plan.Report;
        var context = (TfLiteContext*)address;
        try
        {
            var outcome = report.IsUnsound ? FallbackOutcome.None("the graph breaks a rule that it relies on")
                : fallback?.Prepare(context, report.UnsoundNodes, plan.Nodes) ?? FallbackOutcome.None(Problem is null ? "switched off by the option fallback" : "not tried");
            var explanation = new Explanation(report, backend, devices, library, outcome, XnnpackFallback.Remaining(context));
            log.Write(explanation.Summary());
            if (options.ExplainPath is { } path)
            {
                PluginLog.Write(path == "-" ? null : path, explanation.ToJson(), append: false);
            }
        }
        catch (Exception e)
        {
            HostLog.Report(context, $"after delegation: {e.Message}");
        }
    }
}
