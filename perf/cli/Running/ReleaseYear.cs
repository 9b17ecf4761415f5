namespace WebNN.Cli.Running;

/// <summary>When a TensorFlow Lite version came out: a ratio to an old XNNPACK is not one to today's.</summary>
internal static class ReleaseYear
{
    /// <summary>The first minor version of TensorFlow 2 of each year, newest first.</summary>
    private static readonly (int Minor, int Year)[] firstOfYear =
        [(19, 2025), (16, 2024), (12, 2023), (8, 2022), (5, 2021), (1, 2020), (0, 2019)];

    /// <summary><c>, 2022</c>; empty for a version that is not known.</summary>
    public static string Suffix(string version)
    {
        if (!Version.TryParse(version.Split('-')[0], out var parsed) || parsed.Major != 2)
        {
            return "";
        }

        return $", {firstOfYear.First(entry => parsed.Minor >= entry.Minor).Year}";
    }
}
