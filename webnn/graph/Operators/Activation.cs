using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> ActivationSignatures =
    [
        OperatorSignature.Unary("clamp", DataTypes.Any, new MLClampOptions { MinValue = 0, MaxValue = 1 }),
        .. OperatorSignature.Each("elu hardSigmoid leakyRelu linear", name => OperatorSignature.Unary(name, DataTypes.Float, new MLAlphaBetaOptions(1))),
        .. OperatorSignature.Each("gelu hardSwish sigmoid softplus softsign tanh", name => OperatorSignature.Unary(name, DataTypes.Float)),
        OperatorSignature.Unary("relu", DataTypes.Signed),
        OperatorSignature.Unary("softmax", DataTypes.Float, new MLAxisAttributes(0), minRank: 1),
        new("prelu", [ParameterRule.Of("input", DataTypes.Signed), ParameterRule.As("input", "slope")], [ParameterRule.As("input", "output")]),
    ];

    /// <summary>Limits to the bounds, which <see cref="MLNumber.Cast"/> makes elements of; null limits to none. A float that is no number does not limit.</summary>
    /// <exception cref="ArgumentException">The minimum is above the maximum.</exception>
    public MLOperand Clamp(MLOperand input, MLClampOptions? options = null, string label = "")
    {
        var require = Validated("clamp", label, input);
        var (minimum, maximum) = (Bound(options?.MinValue), Bound(options?.MaxValue));
        require.That(
            minimum is not { } low || maximum is not { } high || !MLNumber.IsAbove(low, high),
            $"the bounds are swapped (expected minValue at most maxValue, found {minimum} and {maximum})");
        return Unary("clamp", input, label, new MLClampOptions { MinValue = minimum, MaxValue = maximum });

        MLNumber? Bound(MLNumber? value) => value?.Cast(input.DataType) is { IsNaN: false } element ? element : null;
    }

    public MLOperand Elu(MLOperand input, double alpha = 1, string label = "") =>
        Unary("elu", input, label, alpha);

    public MLOperand Gelu(MLOperand input, string label = "") => Unary("gelu", input, label);

    public MLOperand HardSigmoid(MLOperand input, double alpha = 0.2, double beta = 0.5, string label = "") =>
        Unary("hardSigmoid", input, label, alpha, beta);

    public MLOperand HardSwish(MLOperand input, string label = "") => Unary("hardSwish", input, label);

    public MLOperand LeakyRelu(MLOperand input, double alpha = 0.01, string label = "") =>
        Unary("leakyRelu", input, label, alpha);

    /// <summary><c>alpha * x + beta</c>.</summary>
    public MLOperand Linear(MLOperand input, double alpha = 1, double beta = 0, string label = "") =>
        Unary("linear", input, label, alpha, beta);

    /// <summary><c>x</c> where it is positive, <c>slope * x</c> elsewhere; input and slope broadcast against each other.</summary>
    public MLOperand Prelu(MLOperand input, MLOperand slope, string label = "")
    {
        var require = Validated("prelu", label, input, slope);
        var output = require.Output(input.DataType, Broadcasting.Shape(require, input, slope));
        return Record("prelu", [input, slope], output, null, label);
    }

    public MLOperand Relu(MLOperand input, string label = "") => Unary("relu", input, label);

    public MLOperand Sigmoid(MLOperand input, string label = "") => Unary("sigmoid", input, label);

    public MLOperand Softmax(MLOperand input, int axis, string label = "")
    {
        var require = Validated("softmax", label, input);
        require.Axis(axis, input);
        return Record("softmax", [input], input.Descriptor, new MLAxisAttributes(axis), label);
    }

    public MLOperand Softplus(MLOperand input, string label = "") => Unary("softplus", input, label);

    public MLOperand Softsign(MLOperand input, string label = "") => Unary("softsign", input, label);

    public MLOperand Tanh(MLOperand input, string label = "") => Unary("tanh", input, label);

    /// <summary>An activation whose factors are cast to its input's type.</summary>
    private MLOperand Unary(string name, MLOperand input, string label, double alpha, double beta = 0)
    {
        Validated(name, label, input);
        return Unary(name, input, label, new MLAlphaBetaOptions(input.DataType.Rounded(alpha), input.DataType.Rounded(beta)));
    }
}
