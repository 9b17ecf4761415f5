namespace WebNN.TfLite.Evidence;

/// <summary>
/// What tests show of TensorFlow Lite's operators, a line each, for docs/operators.md: written where <c>./build.sh operators</c> asks for it.
/// </summary>
internal static class OperatorEvidence
{
    private static readonly Lock gate = new();
    private static readonly string? file = Environment.GetEnvironmentVariable("WEBNN_OPERATOR_EVIDENCE") is { } folder
        ? Path.Combine(folder, typeof(OperatorEvidence).Assembly.GetName().Name + ".tsv")
        : null;

    /// <summary>The operator's outputs were those of TFLite's own kernel.</summary>
    /// <param name="operands">The types of its inputs.</param>
    /// <param name="graph">The text form of the WebNN graph.</param>
    public static void Agrees(string code, IEnumerable<string> operands, IEnumerable<string> outputs, string graph)
    {
        Note(code, "agrees", Types([.. operands], [.. outputs]));
        Note(code, "webnn", string.Join(' ', Operations(graph)));
    }

    /// <summary>The operator, which this TFLite lacks, gave what its definition says.</summary>
    /// <inheritdoc cref="Agrees"/>
    public static void AsDefined(string code, IEnumerable<string> operands, IEnumerable<string> outputs, string graph)
    {
        Note(code, "agrees", $"{Types([.. operands], [.. outputs])} (by definition)");
        Note(code, "webnn", string.Join(' ', Operations(graph)));
    }

    /// <summary>The operator was translated.</summary>
    public static void Translated(string code, IEnumerable<string> operations) => Note(code, "webnn", string.Join(' ', operations));

    /// <param name="reason">With the node and its operator in front, where it is the node's.</param>
    public static void Refused(string code, string reason) =>
        Note(code, "refused", reason.StartsWith('#') ? reason[(reason.IndexOf(": ", StringComparison.Ordinal) + 2)..] : reason);

    /// <summary>float32 where all are of one type, else "float32, int8 → float32".</summary>
    private static string Types(string[] operands, string[] outputs)
    {
        var (taken, given) = (string.Join(", ", operands.Distinct()), string.Join(", ", outputs.Distinct()));
        return taken == given ? taken : $"{taken} → {given}";
    }

    /// <summary>Of lines like <c>%1 = conv2d(…)</c>.</summary>
    private static IEnumerable<string> Operations(string graph) =>
        from line in graph.Split('\n')
        let call = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim()
        let end = call.IndexOf('(', StringComparison.Ordinal)
        where end > 0 && line.Contains('=', StringComparison.Ordinal) && call[..end].All(char.IsLetterOrDigit)
        select call[..end];

    private static void Note(string code, string kind, string text)
    {
        if (file is null)
        {
            return;
        }

        lock (gate)
        {
            File.AppendAllText(file, $"{code}\t{kind}\t{text.ReplaceLineEndings(" ")}\n");
        }
    }
}
