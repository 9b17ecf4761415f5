using System.Globalization;
using System.Text;

namespace WebNN.Wasi.Guests;

/// <summary>Text with something of the guest's in it, as a terminal and a log may have it.</summary>
internal static class Printable
{
    private const int Longest = 1000;

    /// <summary>On one line, without control characters, and not too long.</summary>
    public static string Of(string text)
    {
        var result = new StringBuilder(Math.Min(text.Length, Longest) + 1);

        // By whole characters: halves of them, also those of the cut, become U+FFFD.
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, Longest)).EnumerateRunes())
        {
            // Besides control characters: what changes the direction of text.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator)
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                result.Append(rune.ToString());
            }
        }

        return text.Length > Longest ? result.Append('…').ToString() : result.ToString();
    }
}
