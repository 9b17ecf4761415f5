namespace WebNN;

public sealed partial class MLGraphBuilder
{
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
        return Unary("clamp", input, DataTypes.Any, label, new MLClampOptions { MinValue = minimum, MaxValue = maximum });

        // Fractions do not take part in an integer's bound.
        double? Bound(double? value) => value is null or double.NaN ? null : input.DataType.IsFloat() ? value : Math.Truncate(value.Value);
    }

    public MLOperand Elu(MLOperand input, float alpha = 1, string label = "") =>
        Unary("elu", input, DataTypes.Float, label, new MLAlphaBetaOptions(alpha));

    public MLOperand Gelu(MLOperand input, string label = "") => Unary("gelu", input, DataTypes.Float, label);

    public MLOperand HardSigmoid(MLOperand input, float alpha = 0.2f, float beta = 0.5f, string label = "") =>
        Unary("hardSigmoid", input, DataTypes.Float, label, new MLAlphaBetaOptions(alpha, beta));

    public MLOperand HardSwish(MLOperand input, string label = "") => Unary("hardSwish", input, DataTypes.Float, label);

    public MLOperand LeakyRelu(MLOperand input, float alpha = 0.01f, string label = "") =>
        Unary("leakyRelu", input, DataTypes.Float, label, new MLAlphaBetaOptions(alpha));

    /// <summary><c>alpha * x + beta</c>.</summary>
    public MLOperand Linear(MLOperand input, float alpha = 1, float beta = 0, string label = "") =>
        Unary("linear", input, DataTypes.Float, label, new MLAlphaBetaOptions(alpha, beta));

    /// <summary><c>x</c> where it is positive, <c>slope * x</c> elsewhere; input and slope broadcast against each other.</summary>
    public MLOperand Prelu(MLOperand input, MLOperand slope, string label = "")
    {
        var require = new Require("prelu", label);
        require.Type(input, nameof(input), DataTypes.Signed);
        require.SameType(slope, nameof(slope), input, nameof(input));
        var output = require.Output(input.DataType, Broadcasting.Shape(require, input, slope));
        return Record("prelu", [input, slope], output, null, label);
    }

    public MLOperand Relu(MLOperand input, string label = "") => Unary("relu", input, DataTypes.Signed, label);

    public MLOperand Sigmoid(MLOperand input, string label = "") => Unary("sigmoid", input, DataTypes.Float, label);

    public MLOperand Softmax(MLOperand input, int axis, string label = "")
    {
        var require = new Require("softmax", label);
        require.Type(input, nameof(input), DataTypes.Float);
        require.RankAtLeast(input, nameof(input), 1);
        require.Axis(axis, input);
        return Record("softmax", [input], input.Descriptor, new MLAxisAttributes(axis), label);
    }

    public MLOperand Softplus(MLOperand input, string label = "") => Unary("softplus", input, DataTypes.Float, label);

    public MLOperand Softsign(MLOperand input, string label = "") => Unary("softsign", input, DataTypes.Float, label);

    public MLOperand Tanh(MLOperand input, string label = "") => Unary("tanh", input, DataTypes.Float, label);
}
