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
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            // Besides control characters: what changes the direction of text, and halves of characters.
            if (char.IsControl(character) || char.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator)
            {
                result.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                result.Append(character);
            }
        }

        return text.Length > Longest ? result.Append('…').ToString() : result.ToString();
    }
}
