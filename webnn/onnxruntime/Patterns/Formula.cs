using System.Runtime.InteropServices;
using WebNN.OnnxRuntime.Lowering;

namespace WebNN.OnnxRuntime.Patterns;

/// <summary>Reads scalar arithmetic off a graph, however it is written: factors in any order, a step as mul and add or as linear.</summary>
internal sealed class Formula(PatternGraph graph)
{
    /// <summary>More steps than any of the patterns has.</summary>
    private const int MostSteps = 8;

    /// <summary>Constants are rounded to floats, and may be products of such.</summary>
    private const double Tolerance = 1.0 / (1 << 22);

    private readonly List<MLNode> inner = [];

    /// <summary>The operators that were read.</summary>
    public IReadOnlyList<MLNode> Inner => inner;

    public static bool IsAbout(double value, double expected) => Math.Abs(value - expected) <= Tolerance * Math.Abs(expected);

    /// <summary>The one float of a constant; null for what is none, or has more.</summary>
    public static double? Scalar(MLOperand operand) =>
        operand is { DataType: MLOperandDataType.Float32, Descriptor.ElementCount: 1 } && HostConstant.TryResolve(operand, out var data)
            ? MemoryMarshal.Read<float>(data.Bytes.Span)
            : null;

    /// <summary>The operator that an operand comes out of; null where that is another.</summary>
    public MLNode? Take(MLOperand operand, string @operator)
    {
        if (operand.Producer is not { } node || node.Operator != @operator)
        {
            return null;
        }

        inner.Add(node);
        return node;
    }

    /// <summary>An operand as <c>slope * x + offset</c>. What is read more than once is an x.</summary>
    public (double Slope, double Offset, MLOperand X) Line(MLOperand operand)
    {
        var (slope, offset) = (1.0, 0.0);
        for (var i = 0; i < MostSteps && graph.IsReadOnce(operand) && Step(operand.Producer) is { } step; i++)
        {
            (slope, offset) = (slope * step.Slope, (slope * step.Offset) + offset);
            inner.Add(operand.Producer!);
            operand = step.X;
        }

        return (slope, offset, operand);
    }

    /// <summary>The result of a node as a constant times operands; of none where it is no product. What is read more than once is one of these.</summary>
    public (double Constant, List<MLOperand> Factors) Product(MLNode node)
    {
        var (constant, factors) = (1.0, new List<MLOperand>());
        if (Step(node) is { Offset: not 0 })
        {
            return (constant, factors);
        }

        var left = new Stack<MLNode>([node]);
        for (var i = 0; i < MostSteps && left.TryPop(out var next); i++)
        {
            if (next != node)
            {
                inner.Add(next);
            }

            var step = Step(next);
            constant *= step?.Slope ?? 1;
            foreach (var operand in step is { } scaled ? [scaled.X] : next.Inputs.OfType<MLOperand>())
            {
                if (graph.IsReadOnce(operand) && operand.Producer is { } producer && (producer.Operator is "mul" || Step(producer) is { Offset: 0 }))
                {
                    left.Push(producer);
                }
                else
                {
                    factors.Add(operand);
                }
            }
        }

        factors.AddRange(left.Select(next => next.Output));
        return (constant, factors);
    }

    /// <summary>One operator with a constant; null for others.</summary>
    private static (double Slope, double Offset, MLOperand X)? Step(MLNode? node)
    {
        if (node is { Operator: "linear", Options: MLAlphaBetaOptions line })
        {
            return (line.Alpha, line.Beta, node.Input(0));
        }

        if (node is not { Operator: "add" or "sub" or "mul" or "div" })
        {
            return null;
        }

        var (a, b) = (node.Input(0), node.Input(1));
        return (node.Operator, Scalar(a), Scalar(b)) switch
        {
            ("add", _, { } constant) => (1, constant, a),
            ("add", { } constant, _) => (1, constant, b),
            ("sub", _, { } constant) => (1, -constant, a),
            ("sub", { } constant, _) => (-1, constant, b),
            ("mul", _, { } constant) => (constant, 0, a),
            ("mul", { } constant, _) => (constant, 0, b),
            ("div", _, { } constant) => (1 / constant, 0, a),
            _ => null,
        };
    }
}
