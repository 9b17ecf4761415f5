using System.CommandLine;
using WebNN.Cli.Measuring;

namespace WebNN.Cli.Verbs;

/// <summary><c>--tolerance</c>, for the verbs that compare.</summary>
internal static class ToleranceOption
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--tolerance")
        {
            HelpName = "LIMIT",
            Description = "1e-4 (of the largest output), abs:0.02 or steps:2, instead of the default for the model's numbers.",
        };
        option.Validators.Add(result => CommonOptions.Require(
            result,
            result.GetValue(option) is not { } text || Tolerance.Parse(text) is not null,
            $"--tolerance: '{result.GetValue(option)}' is not a number, abs:NUMBER or steps:NUMBER"));
        return option;
    }

    /// <summary>Null where none was given.</summary>
    public static Tolerance? Read(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text ? Tolerance.Parse(text) : null;
}
