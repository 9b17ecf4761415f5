using System.Globalization;
using System.Text;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Partitioning;

/// <summary>What a decision holds for. A part that is <see cref="Any"/> in a file holds for all; the structure never is.</summary>
/// <param name="Structure">A hash of the graph's operators, versions, parameters, shapes and types, not of its weights.</param>
/// <param name="Options">The options that limit which nodes may be claimed.</param>
/// <param name="Backend">What runs WebNN's part: its version, device and threads.</param>
/// <param name="Host">What runs the rest: TensorFlow Lite's version; <see cref="Any"/> where it is not known.</param>
/// <param name="Processor">The processor's class.</param>
public sealed record DecisionKey(string Structure, string Options, string Backend, string Host, string Processor)
{
    public const string Any = "*";

    /// <summary>A file's name for it, without an extension: as long for every model.</summary>
    public string Name => Hash(string.Join('\n', Structure, Options, Backend, Host, Processor));

    /// <summary>The key of a graph that is being prepared.</summary>
    public static DecisionKey Of(IDelegateHost host, DelegateOptions options, string backend)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(options);
        return new(StructureOf(host), TextOf(options), backend, host.Runtime.Version is { } version ? $"TFLite {version}" : Any, options.Partitioning.Processor);
    }

    /// <summary>Why a decision with this key does not hold for <paramref name="actual"/>; null where it does.</summary>
    public string? Mismatch(DecisionKey actual)
    {
        ArgumentNullException.ThrowIfNull(actual);
        return Structure != actual.Structure ? "it was made for another model, or for other input shapes"
            : Differs(Options, actual.Options) ? $"it was made with the options '{Options}'; here they are '{actual.Options}'"
            : Differs(Processor, actual.Processor) ? $"it was made on {Processor}; this is {actual.Processor}"
            : Differs(Backend, actual.Backend) ? $"it was made with {Backend}; this is {actual.Backend}"
            : Differs(Host, actual.Host) ? $"it was made with {Host}; this is {actual.Host}"
            : null;
    }

    private static bool Differs(string part, string actual) => part != actual && part != Any && actual != Any;

    private static string TextOf(DelegateOptions options)
    {
        var parts = new List<string>();
        Add("include", string.Join(',', options.Include), "");
        Add("exclude", string.Join(',', options.Exclude), "");
        Add("max_delegated_partitions", options.MaxPartitions.ToString(CultureInfo.InvariantCulture), "0");
        Add("min_nodes_per_partition", options.MinNodesPerPartition.ToString(CultureInfo.InvariantCulture), "1");
        return parts.Count == 0 ? "none" : string.Join(' ', parts);

        void Add(string name, string value, string byDefault)
        {
            if (value != byDefault)
            {
                parts.Add($"{name}={value}");
            }
        }
    }

    private static string StructureOf(IDelegateHost host)
    {
        // The parameters print their own fields, in the current culture.
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            var text = new StringBuilder();
            foreach (var node in host.Nodes)
            {
                text.Append($"{node.Index} {node.Code.SchemaName()} {node.CustomName} {node.Version} {node.Params}{Convert.ToHexString(node.CustomOptions.AsSpan())}\n");
                foreach (var input in node.Inputs)
                {
                    Append(text, '<', input);
                }

                foreach (var output in node.Outputs)
                {
                    Append(text, '>', output);
                }
            }

            return Hash(text.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static void Append(StringBuilder text, char direction, TensorInfo? tensor) => text.Append(
        CultureInfo.InvariantCulture,
        $"{direction}{tensor?.Index ?? -1} {(int)(tensor?.Type ?? 0)} {string.Join(',', tensor?.Shape ?? [])} {(tensor?.Data is null ? "" : "constant")}\n");

    /// <summary>FNV-1a of 128 bits. It tells what is different by accident; .NET's own hashes would bring OpenSSL into the plug-in's hosts.</summary>
    private static string Hash(string text)
    {
        var (prime, hash) = (new UInt128(0x0000000001000000, 0x000000000000013B), new UInt128(0x6C62272E07BB0142, 0x62B821756295C58D));
        foreach (var letter in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ letter) * prime);
        }

        return hash.ToString("x32", CultureInfo.InvariantCulture);
    }
}
