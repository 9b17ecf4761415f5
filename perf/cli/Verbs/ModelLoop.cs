using Spectre.Console;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Cli.Running;

namespace WebNN.Cli.Verbs;

/// <summary>What a verb made of one model.</summary>
internal readonly record struct Outcome(ModelResult Result, int ExitCode = ExitCode.Ok);

/// <summary>Runs a verb over every model: a bad one is reported and does not stop the others; the worst exit code is returned.</summary>
internal static class ModelLoop
{
    /// <param name="verb">Prints one model's results for people and returns them.</param>
    /// <param name="summary">Prints a line a model, after several.</param>
    public static int Run(
        CommonSettings settings,
        Func<string, Output, IEnumerable<Outcome>> verb,
        Action<IAnsiConsole, IReadOnlyList<ModelResult>>? summary = null)
    {
        var output = new Output(settings.Json);
        var files = ModelFiles.Expand(settings.Paths);
        var outcomes = new List<Outcome>();
        foreach (var file in files)
        {
            RunOne(file, output, verb, outcomes);
        }

        ModelResult[] results = [.. outcomes.Select(outcome => outcome.Result)];
        if (files.Count > 1)
        {
            summary?.Invoke(output.Human, results);
        }

        output.WriteJson(results);
        return outcomes.Max(outcome => outcome.ExitCode);
    }

    private static void RunOne(string file, Output output, Func<string, Output, IEnumerable<Outcome>> verb, List<Outcome> outcomes)
    {
        try
        {
            foreach (var outcome in verb(file, output))
            {
                outcomes.Add(outcome);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var problem = Problem.Describe(e, file);
            Output.Error(problem);
            outcomes.Add(new(new FailedResult(file, problem), ExitCode.BadInput));
        }
    }
}
