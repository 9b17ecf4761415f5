namespace WebNN.Tests.Validation;

/// <summary>The operands' types and ranks against the tables of constraints, as the notes on the specification have them beside the repository.</summary>
public sealed class SpecificationTableTests
{
    /// <summary>What a table calls its operations together.</summary>
    private static readonly string[] families = ["elementwise", "binary", "logical", "unary", "pooling", "reduction"];

    private static readonly string[] arithmetic = ["add", "sub", "mul", "div", "max", "min", "pow"];

    [Fact]
    public void Every_operand_has_the_types_and_ranks_of_its_table()
    {
        var path = Find("shared/reference/webnn-spec.md");
        Assert.SkipWhen(path is null, "../shared/reference beside the repository is absent");
        var checkedOperations = new HashSet<string>();
        foreach (var (operations, rows) in Tables(File.ReadLines(path!)))
        {
            foreach (var operation in operations)
            {
                Assert.True(checkedOperations.Add(operation.Name), operation.Name);
                Compare(operation, rows);
            }
        }

        Assert.Equal(OperationCalls.All.Select(operation => operation.Name).Order(StringComparer.Ordinal), checkedOperations.Order(StringComparer.Ordinal));
    }

    /// <summary>Columns: operand, allowed types, types that every backend has, allowed ranks, ranks that every backend has.</summary>
    private static void Compare(Operation operation, string[][] rows)
    {
        var operands = rows.Where(row => !row[0].StartsWith("output", StringComparison.Ordinal)).ToArray();
        Assert.Equal(operands.Select(row => row[0].Split('\'')[0]).Order(StringComparer.Ordinal), operation.Parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
        foreach (var row in operands)
        {
            var parameter = operation.Parameters.Single(each => each.Name == row[0].Split('\'')[0]);
            var allowed = row[1] == "any" ? Enum.GetNames<MLOperandDataType>() : row[1].Split(", ");
            var ours = parameter.Like is { } like ? [$"same as {like}"] : parameter.Types.Select(type => type.ToString());
            Assert.Equal(ours.Order(StringComparer.OrdinalIgnoreCase), allowed.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
            if (row[3] != "same as input")
            {
                Assert.Equal(row[3], Rank(parameter));
            }
        }
    }

    private static string Rank(Parameter parameter) => (parameter.MinRank, parameter.MaxRank) switch
    {
        (0, Parameter.AnyRank) => "N",
        (var least, Parameter.AnyRank) => $"{least} to N",
        var (least, most) when least == most => $"{least}",
        var (least, most) => $"{least} to {most}",
    };

    private static IEnumerable<(Operation[] Operations, string[][] Rows)> Tables(IEnumerable<string> lines)
    {
        string? title = null;
        var rows = new List<string[]>();
        foreach (var line in lines.SkipWhile(line => !line.StartsWith("```", StringComparison.Ordinal)).Skip(1).TakeWhile(line => !line.StartsWith("```", StringComparison.Ordinal)).Append("## "))
        {
            if (!line.StartsWith("## ", StringComparison.Ordinal))
            {
                rows.AddRange(Rows(line));
                continue;
            }

            if (title is not null)
            {
                yield return (Operations(title), [.. rows]);
            }

            (title, rows) = (line[3..], []);
        }
    }

    /// <summary>One operand a line; one line of the notes has two.</summary>
    private static IEnumerable<string[]> Rows(string line) => line.Split(" | ").Chunk(5);

    private static Operation[] Operations(string title)
    {
        string[] names = [.. title.Split('-').Where(name => !families.Contains(name, StringComparer.OrdinalIgnoreCase))];
        return [.. (names.Length > 0 ? names : arithmetic).Select(name => OperationCalls.All.Single(operation => operation.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))];
    }

    private static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "..", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
