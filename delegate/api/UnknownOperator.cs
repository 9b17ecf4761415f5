namespace WebNN.TfLite;

/// <summary>Finds, in what TFLite logged, the custom operator that it has no kernel for.</summary>
internal static class UnknownOperator
{
    private static readonly string[] introductions = ["Encountered unresolved custom op: ", "Unresolved custom op: "];

    /// <summary>The operator's name; null where the text is about something else.</summary>
    public static string? Find(string log)
    {
        foreach (var introduction in introductions)
        {
            var start = log.IndexOf(introduction, StringComparison.Ordinal);
            if (start >= 0)
            {
                var rest = log[(start + introduction.Length)..];
                var end = rest.IndexOfAny([';', '\n', ' ']);
                return (end < 0 ? rest : rest[..end]).TrimEnd('.');
            }
        }

        return null;
    }
}
