using System.Globalization;

namespace WebNN.Cli.Rendering;

/// <summary>Numbers and lists as people read them.</summary>
internal static class Format
{
    /// <summary>Three digits that matter.</summary>
    public static string Number(double? value)
    {
        if (value is not { } number || number == 0)
        {
            return value is null ? "" : "0";
        }

        return Math.Abs(number) switch
        {
            < 1e-3 or >= 1e6 => number.ToString("0.00e+0", CultureInfo.InvariantCulture),
            >= 100 => number.ToString("F0", CultureInfo.InvariantCulture),
            _ => number.ToString("G3", CultureInfo.InvariantCulture),
        };
    }

    public static string Milliseconds(double? value) => value switch
    {
        null => "",
        < 1 => value.Value.ToString("F4", CultureInfo.InvariantCulture),
        < 100 => value.Value.ToString("F2", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("F1", CultureInfo.InvariantCulture),
    };

    /// <summary>Runs of neighbours as ranges: <c>0-5, 8</c>.</summary>
    public static string Ranges(IReadOnlyList<int> numbers)
    {
        var parts = new List<string>();
        for (var start = 0; start < numbers.Count;)
        {
            var end = start;
            while (end + 1 < numbers.Count && numbers[end + 1] == numbers[end] + 1)
            {
                end++;
            }

            parts.Add(start == end ? $"{numbers[start]}" : $"{numbers[start]}-{numbers[end]}");
            start = end + 1;
        }

        return string.Join(", ", parts);
    }

    /// <summary>Names that a converter made long are cut in the middle: their ends tell them apart.</summary>
    public static string Shorten(string text, int length) =>
        text.Length <= length ? text : $"{text[..(length / 3)]}…{text[^(length - (length / 3) - 1)..]}";

    public static string Share(double? share) => share is { } value ? value.ToString("0.##%", CultureInfo.InvariantCulture) : "";
}
