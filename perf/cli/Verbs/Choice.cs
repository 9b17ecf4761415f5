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

    /// <summary>The same of an enumeration's names, which are small letters there.</summary>
    public static Option<T> Of<T>(string name, string description)
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetNames<T>().Select(each => each.ToLowerInvariant())];
        var option = new Option<T>(name)
        {
            Description = description,
            CustomParser = argument => Enum.Parse<T>(names.Contains(argument.Tokens[0].Value.ToLowerInvariant()) ? argument.Tokens[0].Value : names[0], ignoreCase: true),
        };
        option.Validators.Add(result => Check(result, name, names, StringComparer.OrdinalIgnoreCase));
        option.CompletionSources.Clear();   // the enumeration's own spelling
        option.CompletionSources.Add(_ => Completions(names));
        return option;
    }

    private static void Check(SymbolResult result, string name, string[] names, StringComparer? comparer = null)
    {
        var unknown = result.Tokens.Select(token => token.Value).FirstOrDefault(text => !names.Contains(text, comparer));
        CommonOptions.Require(result, unknown is null, $"{name}: '{unknown}' is not one of {string.Join(", ", names)}");
    }

    private static IEnumerable<CompletionItem> Completions(string[] names) => names.Select(name => new CompletionItem(name));
}
