namespace WebNN.TfLite.Plugin.Options;

/// <summary>One option: what the parser, the errors and docs/plugin.md know about it.</summary>
/// <param name="Allowed">The values, for people: errors quote it.</param>
/// <param name="Default">The value that has the same effect as not giving the option; empty for none.</param>
/// <param name="Apply">The options with this one set; null where the value is not among the allowed.</param>
internal sealed record OptionRow(string Key, string Meaning, string Allowed, string Default, Func<PluginOptions, string, PluginOptions?> Apply);
