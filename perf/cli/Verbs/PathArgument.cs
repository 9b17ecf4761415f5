using System.CommandLine;

namespace WebNN.Cli.Verbs;

/// <summary>Arguments that are paths: the parser takes an option that it does not know for one of them.</summary>
internal static class PathArgument
{
    /// <summary>Refuses what begins like an option, unless there is a file or folder of that name.</summary>
    public static void RefuseOptions<T>(this Argument<T> argument) => argument.Validators.Add(result =>
    {
        var unknown = result.Tokens.Select(token => token.Value).FirstOrDefault(text => text.StartsWith('-') && !Path.Exists(text));
        CommonOptions.Require(result, unknown is null, $"{unknown}: no such option, nor a file or folder of that name");
    });
}
