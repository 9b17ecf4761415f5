using WebNN.Reference;

namespace WebNN.OnnxRuntime.Tests.Agreement;

/// <summary>
/// Values that are off by as much as they may be: what the nodes that read them make of them says how much these nodes may be off in turn.
/// All up, all down, and with random signs.
/// </summary>
internal sealed class Disturbance
{
    private const int Count = 6;

    /// <summary>A few roundings to float32: a network's gates are sums of products of its operands, and its states feed them again.</summary>
    private const double RoundingOfNetworks = 1.0 / (1 << 22);

    private readonly Random random = new(0);

    /// <summary>The operands of a node as they should be, and then, where one of them is disturbed, as they may be.</summary>
    public Tensor?[][] Versions(MLNode node, Tensor[]?[] operands)
    {
        if (node.Operator is "gru" or "gruCell" or "lstm" or "lstmCell")
        {
            operands = Array.ConvertAll(operands, versions => versions is null ? null : Disturbed(versions, (tensor, i) => Math.Abs(tensor.Reals[i]) * RoundingOfNetworks));
        }

        var count = operands.Max(versions => versions?.Length ?? 1);
        return [.. Enumerable.Range(0, count).Select(k => Array.ConvertAll(operands, versions => versions is null ? null : versions[versions.Length == 1 ? 0 : k]))];
    }

    /// <summary>A result that nobody has seen: as it should be, and as it may be. What is open is no number then.</summary>
    public Tensor[] Of(NodeResult result) => result.Expected.IsReal
        ? Disturbed(result.Versions, (_, i) => result.IsOpen(i) ? double.NaN : result.Allowed(i))
        : result.Versions;

    private Tensor[] Disturbed(Tensor[] versions, Func<Tensor, int, double> size) =>
        [versions[0], .. Enumerable.Range(1, Count).Select(k => Disturbed(versions[versions.Length == 1 ? 0 : k], size, k switch { 1 => 1, 2 => -1, _ => 0 }))];

    private Tensor Disturbed(Tensor tensor, Func<Tensor, int, double> size, int sign) => Tensor.Of(
        tensor.Descriptor, [.. tensor.Reals.Select((value, i) => value + (size(tensor, i) * (sign != 0 ? sign : random.Next(2) == 0 ? 1 : -1)))]);
}
