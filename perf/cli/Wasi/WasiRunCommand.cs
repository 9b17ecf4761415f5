using System.CommandLine;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Cli.Verbs;
using WebNN.TfLite;
using WebNN.Wasi;
using WebNN.Wasi.Guests;
using WebNN.Wasi.Runner;

namespace WebNN.Cli.Wasi;

/// <summary><c>wasi run</c>: a guest, with the models, folders and limits that it was given. Ends with the guest's exit code.</summary>
internal static class WasiRunCommand
{
    private static readonly TimeSpan progressPause = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var options = new WasiRunOptions();
        var command = new Command("run", "Runs a WebAssembly program that uses models by wasi-nn; ends with its exit code, 134 for a trap, 124 for a timeout.");
        options.AddTo(command);
        command.SetAction(parsed => Run(options.Read(parsed)));
        return command.WithExamples(
            "wasi run guest.wasm --model birds=birds.tflite --dir pictures::/pictures -- /pictures/bird.bmp",
            "wasi run guest.wasm --model m=model.tflite --named-models-only --timeout 10s --compute-timeout 2s --max-memory 256M",
            "wasi run guest.wasm --model m=model.tflite --report --json report.json");
    }

    private static int Run(WasiRunSettings settings)
    {
        var output = new Output(settings.Json);
        output.RequireJsonCanBeWritten();
        InputFile.RequireNoFolder(settings.Guest);
        var file = GuestFile.Read(settings.Guest);
        using var models = Open(settings.Models);
        using var runner = new GuestRunner(new() { CacheDirectory = settings.Cache });
        using var guest = Compile(output, runner, file, settings.Guest);
        var ended = Run(runner, guest, models, settings);
        var result = Result(settings.Guest, runner, guest, ended);
        if (settings.Report)
        {
            WasiView.Print(output.Errors, result);
        }

        if (WasiView.Problem(result) is { } problem)
        {
            Output.Error(problem);
        }

        output.WriteJson([result]);
        return result.ExitCode;
    }

    private static ModelSet Open(IEnumerable<(string Name, string Path)> models)
    {
        var set = new ModelSet();
        try
        {
            foreach (var (name, path) in models)
            {
                set[name] = Open(path);
            }

            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    private static TfLiteModel Open(string path)
    {
        try
        {
            return TfLiteModel.FromFile(path);
        }
        catch (Exception e)
        {
            throw new InputException(Problem.Describe(e, path), e);
        }
    }

    private static CompiledGuest Compile(Output output, GuestRunner runner, GuestFile file, string path) => ModelProgress.Show(output, path, report =>
    {
        var work = Task.Run(() => runner.Compile(file));
        for (var seconds = 0; Task.WaitAny([work], progressPause) < 0;)
        {
            report($"compiling, {++seconds} s", 0);
        }

        return work.GetAwaiter().GetResult();
    });

    private static GuestResult Run(GuestRunner runner, CompiledGuest guest, ModelSet models, WasiRunSettings settings)
    {
        using var error = Console.OpenStandardError();
        using var output = settings.Json == "-" ? Console.OpenStandardError() : Console.OpenStandardOutput();
        return runner.Run(guest, settings.Run with { Output = output, Error = error, Nn = settings.Run.Nn with { Models = models } });
    }

    private static WasiRunResult Result(string path, GuestRunner runner, CompiledGuest guest, GuestResult ended) => new(
        path,
        ended.End switch
        {
            GuestEnd.Exited => "exited",
            GuestEnd.Refused => "refused",
            GuestEnd.Trapped => "trapped",
            _ => "timedOut",
        },
        ended.ExitCode,
        ended.Reason,
        ended.LastFailure,
        guest.IsFromCache,
        runner.CacheProblem,
        guest.Time.TotalMilliseconds,
        ended.Time.TotalMilliseconds,
        ended.IsOutputCut,
        [.. ended.Functions.Select(each => new WasiFunctionResult(each.Module, each.Name, each.Calls, each.Failures, each.Time.TotalMilliseconds))],
        [.. ended.Graphs.Select(graph => new WasiGraphResult(graph.Handle, graph.Model, graph.Target))],
        [.. ended.Contexts.Select(Result)]);

    private static WasiContextResult Result(ContextReport context) => new(
        context.Handle,
        context.Graph,
        context.Reason,
        context.Report?.Nodes,
        context.Report?.DelegatedNodes,
        [.. (context.Report?.Refused ?? []).Select(node => new RefusedResult(node.Node, node.Op, node.Reason))],
        context.Computations,
        context.ComputeTime.TotalMilliseconds,
        context.IsLost);
}
