using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace WebNN.Build;

/// <summary>Writes docs/operators.md: the delegate's table, and what tests showed of each of its operators.</summary>
internal static class OperatorsPage
{
    private const string EvidenceVariable = "WEBNN_OPERATOR_EVIDENCE";

    /// <summary>Of an operator that is written out in hundreds, such as an LSTM.</summary>
    private const int MostOperations = 12;

    private static readonly string[] witnesses = ["WebNN.TfLite.Delegation.Tests", "WebNN.EndToEnd.Tests"];

    public static int Write(Repository repository)
    {
        Solution.Build(repository);
        var folder = repository.At("artifacts", "operators");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        Environment.SetEnvironmentVariable(EvidenceVariable, folder);
        foreach (var name in witnesses)
        {
            Shell.Require(repository.Root, "dotnet", "exec", repository.At("artifacts", "bin", name, "release", name + ".dll"), "-noLogo", "-noColor", "-noAutoReporters", "-reporter", "quiet");
        }

        var list = Path.Combine(folder, "operators.json");
        Shell.Require(repository.Root, "dotnet", "exec", repository.At("artifacts", "bin", "webnn-delegate", "release", "webnn-delegate.dll"), "operators", "--json", list);
        var evidence = Directory.GetFiles(folder, "*.tsv").SelectMany(File.ReadLines).Select(line => line.Split('\t'))
            .ToLookup(fields => (fields[0], fields[1]), fields => fields[2]);
        var page = repository.At("docs", "operators.md");
        File.WriteAllText(page, Page(JsonNode.Parse(File.ReadAllText(list))!.AsArray(), evidence));
        Console.WriteLine($"wrote {page}");
        return 0;
    }

    private static string Page(JsonArray operators, ILookup<(string Operator, string Kind), string> evidence)
    {
        var names = operators.Select(each => (string)each!["name"]!).Order(StringComparer.Ordinal).ToArray();
        var byName = operators.ToDictionary(each => (string)each!["name"]!, each => each!);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # Operators

            The {names.Length} operators of TensorFlow Lite that are translated to WebNN. `./build.sh operators` writes this page: versions from the table, the rest
            from what the tests show. `webnn-delegate operators` asks the TensorFlow Lite at hand; `webnn-delegate inspect MODEL` says which nodes of a model fit, and
            why others do not.

            * **Version**: the newest that is translated, and the newest that TensorFlow Lite 2.9 loads (– for none). `CompiledModel` is not bound by the latter.
            * **Agrees for**: the types of operands (and after the arrow of results) with which the outputs were compared with those of TensorFlow Lite's own kernel. "By
              definition": TensorFlow Lite 2.9 lacks the operator, and literal values were expected. One without any is tested in a graph with others.
            * **WebNN**: the operations that its translations consist of; which of them depends on types and options.

            | operator | version | 2.9 | agrees for | WebNN |
            |---|---|---|---|---|

            """);
        foreach (var name in names)
        {
            var types = string.Join("; ", evidence[(name, "agrees")].Distinct().Order(StringComparer.Ordinal));
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {byName[name]["maxVersion"]} | {(byName[name]["hostVersion"]?.GetValue<int>() is > 0 and var loads ? loads : "–")} | {types} | {Operations(evidence[(name, "webnn")])} |\n");
        }

        page.Append("""

            Beside them custom operators: `Convolution2DTransposeBias`, `MaxPoolingWithArgmax2D` and `MaxUnpooling2D` of MediaPipe's segmentation models, and
            [those that a program adds](adding-an-operator.md#an-operator-of-your-own-from-outside).

            IF and WHILE stay with TensorFlow Lite, and the graphs that they call are delegated. `CompiledModel` writes them out where
            [constants decide](decisions/0014-control-flow.md), STABLEHLO_COMPOSITE always, and has variables (VAR_HANDLE, READ_VARIABLE, ASSIGN_VARIABLE, CALL_ONCE) as its state.

            """);
        AppendRefusals(page, names, evidence);
        return page.ToString();
    }

    private static void AppendRefusals(StringBuilder page, string[] names, ILookup<(string Operator, string Kind), string> evidence)
    {
        page.Append("""

            ## Refused, for example

            Reasons as `inspect` prints them, of nodes in the tests. What is refused stays with TensorFlow Lite.


            """);
        foreach (var name in names.Where(name => evidence[(name, "refused")].Any()))
        {
            page.Append(CultureInfo.InvariantCulture, $"* {name}: {string.Join("; ", evidence[(name, "refused")].Distinct().Order(StringComparer.Ordinal).Select(reason => $"`{reason}`"))}\n");
        }
    }

    private static string Operations(IEnumerable<string> graphs)
    {
        string[] used = [.. graphs.SelectMany(graph => graph.Split(' ', StringSplitOptions.RemoveEmptyEntries)).GroupBy(operation => operation)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key)];
        return string.Join(", ", used.Take(MostOperations)) + (used.Length > MostOperations ? $" and {used.Length - MostOperations} more" : "");
    }
}
