using WebNN.Conformance;
using WebNN.Reference;

namespace WebNN.OnnxRuntime.Tests.Agreement;

/// <summary>
/// Values that are off by as much as they may be: what the nodes that read them make of them says how much these nodes may be off in turn.
/// All up, all down, and at random, never two alike: what they have in common would cancel.
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
            operands = Array.ConvertAll(operands, versions => versions is null ? null : Disturbed(versions, (tensor, i) => double.IsFinite(tensor.Reals[i]) ? Math.Abs(tensor.Reals[i]) * RoundingOfNetworks : 0));
        }

        var count = operands.Max(versions => versions?.Length ?? 1);
        return [.. Enumerable.Range(0, count).Select(k => Array.ConvertAll(operands, versions => versions is null ? null : versions[versions.Length == 1 ? 0 : k]))];
    }

    /// <summary>
    /// A float16 result that was seen: ONNX Runtime computes it in float32, and operators that read it may get it before it is rounded, and
    /// before it is an infinity.
    /// </summary>
    public Tensor[] OfSeen(Tensor tensor) => tensor.Descriptor.DataType is MLOperandDataType.Float16 ? Disturbed([tensor], OfReader) : [tensor];

    /// <summary>A result that nobody has seen: as it should be, and as it may be. What is open may be a number or none.</summary>
    public Tensor[] Of(NodeResult result) => result.Expected.IsReal
        ? Disturbed(result.Versions, (_, i) => result.IsOpen(i) ? double.PositiveInfinity : Math.Max(result.Allowed(i), OfReader(result.Expected, i)))
        : result.Versions;

    private static double OfReader(Tensor tensor, int element) => tensor.Descriptor.DataType is MLOperandDataType.Float16 && !double.IsNaN(tensor.Reals[element])
        ? Tolerance.UnitInLastPlace(MLOperandDataType.Float16, tensor.Reals[element])
        : 0;

    private Tensor[] Disturbed(Tensor[] versions, Func<Tensor, int, double> size) =>
        [versions[0], .. Enumerable.Range(1, Count).Select(k => Disturbed(versions[0], versions[versions.Length == 1 ? 0 : k], size, k switch { 1 => 1, 2 => -1, _ => 0 }))];

    private Tensor Disturbed(Tensor nominal, Tensor version, Func<Tensor, int, double> size, int sign) => Tensor.Of(
        version.Descriptor,
        [.. version.Reals.Select((value, i) => Moved(nominal.Reals[i], value, size(version, i), sign))]);

    /// <param name="by">Infinitely: to anything, a number and none.</param>
    /// <param name="sign">
    /// Of a value that is as it should be: one that its operands have moved already is moved further, so that it does not come back. 0 for either.
    /// </param>
    private double Moved(double nominal, double value, double by, int sign)
    {
        if (double.IsInfinity(by))
        {
            return sign < 0 ? 1 : double.IsNaN(nominal) ? 0 : double.NaN;
        }

        var direction = sign == 0 ? (2 * random.Next(2)) - 1 : value > nominal ? 1 : value < nominal ? -1 : sign;
        return value + (by * direction * (sign == 0 ? (1 + random.NextDouble()) / 2 : 1));
    }
}
