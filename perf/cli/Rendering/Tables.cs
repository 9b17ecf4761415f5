using Spectre.Console;

namespace WebNN.Cli.Rendering;

/// <summary>The look that all verbs share. Text of models and libraries is never read as markup.</summary>
internal static class Tables
{
    /// <summary>
    /// A table without lines, indented under its headline. A heading that begins with a space is aligned right; one that begins with a
    /// tilde may be wrapped, all others keep their lines whole.
    /// </summary>
    public static Grid Plain(params string[] headings)
    {
        var grid = new Grid();
        foreach (var heading in headings)
        {
            var column = new GridColumn { NoWrap = !heading.StartsWith('~') }.PadLeft(2).PadRight(0);
            grid.AddColumn(heading.StartsWith(' ') ? column.RightAligned() : column);
        }

        var underlined = new Style(decoration: Decoration.Underline);
        return grid.AddRow([.. headings.Select(heading => new Text(heading.TrimStart(' ', '~'), underlined))]);
    }

    public static void AddTextRow(this Grid grid, params string[] cells) => grid.AddRow([.. cells.Select(cell => new Text(cell))]);

    public static void PrintTitle(this IAnsiConsole console, string text) => console.Print(text, new Style(decoration: Decoration.Bold));

    public static void PrintLine(this IAnsiConsole console, string text) => console.Print(text, Style.Plain);

    public static void PrintWarning(this IAnsiConsole console, string text) => console.Print(text, new Style(Color.Yellow));

    public static void PrintVerdict(this IAnsiConsole console, bool good, string text) =>
        console.Print(text, new Style(good ? Color.Green : Color.Red));

    private static void Print(this IAnsiConsole console, string text, Style style)
    {
        console.Write(new Text(text, style));
        console.WriteLine();
    }
}
