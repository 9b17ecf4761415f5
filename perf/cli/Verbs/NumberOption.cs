using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace WebNN.Cli.Verbs;

/// <summary>Options whose value is a number. What is none, or is outside the range, is an error of one line that says what is allowed.</summary>
internal static class NumberOption
{
    public static Option<int> Whole(string name, int byDefault, int least, int most, string description, params string[] aliases) =>
        new(name, aliases)
        {
            HelpName = "N",
            Description = description,
            DefaultValueFactory = _ => byDefault,
            CustomParser = argument => ParseWhole(argument, name, least, most) ?? byDefault,
        };

    /// <summary>Without a default: null where it was not given.</summary>
    public static Option<int?> OptionalWhole(string name, int least, int most, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = argument => ParseWhole(argument, name, least, most),
    };

    public static Option<double> Real(string name, double byDefault, double least, double most, string description) => new(name)
    {
        HelpName = "NUMBER",
        Description = description,
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument => ParseReal(argument, name, least, most) ?? byDefault,
    };

    private static int? ParseWhole(ArgumentResult argument, string name, int least, int most)
    {
        var text = argument.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        argument.AddError($"{name}: '{text}' is not a whole number from {least} to {most}");
        return null;
    }

    private static double? ParseReal(ArgumentResult argument, string name, double least, double most)
    {
        var text = argument.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        argument.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: '{text}' is not a number from {least} to {most}"));
        return null;
    }
}
