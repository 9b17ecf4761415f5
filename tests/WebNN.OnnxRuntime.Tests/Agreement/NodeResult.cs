using WebNN.Conformance;
using WebNN.Reference;

namespace WebNN.OnnxRuntime.Tests.Agreement;

/// <summary>One output of a node by its definition: what it should be, how far from that it may be, and where it may be anything.</summary>
/// <param name="versions">The output for the node's operands, and for disturbed ones.</param>
internal sealed class NodeResult(MLNode node, Tensor?[] inputs, Tensor[] versions)
{
    private readonly Tensor? magnitudes = Magnitudes.Of(node, inputs);
    private Func<int, bool>? isOpen;

    public MLNode Node => node;

    public Tensor?[] Inputs => inputs;

    public Tensor Expected => versions[0];

    /// <summary>The output for the operands, and for disturbed ones.</summary>
    public Tensor[] Versions => versions;

    public Tolerance Tolerance { get; } = KernelAccuracy.Of(node, versions[0].Descriptor.DataType);

    private MLOperandDataType Type => Expected.Descriptor.DataType;

    private double Largest => OpenElements.Largest(Type);

    public double Magnitude(int element) => magnitudes?.Reals[element] ?? 0;

    /// <summary>Whether the specification leaves the element to the implementation; also where a sum of floats may leave their range on the way.</summary>
    public bool IsOpen(int element) => !(Magnitude(element) <= Largest) || (isOpen ??= OpenElements.Of(node, inputs, Expected, magnitudes))(element);

    /// <summary>How far disturbed operands move an element; infinitely where they make it a number, or none.</summary>
    public double Deviation(int element)
    {
        var most = 0.0;
        foreach (var version in versions.AsSpan(1))
        {
            most = Expected.IsReal
                ? Math.Max(most, Distance(Expected.Reals[element], version.Reals[element]))
                : Math.Max(most, (double)Int128.Abs(Expected.Integers[element] - version.Integers[element]));
        }

        return most;
    }

    /// <param name="more">What is allowed beyond the operator's own tolerance.</param>
    public bool Within(int element, double actual, double more)
    {
        var expected = Expected.Reals[element];
        if (expected.Equals(actual) || expected == actual || double.IsPositiveInfinity(more))
        {
            return true;
        }

        // Next to the largest float is the infinity.
        var distance = Math.Abs(Limited(KernelAccuracy.Least(node, expected, Largest)) - Limited(actual));
        return distance <= Allowed(element) + more;
    }

    /// <summary>
    /// Roundings count in units of the last place of the result or, where terms of both signs cancel, of what the terms add up to without
    /// their signs.
    /// </summary>
    public double Allowed(int element)
    {
        if (double.IsNaN(Expected.Reals[element]))
        {
            return 0;
        }

        var (size, magnitude) = (Math.Abs(Limited(Expected.Reals[element])), Magnitude(element));
        return Math.Max(
            Tolerance.Ulps * Tolerance.UnitInLastPlace(Type, Math.Max(Math.Min(size, Largest), magnitude)),
            Tolerance.Absolute * Math.Max(1, Math.Max(magnitude, size)));
    }

    private double Limited(double value) => double.IsInfinity(value) ? Math.CopySign(Largest + Tolerance.UnitInLastPlace(Type, Largest), value) : value;

    private static double Distance(double a, double b) =>
        a.Equals(b) || a == b ? 0 : double.IsFinite(a) && double.IsFinite(b) ? Math.Abs(a - b) : double.PositiveInfinity;
}
