using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using WebNN.Cli.Results;
using WebNN.Cli.Verbs;

namespace WebNN.Cli.Processes;

/// <summary>What the process of a model answered.</summary>
internal sealed record ProcessAnswer(IReadOnlyList<ModelResult> Results, int ExitCode);

/// <summary>
/// Runs a verb on one model in a process of its own: whatever ends that process, a native library's abort included, is this model's
/// error and nobody else's.
/// </summary>
internal static class ModelProcess
{
    /// <summary>The hidden option of such a process: it answers with JSON alone and starts no other for its model.</summary>
    public const string Option = "--alone";

    public static ProcessAnswer Run<T>(CommonSettings settings, string model, Action<string, double> progress, CancellationToken stop)
        where T : ModelResult
    {
        // A path that begins like an option would be read as one.
        var path = model.StartsWith('-') ? Path.Combine(".", model) : model;
        using var process = OwnProcess.Start([settings.Command, path, .. settings.Arguments, Option]);
        var errors = new ProcessErrors(progress);
        process.ErrorDataReceived += (_, line) => errors.Take(line.Data);
        process.BeginErrorReadLine();
        var answer = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (settings.TimeLimit is { } time)
            {
                limit.CancelAfter(time);
            }

            process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            return Failed(model, $"given up after {settings.TimeLimit?.TotalSeconds} seconds (--timeout)");
        }

        return Results<T>(model, process.ExitCode, answer.Result) ?? Failed(model, Death.Describe(process.ExitCode, errors.Last));
    }

    private static ProcessAnswer Failed(string model, string problem) =>
        new([new FailedResult(model, $"{model}: {problem}")], ExitCode.BadInput);

    /// <summary>Null where the process did not get as far as answering, or died after it.</summary>
    private static ProcessAnswer? Results<T>(string model, int exitCode, string answer)
        where T : ModelResult
    {
        if (exitCode is < ExitCode.Ok or > ExitCode.BadInput || answer.Length == 0)
        {
            return null;
        }

        var results = JsonNode.Parse(answer)!.AsArray().Select(Result<T>);
        return new([.. results.Select(result => result with { Model = model })], exitCode);
    }

    private static ModelResult Result<T>(JsonNode? node)
        where T : ModelResult
    {
        var type = node!.AsObject().ContainsKey(ResultJson.ErrorField) ? typeof(FailedResult) : typeof(T);
        return (ModelResult)node.Deserialize(ResultJson.BetweenProcesses.GetTypeInfo(type)!)!;
    }

    private static void Kill(System.Diagnostics.Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)   // it ended by itself just now
        {
        }
    }
}
