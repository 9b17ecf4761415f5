using WebNN.OnnxRuntime.Lowering;
using WebNN.Reference;

namespace WebNN.OnnxRuntime.Tests.Patterns;

/// <summary>A graph that spells out a pattern, or nearly.</summary>
/// <param name="Make">Makes the result, and operands that are outputs too.</param>
/// <param name="Operators">What it is lowered to, with own kernels; Identity copies an input that is an output.</param>
internal sealed record PatternCase(Func<TestGraph, MLOperand[]> Make, string Operators)
{
    private const float Tolerance = 4e-6f;

    public PatternCase(Func<TestGraph, MLOperand> make, string operators)
        : this(g => [make(g)], operators)
    {
    }

    /// <summary>Checks what the graph is lowered to, and that this computes what the definitions of the spelled-out operators give.</summary>
    public void Check(TestGraph graph) => Assert.Equal(Operators, RequireAgreement(graph, Make(graph)));

    /// <summary>Compares what a graph computes with what the definitions of its operators give.</summary>
    /// <returns>The operators that it is lowered to.</returns>
    public static string RequireAgreement(TestGraph graph, MLOperand[] outputs)
    {
        var definition = graph.Builder.Define([.. outputs.Select((operand, i) => new MLNamedOperand($"y{i}", operand))]);
        var text = definition.ToText();
        var lowered = GraphLowering.Lower(definition, graph.Context.OwnKernels);
        Assert.Equal(text, definition.ToText());

        using var reference = new ReferenceGraph(definition);
        if (outputs[0].DataType is MLOperandDataType.Float32)
        {
            Compare<float>(graph, reference, outputs, IsNear);
        }
        else
        {
            Compare<sbyte>(graph, reference, outputs, (x, y) => Math.Abs(x - y) <= 1);
        }

        return string.Join(' ', lowered.Nodes.Select(node => node.Operator));
    }

    /// <summary>A spelled-out product may leave a float's range before its last constant brings it back; the operator does not.</summary>
    private static bool IsNear(float expected, float actual) =>
        expected.Equals(actual)
        || (float.IsFinite(expected) ? Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)) : expected * actual > 0 && Math.Abs(actual) > float.MaxValue / 8);

    public static MLOperand Number(TestGraph g, double value) => g.Builder.Constant(MLOperandDataType.Float32, value);

    /// <summary>Values between -4 and 4; the seed is the number of elements.</summary>
    public static float[] Values(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 8) - 4)];
    }

    /// <summary>What activations have to get right: zeros, limits, the ends of floats, infinities, no numbers, and values between.</summary>
    public static MLOperand Special(TestGraph g)
    {
        float[] special = [0, -0f, 3, -3, 2.9999f, -2.9999f, 1e-30f, -1e-42f, 1e4f, -1e4f, 1e20f, -1e20f, 3e38f, -3e38f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        return g.Input([.. special, .. Values(47)], 4, 16);
    }

    private static void Compare<T>(TestGraph graph, MLGraph reference, MLOperand[] outputs, Func<T, T, bool> isNear)
        where T : unmanaged
    {
        var expected = Array.ConvertAll(outputs, output => new T[output.Descriptor.ElementCount]);
        graph.Compute(reference, expected);
        Assert.Contains(expected[0], value => !value.Equals(default(T)));
        foreach (var (wanted, found) in expected.Zip(graph.Run<T>(outputs)))
        {
            Assert.All(wanted.Zip(found), pair => Assert.True(isNear(pair.First, pair.Second), $"{pair.Second}, by the definition {pair.First}"));
        }
    }
}
