namespace WebNN.OnnxRuntime.Patterns;

/// <summary>The options of a gelu that is computed by a tanh. WebNN has no such operator; ONNX has, and it is no other function than the spelled out.</summary>
internal sealed record TanhGelu
{
    public static readonly TanhGelu Options = new();
}

/// <summary>
/// hardSwish and gelu: <c>x</c> times a gate of <c>x</c>. All end with a product; which factor is x, and where the constants stand, is the
/// caller's. An <c>x</c> that is infinite or no number makes every gate 0, 1 or no number both ways, and the product is the same; so does a
/// finite one whose cube overflows. Of the largest floats a spelled-out product may become infinite before its last constant, where the
/// operator does not.
/// </summary>
internal static class ActivationPatterns
{
    private const double Cubic = 0.044715;

    public static readonly PatternRow[] Rows =
    [
        .. Products("hardSwish", HardSwish),
        .. Products("gelu", Gelu),
        .. Products("gelu tanh", GeluByTanh),
    ];

    private static readonly double RootOfHalf = Math.Sqrt(0.5);
    private static readonly double RootOfTwoByPi = Math.Sqrt(2 / Math.PI);

    /// <summary>Whether <c>constant * x * gate</c> is the activation of x.</summary>
    private delegate bool IsActivation(Formula formula, double constant, MLOperand x, MLOperand gate);

    /// <summary>The last operator may be the product itself, or one of its constants.</summary>
    private static IEnumerable<PatternRow> Products(string name, FindPattern find) =>
        [new(name, "mul", find), new(name, "div", find), new(name, "linear", find)];

    /// <summary>The gate is clamp(x / 6 + 1/2, 0, 1), or a multiple: it differs by roundings in the last places of 1.</summary>
    private static Fusion? HardSwish(PatternGraph graph, MLNode last) => Find(graph, last, "hardSwish", null, static (formula, constant, x, gate) =>
    {
        var (slope, offset, bounded) = formula.Line(gate);
        if (offset != 0 || formula.Take(bounded, "clamp") is not { Options: MLClampOptions { MinValue: { } minimum, MaxValue: { } maximum } } clamp || minimum.ToDouble() != 0)
        {
            return false;
        }

        var line = formula.Line(clamp.Input(0));
        var scale = constant * slope;
        return line.X == x && Formula.IsAbout(scale * maximum.ToDouble(), 1) && Formula.IsAbout(scale * line.Slope, 1 / 6.0) && Formula.IsAbout(scale * line.Offset, 0.5);
    });

    /// <summary>The gate is (1 + erf(x / √2)) / 2.</summary>
    private static Fusion? Gelu(PatternGraph graph, MLNode last) => Find(graph, last, "gelu", null, static (formula, constant, x, gate) =>
    {
        if (HalfOfOnePlus(formula, constant, gate, "erf") is not { } argument)
        {
            return false;
        }

        var line = formula.Line(argument);
        return line.X == x && line.Offset == 0 && Formula.IsAbout(line.Slope, RootOfHalf);
    });

    /// <summary>The gate is (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2, the cube written out or as x times a line of x².</summary>
    private static Fusion? GeluByTanh(PatternGraph graph, MLNode last) => Find(graph, last, "gelu", TanhGelu.Options, static (formula, constant, x, gate) =>
    {
        if (HalfOfOnePlus(formula, constant, gate, "tanh") is not { Producer: { } argument })
        {
            return false;
        }

        if (argument.Operator is "add")
        {
            return IsCubic(formula, 1, argument.Output, x);
        }

        if (argument.Operator is not ("mul" or "div" or "linear"))
        {
            return false;
        }

        formula.Take(argument.Output, argument.Operator);
        var (scale, factors) = formula.Product(argument);
        return factors.Count switch
        {
            1 => IsCubic(formula, scale, factors[0], x),
            2 => factors.Remove(x) && formula.Line(factors[0]) is var line
                && Formula.IsAbout(scale * line.Offset, RootOfTwoByPi) && Formula.IsAbout(scale * line.Slope, RootOfTwoByPi * Cubic) && IsPower(formula, line.X, x, 2) is 1,
            _ => false,
        };
    });

    /// <summary>Whether <c>scale * operand</c> is √(2/π) x + √(2/π) 0.044715 x³.</summary>
    private static bool IsCubic(Formula formula, double scale, MLOperand operand, MLOperand x)
    {
        if (formula.Take(operand, "add") is not { } sum)
        {
            return false;
        }

        var (linear, cubic) = formula.Line(sum.Input(0)).X == x ? (sum.Input(0), sum.Input(1)) : (sum.Input(1), sum.Input(0));
        var line = formula.Line(linear);
        return line.X == x && line.Offset == 0 && Formula.IsAbout(scale * line.Slope, RootOfTwoByPi)
            && IsPower(formula, cubic, x, 3) is { } factor && Formula.IsAbout(scale * factor, RootOfTwoByPi * Cubic);
    }

    /// <summary>What x to an exponent is multiplied by in an operand; null where that is not what it is.</summary>
    private static double? IsPower(Formula formula, MLOperand operand, MLOperand x, int exponent)
    {
        var (slope, offset, power) = formula.Line(operand);
        if (offset != 0 || power.Producer is not { } node)
        {
            return null;
        }

        formula.Take(power, node.Operator);
        if (node.Operator is "pow")
        {
            return node.Input(0) == x && Formula.Scalar(node.Input(1)) == exponent ? slope : null;
        }

        var (constant, factors) = node.Operator is "mul" ? formula.Product(node) : (0, []);
        return factors.Count == exponent && factors.All(factor => factor == x) ? slope * constant : null;
    }

    /// <summary>The argument of a function of which <c>constant * gate</c> is half of one more; null where it is not.</summary>
    private static MLOperand? HalfOfOnePlus(Formula formula, double constant, MLOperand gate, string function)
    {
        var (slope, offset, x) = formula.Line(gate);
        return Formula.IsAbout(constant * slope, 0.5) && Formula.IsAbout(constant * offset, 0.5) ? formula.Take(x, function)?.Input(0) : null;
    }

    private static Fusion? Find(PatternGraph graph, MLNode last, string @operator, object? options, IsActivation isActivation)
    {
        if (last.Output.DataType is not MLOperandDataType.Float32 || new Formula(graph).Product(last).Factors is not { Count: 2 } pair)
        {
            return null;
        }

        foreach (var (x, gate) in new[] { (pair[0], pair[1]), (pair[1], pair[0]) })
        {
            var formula = new Formula(graph);
            var (constant, _) = formula.Product(last);
            if (x.Shape.AsSpan().SequenceEqual(last.Output.Shape.AsSpan()) && isActivation(formula, constant, x, gate))
            {
                return new(formula.Inner, made => made.Add(@operator, [x], last.Output.Descriptor, options, last.Label));
            }
        }

        return null;
    }
}
