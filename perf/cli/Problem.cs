using WebNN.FlatBuffers;

namespace WebNN.Cli;

/// <summary>Turns what went wrong into one line for the user.</summary>
internal static class Problem
{
    public static string Describe(Exception problem, string? model = null)
    {
        var text = problem switch
        {
            InputException => problem.Message,
            InvalidModelException => $"not a valid TensorFlow Lite model: {problem.Message}",
            FileNotFoundException { FileName: { Length: > 0 } missing } => $"{missing}: no such file",
            IOException or UnauthorizedAccessException or ArgumentException => problem.Message,
            _ when problem.GetType().Namespace?.StartsWith("WebNN", StringComparison.Ordinal) == true => problem.Message,
            _ => $"{problem.GetType().Name}: {problem.Message}",
        };
        var line = string.Join("; ", text.Split(['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return model is null || line.StartsWith(model, StringComparison.Ordinal) ? line : $"{model}: {line}";
    }
}
