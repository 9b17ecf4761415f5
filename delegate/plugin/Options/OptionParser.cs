namespace WebNN.TfLite.Plugin.Options;

/// <summary>Options that could not be read, all of what is wrong with them.</summary>
internal sealed class OptionException(string message) : Exception(message);

/// <summary>Reads the environment's options, then the host's, which win.</summary>
internal static class OptionParser
{
    /// <summary>For hosts that pass no options: <c>key=value;key=value</c>.</summary>
    public const string EnvironmentVariable = "WEBNN_DELEGATE_OPTIONS";

    /// <exception cref="OptionException">A key is unknown or a value is not allowed: the message names what is.</exception>
    public static PluginOptions Parse(string? environment, IEnumerable<KeyValuePair<string, string>> host)
    {
        var problems = new List<string>();
        var options = new PluginOptions();
        foreach (var entry in (environment ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                problems.Add($"{EnvironmentVariable} has '{entry}' where key=value is expected");
                continue;
            }

            options = Set(options, entry[..equals].TrimEnd(), entry[(equals + 1)..].TrimStart(), $"{EnvironmentVariable}: ", problems);
        }

        foreach (var (key, value) in host)
        {
            options = Set(options, key.Trim(), value.Trim(), "", problems);
        }

        return problems.Count == 0 ? options : throw new OptionException(string.Join("; ", problems));
    }

    private static PluginOptions Set(PluginOptions options, string key, string value, string source, List<string> problems)
    {
        if (OptionTable.Find(key) is not { } row)
        {
            problems.Add($"{source}unknown option '{key}'; there are {string.Join(", ", OptionTable.Rows.Select(option => option.Key))}");
            return options;
        }

        // Hosts split at ':' and ';' before we see a value: %3A and %3B stand for them.
        if (row.Apply(options, Uri.UnescapeDataString(value)) is { } changed)
        {
            return changed;
        }

        problems.Add($"{source}option '{key}' is '{value}'; allowed: {row.Allowed.Replace("`", "", StringComparison.Ordinal)}");
        return options;
    }
}
