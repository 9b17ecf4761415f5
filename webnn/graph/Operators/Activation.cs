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

    /// <summary>Limits to the bounds. One that is not a number does not limit, and is recorded as absent.</summary>
    /// <exception cref="ArgumentException">The minimum is above the maximum.</exception>
    public MLOperand Clamp(MLOperand input, MLClampOptions options, string label = "")
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(input);
        var (minimum, maximum) = (Bound(options.MinValue), Bound(options.MaxValue));
        new Require("clamp", label).That(
            !(minimum > maximum),
            FormattableString.Invariant($"the bounds are swapped (expected minValue at most maxValue, found {minimum} and {maximum})"));
        return Unary("clamp", input, label, new MLClampOptions { MinValue = minimum, MaxValue = maximum });

        // Fractions do not take part in an integer's bound.
        double? Bound(double? value) => value is null or double.NaN ? null : input.DataType.IsFloat() ? value : Math.Truncate(value.Value);
    }

    public MLOperand Elu(MLOperand input, float alpha = 1, string label = "") =>
        Unary("elu", input, label, new MLAlphaBetaOptions(alpha));

    public MLOperand Gelu(MLOperand input, string label = "") => Unary("gelu", input, label);

    public MLOperand HardSigmoid(MLOperand input, float alpha = 0.2f, float beta = 0.5f, string label = "") =>
        Unary("hardSigmoid", input, label, new MLAlphaBetaOptions(alpha, beta));

    public MLOperand HardSwish(MLOperand input, string label = "") => Unary("hardSwish", input, label);

    public MLOperand LeakyRelu(MLOperand input, float alpha = 0.01f, string label = "") =>
        Unary("leakyRelu", input, label, new MLAlphaBetaOptions(alpha));

    /// <summary><c>alpha * x + beta</c>.</summary>
    public MLOperand Linear(MLOperand input, float alpha = 1, float beta = 0, string label = "") =>
        Unary("linear", input, label, new MLAlphaBetaOptions(alpha, beta));

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
}
