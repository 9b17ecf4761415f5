using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace WebNN.Cli.Verbs;

/// <summary>Options and arguments that take one of a few names. Another is an error of one line, which says what there is.</summary>
internal static class Choice
{
    public static void TakeOneOf<T>(this Option<T> option, params string[] names)
    {
        option.Validators.Add(result => Check(result, option.Name, names));
        option.CompletionSources.Add(_ => Completions(names));   // help lists them, too
    }

    public static void TakeOneOf<T>(this Argument<T> argument, params string[] names)
    {
        argument.Validators.Add(result => Check(result, argument.Name, names));
        argument.CompletionSources.Add(_ => Completions(names));
    }

    private static void Check(SymbolResult result, string name, string[] names)
    {
        var unknown = result.Tokens.Select(token => token.Value).FirstOrDefault(text => !names.Contains(text));
        CommonOptions.Require(result, unknown is null, $"{name}: '{unknown}' is not one of {string.Join(", ", names)}");
    }

    private static IEnumerable<CompletionItem> Completions(string[] names) => names.Select(name => new CompletionItem(name));
}
