using Spectre.Console;
using WebNN.Cli.Processes;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Cli.Running;

namespace WebNN.Cli.Verbs;

/// <summary>What a verb made of one model.</summary>
internal readonly record struct Outcome(ModelResult Result, int ExitCode = ExitCode.Ok);

/// <summary>A verb over models.</summary>
/// <typeparam name="T">Its results.</typeparam>
/// <param name="Work">What it does with a model, in that model's own process; reports what is going on and which share is done.</param>
/// <param name="Print">Shows one result to people.</param>
/// <param name="Summary">Shows a line a model, after several.</param>
internal sealed record ModelVerb<T>(
    Func<string, Action<string, double>, IEnumerable<Outcome>> Work,
    Action<Output, T> Print,
    Action<IAnsiConsole, IReadOnlyList<ModelResult>>? Summary = null)
    where T : ModelResult;

/// <summary>
/// Runs a verb over every model, each in a process of its own: a bad one is reported and does not stop the others. The worst exit code is
/// returned.
/// </summary>
internal static class ModelLoop
{
    public static int Run<T>(CommonSettings settings, ModelVerb<T> verb)
        where T : ModelResult
    {
        if (settings.IsAlone)
        {
            return Answer(settings.Paths[0], verb);
        }

        var output = new Output(settings.Json);
        output.RequireJsonCanBeWritten();
        var files = ModelFiles.Expand(settings.Paths);
        var results = new List<ModelResult>();
        var worst = ExitCode.Ok;
        using var interruption = new Interruption();
        foreach (var file in files)
        {
            var answer = ModelProgress.Show(output, file, report => ModelProcess.Run<T>(settings, file, report, interruption.Token));
            if (interruption.Happened)
            {
                Output.Error($"interrupted: {results.Count} of {files.Count} models are finished");
                worst = interruption.ExitCode;
                break;
            }

            results.AddRange(answer.Results);
            Print(output, answer.Results, verb);
            worst = Math.Max(worst, answer.ExitCode);
            output.WriteJson(results, alwaysArray: files.Count > 1, isLast: false);
        }

        if (files.Count > 1)
        {
            verb.Summary?.Invoke(output.Human, results);
        }

        output.WriteJson(results, alwaysArray: files.Count > 1);
        return worst;
    }

    private static void Print<T>(Output output, IEnumerable<ModelResult> results, ModelVerb<T> verb)
        where T : ModelResult
    {
        foreach (var result in results)
        {
            if (result is T { } good)
            {
                verb.Print(output, good);
            }
            else if (result is FailedResult failed)
            {
                Output.Error(failed.Error);
            }
        }
    }

    /// <summary>The process of one model: its results as JSON, for the process that started it.</summary>
    private static int Answer<T>(string file, ModelVerb<T> verb)
        where T : ModelResult
    {
        var (results, worst) = (new List<ModelResult>(), ExitCode.Ok);
        try
        {
            foreach (var outcome in verb.Work(file, ProcessErrors.WriteProgress))
            {
                results.Add(outcome.Result);
                worst = Math.Max(worst, outcome.ExitCode);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            results.Add(new FailedResult(file, Problem.Describe(e, file)));
            worst = ExitCode.BadInput;
        }

        Console.Out.WriteLine(ResultJson.ForOtherProcess(results));
        return worst;
    }
}
