using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace WebNN.Cli.Wasi;

/// <summary>Options whose value is a size or a time with its unit.</summary>
internal static class Amount
{
    private const double MostSeconds = 1_000_000;

    private static readonly Dictionary<string, double> sizes = new() { [""] = 1, ["K"] = 1L << 10, ["M"] = 1L << 20, ["G"] = 1L << 30 };
    private static readonly Dictionary<string, double> seconds = new() { ["ms"] = 0.001, ["s"] = 1, ["m"] = 60, ["h"] = 3600, [""] = 1 };

    /// <summary>Bytes: 65536, 64K, 256M, 1G.</summary>
    public static Option<long> Size(string name, long byDefault, string description) => new(name)
    {
        HelpName = "SIZE",
        Description = description,
        DefaultValueFactory = _ => byDefault,
        CustomParser = argument => Parse(argument, sizes, long.MaxValue / 2) is { } bytes ? (long)bytes
            : Refuse(argument, name, "a size such as 65536, 64K, 256M or 1G", byDefault),
    };

    /// <summary>A time: 500ms, 10s, 2m; null where it was not given.</summary>
    public static Option<TimeSpan?> Time(string name, string description) => new(name)
    {
        HelpName = "TIME",
        Description = description,
        CustomParser = argument => Parse(argument, seconds, MostSeconds) is > 0 and var time ? TimeSpan.FromSeconds(time)
            : Refuse<TimeSpan?>(argument, name, "a time such as 500ms, 10s or 2m", null),
    };

    private static double? Parse(ArgumentResult argument, Dictionary<string, double> units, double most)
    {
        var text = argument.Tokens[0].Value;
        var unit = text.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        return units.TryGetValue(unit, out var factor)
            && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * factor <= most
            ? number * factor : null;
    }

    private static T Refuse<T>(ArgumentResult argument, string name, string expected, T result)
    {
        argument.AddError($"{name}: '{argument.Tokens[0].Value}' is not {expected}");
        return result;
    }
}
